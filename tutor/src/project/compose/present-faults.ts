import type { ComposeFault, FaultKind } from './fault.ts';

/** Faults of YAML after which the tree is a guess, where they could not be mended. */
const YAML_BREAKS: readonly FaultKind[] = ['yaml-syntax', 'yaml-tab'];

/**
 * The faults worth telling, by where they stand: file by file in the order of `files`, from top to bottom; those without a place first.
 * What is said of a tree that YAML could not read on from some line is left out from the line before on: it follows from that.
 */
export function presentFaults(
  faults: readonly ComposeFault[],
  files: readonly string[],
  textOf: (file: string) => string,
): readonly ComposeFault[] {
  const breaks = firstBreaks(faults, textOf);
  const told = faults.filter(
    (fault) => !follows(fault, breaks) && !isExplained(fault, faults) && !isInSlip(fault, faults),
  );
  return inOrder(told, files);
}

/** Where a file stops being readable, and where the last line with text before that starts. */
type Break = { readonly at: number; readonly lineBefore: number };

function firstBreaks(faults: readonly ComposeFault[], textOf: (file: string) => string): ReadonlyMap<string, Break> {
  const breaks = new Map<string, Break>();
  for (const { kind, at, mend } of faults) {
    if (at === undefined || mend !== undefined || !YAML_BREAKS.includes(kind)) continue;
    const known = breaks.get(at.file);
    if (known !== undefined && known.at <= at.start) continue;
    breaks.set(at.file, { at: at.start, lineBefore: lineBefore(textOf(at.file), at.start) });
  }
  return breaks;
}

function lineBefore(text: string, offset: number): number {
  const head = text.slice(0, text.lastIndexOf('\n', offset - 1) + 1).trimEnd();
  return head.lastIndexOf('\n') + 1;
}

function follows(fault: ComposeFault, breaks: ReadonlyMap<string, Break>): boolean {
  const { kind, at } = fault;
  if (at === undefined || OF_THE_TEXT.includes(kind)) return false;
  const found = breaks.get(at.file);
  if (found === undefined) return false;
  return isMisplaced(fault) ? at.start >= found.at : at.end > found.lineBefore;
}

/** Faults that are seen in the text itself, whatever the tree. */
const OF_THE_TEXT: readonly FaultKind[] = [...YAML_BREAKS, 'yaml-duplicate-key', 'yaml-merge-key', 'dotenv-syntax'];

/** What is said of a text that was no YAML as it stands, or of a key that is part of a text with a slip of its own. */
function isInSlip(fault: ComposeFault, faults: readonly ComposeFault[]): boolean {
  const { kind, at, path } = fault;
  if (at === undefined || OF_THE_TEXT.includes(kind)) return false;
  const keyOfYaml = kind === 'wrong-type' && path === undefined;
  return faults.some((other) => {
    const breaks = YAML_BREAKS.includes(other.kind) || (keyOfYaml && other.words?.slip === 'port-pair');
    const slip = breaks ? other.at : undefined;
    return slip?.file === at.file && slip.start < at.end && at.start < slip.end;
  });
}

/** A key one level too far left makes the next line a YAML fault: the key is the slip. */
function isExplained({ kind, at }: ComposeFault, faults: readonly ComposeFault[]): boolean {
  if (kind !== 'yaml-syntax' || at === undefined) return false;
  return faults.some((other) => isMisplaced(other) && other.at?.file === at.file && other.at.start < at.start);
}

function isMisplaced({ kind, words }: ComposeFault): boolean {
  return kind === 'unknown-property' && words?.section === 'services';
}

function inOrder(faults: readonly ComposeFault[], files: readonly string[]): readonly ComposeFault[] {
  const rank = (file: string) => {
    const index = files.indexOf(file);
    return index < 0 ? files.length : index;
  };
  return [...faults].sort((a, b) => {
    if (a.at === undefined || b.at === undefined) return Number(a.at !== undefined) - Number(b.at !== undefined);
    return rank(a.at.file) - rank(b.at.file) || a.at.start - b.at.start;
  });
}
