import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import { list } from '../core/text.ts';
import type { ChapterFault } from './fault.ts';
import { predicate, valueAt } from './issue.ts';

/** Where in the file a value came from: names of keys and numbers of items, from the top. */
type Path = readonly (string | number)[];

/** A YAML file that fits its schema, and the place of every value in it. */
export type YamlFile<Value> = {
  readonly value: Value;
  /** The value at a path, or the nearest thing above it that is there. */
  readonly valueAt: (path: Path) => Span;
  /** The key of the value at a path. */
  readonly keyAt: (path: Path) => Span;
};

/** Parses and validates one YAML file of a chapter. */
export function readYamlFile<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): { readonly read: YamlFile<z.infer<Schema>> } | { readonly faults: readonly ChapterFault[] } {
  const document = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false });
  const span = (start: number, end: number): Span => ({ file, start, end: Math.max(end, start) });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        at: span(...error.pos),
        message: `YAML: ${lowerFirst(error.message)}`,
      })),
    };
  }
  const places = placesOf(document.contents, span);
  const whole = plainValue(document);
  if ('reason' in whole) return { faults: [{ at: span(0, 0), message: `YAML: ${lowerFirst(whole.reason)}` }] };
  const parsed = schema.safeParse(whole.value ?? {});
  if (parsed.success) return { read: { value: parsed.data, ...places } };
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, whole.value, places, schema));
  return { faults };
}

/** An alias to nothing, or aliases that multiply, are found only here; the yaml package says so by throwing. */
function plainValue(document: Document): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

type Places = Pick<YamlFile<unknown>, 'valueAt' | 'keyAt'>;

function placesOf(root: Node | null, span: (start: number, end: number) => Span): Places {
  const ofNode = (node: unknown): Span | undefined => {
    const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
    return range ? span(range[0], range[1]) : undefined;
  };
  const walk = (path: Path): { key: unknown; value: unknown; whole: boolean } => {
    let key: unknown = root;
    let value: unknown = root;
    for (const part of path) {
      if (isMap(value)) {
        const pair = value.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === part);
        if (!pair) return { key, value, whole: false };
        key = pair.key;
        value = pair.value;
      } else if (isSeq(value) && typeof part === 'number' && value.items[part] !== undefined) {
        value = value.items[part];
        key = value;
      } else return { key, value, whole: false };
    }
    return { key, value, whole: true };
  };
  const top = span(0, 0);
  return {
    keyAt: (path) => ofNode(walk(path).key) ?? top,
    // A mapping as a whole is no place to point at: its key is.
    valueAt(path) {
      const { key, value } = walk(path);
      return (isScalar(value) ? ofNode(value) : undefined) ?? ofNode(key) ?? top;
    },
  };
}

/** One zod issue in our words; an unknown key is a fault each. */
function faultsOf(issue: z.core.$ZodIssue, whole: unknown, places: Places, schema: z.ZodType): readonly ChapterFault[] {
  const path = issue.path as Path;
  const name = path.length === 0 ? 'the file' : `\`${dotted(path)}\``;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => {
      const close = nearest(key, known);
      const at = places.keyAt([...path, key]);
      const help = close ? `write \`${close}\`` : `the keys are ${list(known)}`;
      return { at, message: `no key is called \`${key}\` here`, help };
    });
  }
  const { says, help } = predicate(issue, valueAt(whole, path));
  const isList = issue.code === 'too_small' && issue.origin === 'array';
  const at = isList ? places.keyAt(path) : places.valueAt(path);
  return [{ at, message: `${name} ${says}`, ...(help === undefined ? {} : { help }) }];
}

/** The keys a mapping at this path may have. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  type Described = { properties?: Record<string, Described>; items?: Described; additionalProperties?: Described };
  let at: Described | undefined = z.toJSONSchema(schema, { io: 'input' }) as Described;
  for (const part of path)
    at = typeof part === 'number' ? at?.items : (at?.properties?.[part] ?? at?.additionalProperties);
  return Object.keys(at?.properties ?? {});
}

function dotted(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
