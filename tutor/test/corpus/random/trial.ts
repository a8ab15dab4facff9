import type { DiagnosisResult, Result } from '../../../src/core/result.ts';
import { type Files, filesFrom, judged } from '../../rules/project.ts';
import { filesOf, readCorpus } from '../corpus.ts';
import { dice } from './dice.ts';
import { type Edited, editedAtRandom, isComposeFile } from './edit.ts';
import { type Asked, REFUSED, type Verdict } from './verdict.ts';

/** A project that works, and one edit of it. */
export type Trial = {
  /** Its place in the run of its seed: with both, anybody can look at it again. */
  readonly number: number;
  readonly base: Asked & { readonly name: string };
  readonly edit: Edited;
};

/** How long one look at a project may take the processor. */
const LOOK_MS = 200;
const LOOKS = 3;
/** One edit of so many is made in the chapter's own project. */
const OWN_SHARE = 3;

/** The edits of a seed, the same in every run: a third of them in the finished project, the others in projects that work. */
export function trialsOf(seed: number, count: number): readonly Trial[] {
  const own = { name: 'the finished project', files: filesFrom(undefined), environment: {} };
  const others = readCorpus('working').map((one) => ({
    name: one.name,
    files: filesOf(one),
    environment: one.environment ?? {},
  }));
  return Array.from({ length: count }, (_, number) => {
    const roll = dice(seed * MOST_TRIALS + number);
    const base = roll(OWN_SHARE) === 0 ? own : drawn(others, roll(LARGE));
    return { number, base, edit: editedAtRandom(base.files, roll) };
  });
}

const LARGE = 2 ** 31;
const MOST_TRIALS = 100_000;

/** One of the projects, drawn so that a project more in the corpus changes few draws: kept verdicts stay of use. */
function drawn<T extends { readonly name: string }>(projects: readonly T[], lot: number): T {
  let [most, winner] = [-1, projects[0]];
  for (const project of projects) {
    const rank = mixed(project.name, lot);
    if (rank > most) [most, winner] = [rank, project];
  }
  if (winner === undefined) throw new Error('no project works');
  return winner;
}

/** A number made of a text and another number (FNV-1a). */
function mixed(text: string, lot: number): number {
  let hash = 0x811c9dc5 ^ lot;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return dice(hash)(LARGE);
}

/** The edited project. */
export function editedProject({ base, edit }: Trial): Asked {
  return { files: edit.files, environment: base.environment };
}

/** Whether Compose is the judge of an edit: of the files that it alone reads. */
export function isJudgedByCompose({ edit }: Trial): boolean {
  return isComposeFile(edit.file);
}

/** What is not as it should be with an edit. `verdicts`: Compose's, of the project before and after, where it is the judge. */
export async function faultOf(
  trial: Trial,
  verdicts: { readonly before: Verdict; readonly after: Verdict } | undefined,
): Promise<string | undefined> {
  const { base, edit, number } = trial;
  const named = (fault: string) => `${number}, ${edit.did} (${base.name}): ${fault}`;
  const looked = await look(trial);
  if (typeof looked === 'string') return named(looked);
  const errors = looked.diagnoses.filter(({ severity }) => severity === 'error');
  if (verdicts?.after === REFUSED && errors.length === 0) return named('Compose refuses it, and no error is told');
  const onlyForm = verdicts === undefined ? isSameBesideComments(base.files, edit) : verdicts.after === verdicts.before;
  return onlyForm && errors.length > 0 ? named(`differs only in form, and is told ${said(errors)}`) : undefined;
}

function said(errors: readonly DiagnosisResult[]): string {
  return errors.map(({ rule, title }) => `${rule}: ${title}`).join('; ');
}

/** The result; or what went wrong: it failed, or took too long. Of several looks the quickest counts: what runs beside is not its own. */
async function look(trial: Trial): Promise<Result | string> {
  const { files, environment } = editedProject(trial);
  let least = Number.POSITIVE_INFINITY;
  for (let times = 0; times < LOOKS; times++) {
    const before = process.cpuUsage();
    try {
      const result = await judged(files, { environment });
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1000);
      if (least <= LOOK_MS) return result;
    } catch (error) {
      return `fails: ${error instanceof Error ? error.stack : String(error)}`;
    }
  }
  return `takes ${Math.round(least)} ms`;
}

/** Lines that are blank or a comment, in a Dockerfile, a program or a list of packages. */
const NO_MATTER = /^\s*(?:#.*)?$/;
/** A comment that is an instruction to who reads the file. */
const DIRECTIVE = /^\s*#\s*(?:syntax|escape|check)\s*=|coding[=:]|^#!/im;

function isSameBesideComments(before: Files, { file, files }: Edited): boolean {
  const texts = [before[file] ?? '', files[file] ?? ''];
  // What stands in a text of several lines is no comment, whatever it looks like.
  if (texts.some((text) => DIRECTIVE.test(text) || /"""|'''|<<|\\\s*$/m.test(text))) return false;
  const [was, is] = texts.map((text) => text.split('\n').filter((line) => !NO_MATTER.test(line)));
  return JSON.stringify(was) === JSON.stringify(is);
}
