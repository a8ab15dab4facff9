import { nearest } from '../../core/nearest.ts';
import type { Span } from '../../core/span.ts';
import type { PlacedText } from '../shell/placed.ts';
import { readCommandLine } from './command-line.ts';
import { cleanPath, readCopy } from './copy.ts';
import { readNames, readPairs } from './declared.ts';
import { argumentValue, blankWords, type Draft, type Head, readValue, type StageDraft, variablesOf } from './draft.ts';
import { readExecForm } from './exec-form.ts';
import { readExpose } from './expose.ts';
import { findDirectiveFaults, findFaults, findLineFaults } from './faults.ts';
import { openStage, readFrom } from './from.ts';
import { readHead } from './head.ts';
import { FLAGS, type Keyword, keywordOf } from './keywords.ts';
import { type LogicalLine, readLines } from './lines.ts';
import type {
  BuildGiven,
  CommandLine,
  Declared,
  DockerfileReading,
  Flag,
  Instruction,
  Stage,
  Value,
} from './reading.ts';

/** The largest Dockerfile that is read, in UTF-16 units. */
const MAX_UNITS = 262_144;
/** The most instructions that are read. */
const MAX_INSTRUCTIONS = 500;

/** Reads a Dockerfile. Never throws for what a learner wrote. */
export function readDockerfile(file: string, text: string, given: BuildGiven = {}): DockerfileReading {
  const buildArguments = given.arguments ?? {};
  const beyond = {
    file,
    directives: [],
    instructions: [],
    stages: [],
    faults: [],
    buildArguments,
    beyond: 'too-large',
  } as const;
  if (text.length > MAX_UNITS) return beyond;
  const { directives, escape: mark, lines } = readLines(file, text);
  if (lines.length > MAX_INSTRUCTIONS) return { ...beyond, directives };
  const draft: Draft = {
    file,
    escape: mark,
    buildArguments,
    indent: given.indent ?? 0,
    globals: new Map(),
    stages: [],
    stageNames: stageNames(lines),
    instructions: [],
    faults: [],
  };
  lines.forEach((line, at) => {
    readInstruction(draft, line, lines[at - 1]);
  });
  findDirectiveFaults(draft, directives);
  findFaults(draft, text, given.contexts ?? []);
  const faults = draft.faults.sort((a, b) => a.at.start - b.at.start);
  return {
    file,
    directives,
    instructions: draft.instructions,
    stages: draft.stages.map(finished),
    faults,
    buildArguments,
  };
}

/** Names that the FROM lines give, before anything is read: `--from` may name a stage further down. */
function stageNames(lines: readonly LogicalLine[]): (string | undefined)[] {
  return lines.flatMap((line) => {
    const found = /^from\s+(?:--\S+\s+)*\S+(?:\s+as\s+(\S+))?/i.exec(line.text.text);
    return found === null ? [] : [found[1]?.toLowerCase()];
  });
}

function finished(stage: StageDraft): Stage {
  return {
    number: stage.number,
    name: stage.name,
    ...(stage.nameAt === undefined ? {} : { nameAt: stage.nameAt }),
    from: stage.from,
    parent: stage.parent,
    instructions: stage.instructions,
    arguments: stage.arguments,
    image: stage.image,
  };
}

function readInstruction(draft: Draft, line: LogicalLine, before: LogicalLine | undefined): void {
  const head = readHead(line);
  findLineFaults(draft, head, before);
  const instruction = instructionOf(draft, head, keywordOf(head.word));
  draft.instructions.push(instruction);
  if (instruction.keyword === 'FROM') openStage(draft, instruction);
  else draft.stages.at(-1)?.instructions.push(instruction);
}

function instructionOf(draft: Draft, head: Head, keyword: Keyword | undefined): Instruction {
  const variables = variablesOf(draft);
  const flags: Flag[] = head.flags.map(({ name, value, span }) => ({
    name: meantFlag(keyword, name),
    value: value === undefined ? { raw: '', text: '', span } : readValue(draft, value, variables),
    span,
  }));
  const common = {
    keywordAt: head.keywordAt,
    span: head.line.span,
    stage: keyword === 'FROM' ? draft.stages.length : draft.stages.length - 1,
    flags,
    argument: head.argument,
  };
  if (keyword === undefined) return { ...common, keyword: 'UNKNOWN', word: head.word };
  switch (keyword) {
    case 'FROM':
      return { ...common, keyword, ...readFrom(draft, head, flags) };
    case 'ARG':
      return { ...common, keyword, variables: readArguments(draft, head) };
    case 'ENV':
      return { ...common, keyword, variables: readEnvironment(draft, head) };
    case 'LABEL':
      return { ...common, keyword, variables: readLabels(draft, head) };
    case 'COPY':
    case 'ADD':
      return { ...common, keyword, ...readCopy(draft, head, flags) };
    case 'WORKDIR':
      return { ...common, keyword, ...readWorkdir(draft, head) };
    case 'EXPOSE':
      return { ...common, keyword, ports: exposed(draft, head) };
    case 'RUN':
      return {
        ...common,
        keyword,
        command: readCommandLine(head.argument),
        heredocs: head.line.heredocs,
        mounts: flags.filter((flag) => flag.name === 'mount'),
        workdir: draft.stages.at(-1)?.image.workdir,
      };
    case 'CMD':
    case 'ENTRYPOINT':
      return readCommand(draft, { ...common, keyword, command: readCommandLine(head.argument) });
    case 'HEALTHCHECK':
      return readHealthcheck(draft, { ...common, keyword, command: healthCommand(head) });
    case 'USER':
      return readUser(draft, { ...common, keyword, user: readValue(draft, head.argument, variables) });
    case 'SHELL':
      return { ...common, keyword, words: readShell(draft, head) };
    case 'VOLUME':
      return { ...common, keyword, paths: readVolumes(draft, head) };
    case 'STOPSIGNAL':
      return { ...common, keyword, signal: readValue(draft, head.argument, variables) };
    case 'MAINTAINER':
      return { ...common, keyword };
    case 'ONBUILD':
      return { ...common, keyword, inner: (/^\S+/.exec(head.argument.text)?.[0] ?? '').toUpperCase() };
  }
}

/** A flag with a slip is read as the one that is meant, so that its line is told of once. */
function meantFlag(keyword: Keyword | undefined, name: string): string {
  const known = (keyword === undefined ? undefined : FLAGS[keyword]) ?? [];
  return known.includes(name) ? name : (nearest(name, known) ?? name);
}

function readArguments(draft: Draft, head: Head): readonly Declared[] {
  const stage = draft.stages.at(-1);
  const { variables, bare } = readNames(draft, head.argument, variablesOf(draft), (declared) => {
    const fallback = declared.value === undefined ? 'none' : declared.value.text;
    const value = argumentValue(draft, declared.name, fallback);
    (stage?.arguments ?? draft.globals).set(declared.name, value);
  });
  findBare(draft, 'ARG', bare);
  return variables;
}

/** Words that give no variable a value. */
function findBare(draft: Draft, instruction: Keyword, bare: readonly PlacedText[]): void {
  for (const word of bare) {
    const at = word.span(0, word.text.length);
    draft.faults.push({ kind: 'equals-missing', refuses: true, at, words: { instruction, text: word.text } });
  }
}

/** All values of one ENV see the variables as they were before it. */
function readEnvironment(draft: Draft, head: Head): readonly Declared[] {
  const { variables, bare } = readPairs(draft, head.argument, variablesOf(draft));
  const environment = draft.stages.at(-1)?.image.environment;
  for (const { name, nameAt, value } of variables) {
    environment?.set(name, { value: value?.text, nameAt, ...(value === undefined ? {} : { at: value.span }) });
  }
  findBare(draft, 'ENV', bare);
  return variables;
}

function readLabels(draft: Draft, head: Head): readonly Declared[] {
  const { variables, bare } = readPairs(draft, head.argument, variablesOf(draft));
  findBare(draft, 'LABEL', bare);
  return variables;
}

function readWorkdir(draft: Draft, head: Head): { path: Value; resolved: string | undefined } {
  const path = readValue(draft, head.argument, variablesOf(draft));
  const image = draft.stages.at(-1)?.image;
  const resolved = resolveWorkdir(image?.workdir, path.text);
  if (image !== undefined) {
    image.workdir = resolved;
    image.workdirAt = path.span;
  }
  return { path, resolved };
}

function resolveWorkdir(before: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return path === undefined ? undefined : before;
  if (path.startsWith('/')) return cleanPath(path);
  return before === undefined ? undefined : cleanPath(`${before}/${path}`);
}

function exposed(draft: Draft, head: Head): ReturnType<typeof readExpose> {
  const ports = readExpose(draft, head);
  const image = draft.stages.at(-1)?.image;
  if (image !== undefined) image.exposed = [...image.exposed, ...ports];
  return ports;
}

/** An ENTRYPOINT drops a CMD that was inherited; one that the same stage set before it stays. */
function readCommand<T extends Instruction & { keyword: 'CMD' | 'ENTRYPOINT' }>(draft: Draft, instruction: T): T {
  const stage = draft.stages.at(-1);
  if (stage === undefined) return instruction;
  if (instruction.keyword === 'CMD') {
    stage.image.command = instruction;
    stage.commandSet = 'here';
    return instruction;
  }
  // `ENTRYPOINT []` takes an inherited one away.
  if (instruction.command.form === 'exec' && instruction.command.words.length === 0) delete stage.image.entrypoint;
  else stage.image.entrypoint = instruction;
  if (stage.commandSet === 'inherited') delete stage.image.command;
  return instruction;
}

function healthCommand(head: Head): CommandLine | undefined {
  const found = /^CMD\s+/i.exec(head.argument.text);
  if (found === null) return undefined;
  const from = found[0].length;
  const text = head.argument.text.slice(from);
  return readCommandLine({ text, span: (start, end) => head.argument.span(from + start, from + end) });
}

function readHealthcheck<T extends Instruction & { keyword: 'HEALTHCHECK' }>(draft: Draft, instruction: T): T {
  const image = draft.stages.at(-1)?.image;
  if (image !== undefined) image.healthcheck = instruction;
  return instruction;
}

function readUser<T extends Instruction & { keyword: 'USER' }>(draft: Draft, instruction: T): T {
  const image = draft.stages.at(-1)?.image;
  if (image !== undefined) image.user = instruction.user;
  return instruction;
}

function readShell(draft: Draft, head: Head): readonly Value[] {
  const exec = readExecForm(head.argument);
  if (exec?.kind === 'exec') {
    const image = draft.stages.at(-1)?.image;
    if (image !== undefined) image.shell = exec.words.map((word) => word.raw);
    return exec.words;
  }
  const at: Span = head.argument.span(0, head.argument.text.length);
  if (head.argument.text !== '') {
    draft.faults.push({
      kind: 'json-form',
      refuses: true,
      at,
      words: { instruction: 'SHELL', text: head.argument.text },
    });
  }
  return [];
}

function readVolumes(draft: Draft, head: Head): readonly Value[] {
  const exec = readExecForm(head.argument);
  const variables = variablesOf(draft);
  const paths =
    exec?.kind === 'exec' ? exec.words : blankWords(head.argument).map((word) => readValue(draft, word, variables));
  const image = draft.stages.at(-1)?.image;
  if (image !== undefined) image.volumes = [...image.volumes, ...paths];
  return paths;
}
