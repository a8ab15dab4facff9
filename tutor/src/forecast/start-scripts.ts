import type { Span } from '../core/span.ts';
import { normalise } from '../project/files.ts';
import { type PlacedWord, placedWord } from '../project/shell/placed.ts';
import { readCommands, readScript, type ShellScript } from '../project/shell/script.ts';
import type { Context } from './context.ts';

/** A script of the project that the web's container runs when it starts. */
export type StartScript = {
  /** Its path in the project, and in the container. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  readonly script: ShellScript;
  /** `kernel`: it is started as a program; `shell`: it is handed to a shell, which needs neither first line nor mode. */
  readonly run: 'kernel' | 'shell';
  /** The shell that it is handed to. */
  readonly shell?: string;
  /** The word that names it. */
  readonly at: Span;
};

/** Programs that start the words behind them. */
const STARTS_OTHERS = /^(?:tini|dumb-init|docker-init|env|exec|nohup|gosu|su-exec|setpriv|time|nice)$/;
const SHELLS = /^(?:sh|bash|ash|dash|zsh)$/;
/** How many commands of a line for the shell are looked at. */
const MOST_COMMANDS = 50;

/** The scripts that the container's first words run, in their order. */
export function startScripts(context: Context): readonly StartScript[] {
  return named(context, context.facts.source.command?.words ?? []);
}

function named(context: Context, words: readonly PlacedWord[]): readonly StartScript[] {
  const [first, ...rest] = words;
  if (first === undefined) return [];
  const name = first.text.slice(first.text.lastIndexOf('/') + 1);
  if (STARTS_OTHERS.test(name)) return named(context, behindOptions(rest));
  if (!SHELLS.test(name)) return scriptOf(context, first, 'kernel');
  const options = rest.findIndex((word) => !word.text.startsWith('-'));
  const target = rest[options];
  if (options < 0 || target === undefined) return [];
  const isText = rest.slice(0, options).some((word) => /^-[a-z]*c/.test(word.text));
  if (!isText) return scriptOf(context, target, 'shell').map((one) => ({ ...one, shell: name }));
  return readCommands(placedWord(target))
    .slice(0, MOST_COMMANDS)
    .flatMap(({ words: inner }) =>
      named(
        context,
        inner.map((word) => ({ text: word.text, span: word.span })),
      ),
    );
}

function behindOptions(words: readonly PlacedWord[]): readonly PlacedWord[] {
  const dashes = words.findIndex((word) => word.text === '--');
  if (dashes >= 0) return words.slice(dashes + 1);
  const first = words.findIndex((word) => !/^-|^[A-Za-z_]\w*=/.test(word.text));
  return first < 0 ? [] : words.slice(first);
}

function scriptOf({ project, facts }: Context, word: PlacedWord, run: StartScript['run']): readonly StartScript[] {
  const { contents, start, image } = facts.source;
  const workdir = image?.workdir ?? start?.workdir;
  for (const path of pathsOf(word.text, workdir, image?.environment.get('PATH')?.value)) {
    const file = contents.fileAt(path);
    const read = file === undefined ? undefined : project.files.read(file);
    if (file === undefined || read?.kind !== 'text' || !isScript(file, read.text)) continue;
    return [{ file, path, text: read.text, script: readScript(file, read.text), run, at: word.span }];
  }
  return [];
}

/** A name without a slash is looked for in the folders of PATH, by a shell that reads it in its own folder first. */
function pathsOf(text: string, workdir: string | undefined, path: string | undefined): readonly string[] {
  if (text === '' || /[$`]/.test(text)) return [];
  if (text.startsWith('/')) return [normalise(text)];
  const own = workdir === undefined ? [] : [normalise(`${workdir}/${text}`)];
  if (text.includes('/')) return own;
  return [...own, ...(path ?? '/usr/local/bin:/usr/bin:/bin').split(':').map((folder) => `${folder}/${text}`)];
}

function isScript(file: string, text: string): boolean {
  return text.startsWith('#!') || /\.(?:sh|bash)$/.test(file);
}
