import type { PlacedText } from '../shell/placed.ts';
import { blankWords, type Draft, type Head, readValue, variablesOf } from './draft.ts';
import { readExecForm } from './exec-form.ts';
import type { CopyFrom, CopyInstruction, Flag, Heredoc, Value } from './reading.ts';

type CopyParts = Pick<
  CopyInstruction,
  'form' | 'sources' | 'destination' | 'resolved' | 'heredocs' | 'from' | 'chown' | 'chmod'
>;

/** Reads what COPY and ADD take: sources, destination, `--from`. */
export function readCopy(draft: Draft, head: Head, flags: readonly Flag[]): CopyParts {
  const { form, words } = readCopyWords(draft, head.argument);
  const heredocs = head.line.heredocs;
  const destination = words.length > 1 || heredocs.length > 0 ? words.at(-1) : undefined;
  const sources = (destination === undefined ? words : words.slice(0, -1)).filter((word) => !isHeredoc(word, heredocs));
  const flag = (name: string) => flags.find((candidate) => candidate.name === name)?.value;
  const from = flag('from');
  const chown = flag('chown');
  const chmod = flag('chmod');
  return {
    form,
    sources,
    destination,
    resolved: resolvePath(draft.stages.at(-1)?.image.workdir, destination?.text),
    heredocs,
    ...(from === undefined ? {} : { from: readFrom(draft, from) }),
    ...(chown === undefined ? {} : { chown }),
    ...(chmod === undefined ? {} : { chmod }),
  };
}

function readCopyWords(draft: Draft, argument: PlacedText): { form: 'words' | 'json'; words: readonly Value[] } {
  const exec = readExecForm(argument);
  const variables = variablesOf(draft);
  if (exec?.kind === 'exec') {
    const words = exec.words.map((word) => {
      const source: PlacedText = { text: word.raw, span: () => word.span };
      return { ...readValue(draft, source, variables), span: word.span };
    });
    return { form: 'json', words };
  }
  return { form: 'words', words: blankWords(argument).map((word) => readValue(draft, word, variables)) };
}

function isHeredoc(word: Value, heredocs: readonly Heredoc[]): boolean {
  return heredocs.some((heredoc) => heredoc.nameAt.start >= word.span.start && heredoc.nameAt.end <= word.span.end);
}

/** A stage's name or number; anything else is an image to Docker. */
function readFrom(draft: Draft, value: Value): CopyFrom {
  if (value.text === undefined) return { value, target: { kind: 'unknown' } };
  const stage = stageNumber(draft, value.text);
  return { value, target: stage === undefined ? { kind: 'image' } : { kind: 'stage', stage } };
}

/** Stages are found by name in any case, and by number; also those further down (tried). */
function stageNumber(draft: Draft, reference: string): number | undefined {
  const byName = draft.stageNames.lastIndexOf(reference.toLowerCase());
  if (byName >= 0) return byName;
  return /^\d+$/.test(reference) && Number(reference) < draft.stageNames.length ? Number(reference) : undefined;
}

/**
 * An absolute path, from one that may be relative to a working folder; a `/` at its end is kept, and `.` ends in one,
 * for they say that a folder is meant. Undefined where it is not known.
 */
export function resolvePath(workdir: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (!path.startsWith('/') && workdir === undefined) return undefined;
  const folder = path === '' || /(?:^|\/)\.{0,2}$/.test(path);
  const clean = cleanPath(path.startsWith('/') ? path : `${workdir}/${path}`);
  return folder && clean !== '/' ? `${clean}/` : clean;
}

/** Resolves `.`, `..` and doubled slashes of an absolute path. */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return `/${kept.join('/')}`;
}
