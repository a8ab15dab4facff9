import { blankWords, type Draft, type Head, lookGlobal, readValue, type StageDraft } from './draft.ts';
import { readReference } from './image-reference.ts';
import { PYTHON_IMAGE_ENVIRONMENT, pythonImage } from './python-image.ts';
import type { Flag, FromInstruction, ImageReference, Value } from './reading.ts';
import type { ImageVariable, StageImage } from './stage-image.ts';

/** PATH of the official images of bare systems. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const SYSTEMS =
  /^(?:debian|ubuntu|alpine|busybox|fedora|centos|rockylinux|almalinux|archlinux|amazonlinux|oraclelinux|buildpack-deps)$/;
const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

type Parts = Pick<FromInstruction, 'image' | 'reference' | 'platform' | 'alias'>;

/** Reads `FROM image AS name`. */
export function readFrom(draft: Draft, head: Head, flags: readonly Flag[]): Parts {
  const words = blankWords(head.argument);
  const global = (name: string) => lookGlobal(draft, name);
  const nothing: Value = { raw: '', text: '', span: head.keywordAt };
  const image = words[0] === undefined ? nothing : readValue(draft, words[0], global);
  const platform = flags.find((flag) => flag.name === 'platform')?.value;
  const alias = words[2];
  const wellFormed = words.length === 1 || (words.length === 3 && words[1]?.text.toLowerCase() === 'as');
  if (!wellFormed && words.length > 0) {
    const at = head.argument.span(0, head.argument.text.length);
    draft.faults.push({ kind: 'from-form', refuses: true, at, words: { text: head.argument.text } });
  }
  const reading = words.length === 0 || isStage(draft, image) ? undefined : readReference(image);
  if (reading?.kind === 'fault' && !isStageInCapitals(draft, image)) {
    const kind = reading.why === 'empty' ? 'image-empty' : 'image-name';
    draft.faults.push({
      kind,
      refuses: true,
      at: image.span,
      words: { image: image.raw, text: image.raw, why: reading.why },
    });
  }
  return {
    image,
    reference: reading?.kind === 'reference' ? reading.reference : undefined,
    ...(platform === undefined ? {} : { platform }),
    ...(alias === undefined || !wellFormed ? {} : { alias: readValue(draft, alias, global) }),
  };
}

/** Told as a stage's name with capitals, which is what it is meant as. */
function isStageInCapitals(draft: Draft, image: Value): boolean {
  return draft.stages.some((stage) => stage.name !== undefined && stage.name === image.text?.toLowerCase());
}

function isStage(draft: Draft, image: Value): boolean {
  return stageNamed(draft, image) !== undefined;
}

function stageNamed(draft: Draft, image: Value): StageDraft | undefined {
  // Docker keeps stage names in lower case and looks a FROM up as it is written (tried).
  return draft.stages.findLast((stage) => stage.name !== undefined && stage.name === image.text);
}

/** Begins the stage that a FROM opens. */
export function openStage(draft: Draft, from: FromInstruction): void {
  const name = from.alias?.raw.toLowerCase();
  const parent = stageNamed(draft, from.image);
  const number = draft.stages.length;
  if (name !== undefined && from.alias !== undefined) checkName(draft, name, from.alias);
  draft.stages.push({
    number,
    name,
    nameAt: from.alias?.span,
    from,
    parent: parent?.number,
    instructions: [],
    arguments: new Map(parent?.arguments),
    image: parent === undefined ? bottomImage(from, number) : inherited(parent, number),
    commandSet: 'inherited',
  });
}

function checkName(draft: Draft, name: string, alias: Value): void {
  if (!STAGE_NAME.test(name)) {
    draft.faults.push({ kind: 'stage-name', refuses: true, at: alias.span, words: { name: alias.raw } });
    return;
  }
  const first = draft.stages.find((stage) => stage.name === name);
  if (first?.nameAt === undefined) return;
  draft.faults.push({ kind: 'stage-name-twice', refuses: false, at: alias.span, other: first.nameAt, words: { name } });
}

function inherited(parent: StageDraft, number: number): StageDraft['image'] {
  const { image } = parent;
  return {
    ...image,
    environment: new Map(image.environment),
    exposed: [...image.exposed],
    chain: [...image.chain, number],
  };
}

function bottomImage(from: FromInstruction, number: number): StageDraft['image'] {
  const python = from.reference === undefined ? undefined : pythonImage(from.reference);
  const bottom = bottomKind(from, python !== undefined);
  return {
    environment: new Map(bottomEnvironment(bottom)),
    workdir: bottom === 'unknown' ? undefined : '/',
    exposed: [],
    volumes: [],
    shell: ['/bin/sh', '-c'],
    base: from.reference,
    baseAt: from.image.span,
    python,
    bottom,
    chain: [number],
  };
}

function bottomKind(from: FromInstruction, isPython: boolean): StageImage['bottom'] {
  if (isPython) return 'python';
  if (from.image.text === 'scratch') return 'scratch';
  return isSystem(from.reference) ? 'system' : 'unknown';
}

function isSystem(reference: ImageReference | undefined): boolean {
  return reference !== undefined && reference.registry === undefined && SYSTEMS.test(reference.repository);
}

function bottomEnvironment(bottom: StageImage['bottom']): [string, ImageVariable][] {
  switch (bottom) {
    case 'python':
      return Object.entries(PYTHON_IMAGE_ENVIRONMENT).map(([name, value]) => [name, { value }]);
    case 'system':
      return [['PATH', { value: SYSTEM_PATH }]];
    case 'scratch':
    case 'unknown':
      return [];
  }
}
