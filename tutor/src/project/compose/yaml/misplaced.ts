import type { ComposeFault } from '../fault.ts';
import { hasKey } from '../sections.ts';
import { type Line, lineAt, linesOf, neighbour } from './lines.ts';
import type { Remedy, SlipName } from './remedies/remedy.ts';
import { type Source, spanOf } from './source.ts';

/** What a fault says of a key of a service that stands beside the services. */
export type Misplaced = Pick<ComposeFault, 'kind' | 'message' | 'path'> & {
  readonly at: NonNullable<ComposeFault['at']>;
  readonly words: Readonly<Record<string, string>>;
};

/** A slip of indentation that puts a service's key (`ports:`) beside the services is told by what it does: undefined where it is none. */
export function misplacedKey(source: Source, remedy: Remedy): Misplaced | undefined {
  if (remedy.slip !== 'indentation') return undefined;
  const lines = linesOf(source.text);
  const line = lineAt(lines, remedy.start);
  const key = /^([A-Za-z_]+):(?:\s|$)/.exec(line?.text ?? '')?.[1];
  if (line === undefined || key === undefined || !hasKey('services.*', key)) return undefined;
  const outer = above(lines, line, (other) => other.indent < line.indent);
  const service = /^["']?([\w.-]+)["']?:/.exec(
    above(lines, line, (other) => other.indent === line.indent)?.text ?? '',
  )?.[1];
  if (outer?.text !== 'services:' || outer.indent > 0 || service === undefined) return undefined;
  return {
    kind: 'unknown-property',
    message: `\`${key}\` stands beside \`${service}\`, not in it: it is read as a service of that name`,
    at: spanOf(source, line.content, line.content + key.length),
    path: `services.${key}`,
    words: {
      key,
      section: 'services',
      belongs: 'services.*',
      service,
      got: sayBelow(lines, line, key),
      stands: 'beneath',
    },
  };
}

/** Where keys belong that stand with no line above them that says so, by the slip. */
const LINELESS: Partial<Readonly<Record<SlipName, { readonly section: string; readonly belongs: string }>>> = {
  'service-line': { section: 'services', belongs: 'services.*' },
  'environment-line': { section: 'services.*', belongs: 'services.*.environment' },
};

/** Keys of a service with no name above them, variables with no `environment` above them. */
export function linelessKey(source: Source, { slip, start, end, message }: Remedy): Misplaced | undefined {
  const home = LINELESS[slip];
  if (home === undefined) return undefined;
  const key = source.text.slice(start, end);
  const path = home.section === 'services' ? { path: `services.${key}` } : {};
  const words = { key, ...home, stands: 'beneath' };
  return { kind: 'unknown-property', message, at: spanOf(source, start, end), ...path, words };
}

function above(lines: readonly Line[], line: Line, wanted: (other: Line) => boolean): Line | undefined {
  return lines.slice(0, line.index).findLast((other) => !other.blank && wanted(other));
}

function sayBelow(lines: readonly Line[], line: Line, key: string): string {
  if (line.text.length > key.length + 1) return 'a string';
  const below = neighbour(lines, line.index, 1);
  if (below === undefined || below.indent < line.indent) return 'nothing';
  if (below.text.startsWith('- ')) return 'a list';
  return below.indent > line.indent ? 'a mapping' : 'nothing';
}
