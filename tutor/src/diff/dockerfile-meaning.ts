import type { Span } from '../core/span.ts';
import type {
  CommandLine,
  CopyInstruction,
  DockerfileReading,
  Instruction,
  Stage,
  Value,
} from '../project/dockerfile/reading.ts';
import { lexShell } from '../project/shell/lexer.ts';
import type { PlacedText } from '../project/shell/placed.ts';

/** One thing that a stage does, whatever instructions, quotes and line breaks it is written with. */
export type Deed = {
  /** What it is about: `ENV FLASK_APP`, `COPY app.py`, `CMD`; two deeds with one subject are one thing. */
  readonly subject: string;
  /** All it says; equal values do the same. */
  readonly value: string;
  /** For people, on one line. */
  readonly shown: string;
  readonly span: Span;
  /** `ordered`: what ran or was copied before it matters. */
  readonly order: 'ordered' | 'free';
};

/** What a stage means. `name`: `final` for the last, else its alias or number. */
export type StageMeaning = {
  readonly name: string;
  readonly alias: string | undefined;
  readonly span: Span;
  readonly deeds: readonly Deed[];
};

/** The stages of a Dockerfile by what they do. ARG is what it fills; comments and MAINTAINER do nothing. */
export function stagesOf(reading: DockerfileReading): readonly StageMeaning[] {
  return reading.stages.map((stage, at) => ({
    name: at === reading.stages.length - 1 ? 'final' : (stage.name ?? String(stage.number)),
    alias: stage.name,
    span: stage.from.span,
    deeds: deedsOf(stage, reading.stages),
  }));
}

function deedsOf(stage: Stage, stages: readonly Stage[]): readonly Deed[] {
  const deeds = stage.instructions.flatMap((instruction) => deedsOfInstruction(instruction, stages));
  const from = fromDeed(stage, stages);
  // Of ENV, CMD and their like the last one counts.
  const kept = deeds.filter(
    (deed, at) => deed.order === 'ordered' || !deeds.slice(at + 1).some((later) => later.subject === deed.subject),
  );
  return [from, ...kept];
}

function fromDeed(stage: Stage, stages: readonly Stage[]): Deed {
  const { from, parent } = stage;
  const named = parent === undefined ? textOf(from.image) : stageRole(parent, stages);
  const platform = from.platform === undefined ? '' : `--platform=${textOf(from.platform)} `;
  const value = `${platform}${named.replace(/^docker\.io\/(library\/)?/, '')}`;
  return free('FROM', value, `${platform}${textOf(from.image)}`, from.image.span);
}

/** A stage by its place from the end and from the start, so that its alias may be any word. */
function stageRole(number: number, stages: readonly Stage[]): string {
  return number === stages.length - 1 ? 'the final stage' : `stage ${number}`;
}

const textOf = (value: Value): string => value.text ?? value.raw;

function free(subject: string, value: string, shown: string, span: Span): Deed {
  return { subject, value, shown, span, order: 'free' };
}

function deedsOfInstruction(instruction: Instruction, stages: readonly Stage[]): readonly Deed[] {
  const { span } = instruction;
  switch (instruction.keyword) {
    case 'FROM':
    case 'ARG':
    case 'MAINTAINER':
      return [];
    case 'ENV':
    case 'LABEL':
      return instruction.variables.map(({ name, value, span: at }) => {
        const text = value === undefined ? '' : textOf(value);
        return free(`${instruction.keyword} ${name}`, text, text, at);
      });
    case 'WORKDIR': {
      const folder = instruction.resolved ?? textOf(instruction.path);
      return [free('WORKDIR', folder, folder, span)];
    }
    case 'COPY':
    case 'ADD':
      return copyDeeds(instruction, stages);
    case 'RUN':
      return runDeeds(instruction.command, instruction.mounts.map((mount) => textOf(mount.value)).sort(), span);
    case 'CMD':
    case 'ENTRYPOINT':
      return [free(instruction.keyword, ...commandText(instruction.command), span)];
    case 'EXPOSE':
      return instruction.ports.map(({ value, protocol, from }) => {
        const port = `${from ?? textOf(value)}${protocol === 'tcp' ? '' : `/${protocol}`}`;
        return free(`EXPOSE ${port}`, port, port, value.span);
      });
    case 'USER':
      return [free('USER', textOf(instruction.user), textOf(instruction.user), span)];
    case 'STOPSIGNAL':
      return [free('STOPSIGNAL', textOf(instruction.signal), textOf(instruction.signal), span)];
    case 'SHELL': {
      const words = instruction.words.map(textOf).join(' ');
      return [free('SHELL', words, words, span)];
    }
    case 'VOLUME':
      return instruction.paths.map((path) => free(`VOLUME ${textOf(path)}`, textOf(path), textOf(path), path.span));
    case 'HEALTHCHECK': {
      const options = instruction.flags.map((flag) => `--${flag.name}=${textOf(flag.value)}`).sort();
      const [value, shown] = instruction.command === undefined ? ['NONE', 'NONE'] : commandText(instruction.command);
      return [free('HEALTHCHECK', [...options, value].join(' '), [...options, shown].join(' '), span)];
    }
    case 'ONBUILD':
    case 'UNKNOWN': {
      const words = squeezed(instruction.argument.text);
      return [free(`${instruction.keyword} ${words}`, words, words, span)];
    }
  }
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A COPY of three files is three deeds: written apart or together they do the same. */
function copyDeeds(instruction: CopyInstruction, stages: readonly Stage[]): readonly Deed[] {
  const { from, keyword, span } = instruction;
  const source = from === undefined ? '' : copySource(from, stages);
  const shownFrom = from === undefined ? '' : `--from=${from.value.raw} `;
  const owner = [instruction.chown, instruction.chmod].flatMap((flag) => (flag === undefined ? [] : [textOf(flag)]));
  const target = instruction.resolved ?? (instruction.destination === undefined ? '' : textOf(instruction.destination));
  const files = [
    ...instruction.sources.map((one) => ({ name: textOf(one), span: one.span })),
    ...instruction.heredocs.map((doc) => ({ name: `<<${doc.body.text}`, span: doc.nameAt })),
  ];
  return files.map(({ name, span: at }) => {
    const clean = name.replace(/^(\.\/)+(?=.)/, '').replace(/(.)\/$/, '$1');
    const landed = landing(clean, target, from === undefined ? 'context' : 'stage');
    return {
      // ADD of a plain file does what COPY does; of an archive or an address it does more.
      subject: `${/:\/\/|\.(tar|tgz|gz|bz2|xz)\b/.test(clean) ? keyword : 'COPY'} ${source}${clean}`,
      value: [source, clean, landed, ...owner].join(' '),
      shown: squeezed(`${shownFrom}${clean} ${target}`),
      span: files.length === 1 ? span : at,
      order: 'ordered',
    };
  });
}

function copySource(from: NonNullable<CopyInstruction['from']>, stages: readonly Stage[]): string {
  if (from.target.kind === 'stage') return `from ${stageRole(from.target.stage, stages)}: `;
  return `from ${textOf(from.value)}: `;
}

/** Where a file lands: `app.py .` and `app.py ./app.py` are one place. A folder's content lands in the folder named. */
function landing(name: string, target: string, origin: 'context' | 'stage'): string {
  const base = name.split('/').at(-1) ?? name;
  const isFile = origin === 'context' && /\.[A-Za-z0-9]+$/.test(base) && !/[*?]/.test(base);
  return isFile && target.endsWith('/') ? target + base : target.replace(/(.)\/$/, '$1');
}

/** `RUN a && b` is two deeds, as two RUN are. */
function runDeeds(command: CommandLine, mounts: readonly string[], span: Span): readonly Deed[] {
  const commands = command.form === 'exec' ? [command.words.map(textOf)] : commandsOf(command.source);
  return commands.map((words) => {
    const value = [...mounts, ...sortedPackages(words)].join(' ');
    return { subject: `RUN ${words.slice(0, 2).join(' ')}`, value, shown: words.join(' '), span, order: 'ordered' };
  });
}

/** The words of each command between `&&` and line ends; whatever else stands between is a word as well. */
function commandsOf(source: PlacedText): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const token of lexShell(source)) {
    const isBreak = token.kind === 'operator' && ['&&', ';', '\n'].includes(token.operator);
    if (isBreak) commands.push([]);
    else commands.at(-1)?.push(token.kind === 'word' ? token.word.text : source.text.slice(token.from, token.to));
  }
  return commands.filter((words) => words.length > 0);
}

/** The order in which packages and options are named does not change what is installed. */
function sortedPackages(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word === 'install' || word === 'add');
  const installs = /(^|\/)(apt-get|apt|apk|pip3?)$/.test(words[0] ?? '') || words.slice(1, 3).join(' ') === '-m pip';
  if (at < 0 || !installs || words.includes('-r')) return words;
  return [...words.slice(0, at + 1), ...words.slice(at + 1).sort()];
}

/** A command by its words: exec and shell form of the same words start the same program. */
function commandText(command: CommandLine): readonly [value: string, shown: string] {
  if (command.form === 'exec') {
    const words = command.words.map(textOf);
    return [JSON.stringify(words), words.join(' ')];
  }
  const commands = commandsOf(command.source);
  const [only] = commands;
  const words = commands.length === 1 && only !== undefined ? only : [squeezed(command.source.text)];
  return [JSON.stringify(words[0] === 'exec' ? words.slice(1) : words), squeezed(command.source.text)];
}
