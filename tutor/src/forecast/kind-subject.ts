import type { Span } from '../core/span.ts';
import { list } from '../core/text.ts';
import type { ComposeFault } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';

type Wants = { readonly list: boolean; readonly mapping: boolean; readonly text: boolean };
/** A value of the wrong kind, and what is to be said of it. */
export type KindSubject = {
  readonly project: Project;
  readonly fault: ComposeFault;
  readonly at: Span;
  /** The key as a reader knows it: "`ports` in `web`". */
  readonly said: string;
  /** The name of a service, network or volume, where the value describes one. */
  readonly name: { readonly section: string; readonly name: string } | undefined;
  readonly wants: Wants;
};

/** Reads what a fault says of its value. */
export function subjectOf(project: Project, fault: ComposeFault, path: string, at: Span): KindSubject {
  return { project, fault, at, said: said(path), name: nameOf(path), wants: wantsOf(fault.words?.expected ?? '') };
}

function wantsOf(expected: string): Wants {
  return {
    list: expected.includes('a list'),
    mapping: expected.includes('a mapping'),
    text: expected.includes('a string') || expected.includes('a text'),
  };
}

/** "`ports` in `web`", "an item of `command` in `web`", "the network `back`", "`volumes`". */
export function said(path: string): string {
  const named = nameOf(path);
  if (named !== undefined) return `the ${named.section.slice(0, -1)} \`${named.name}\``;
  const [, name, tail = path] = /^\w+\.([^.[]+)\.(.+)$/.exec(path) ?? [];
  const within = name === undefined ? '' : ` in \`${name}\``;
  const item = /\[\d+\]$/.test(tail);
  const key =
    tail
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? tail;
  return `${item ? 'an item of ' : ''}\`${key}\`${within}`;
}

function nameOf(path: string): KindSubject['name'] {
  const [, section, name] = /^(services|networks|volumes|secrets|configs)\.([^.[]+)$/.exec(path) ?? [];
  return section === undefined || name === undefined ? undefined : { section, name };
}

/** "a", "a or b", "a, b or c" as code. */
export function choices(words: readonly string[]): string {
  return list(words.map((one) => `\`${one}\``)).replace(/ and (?=[^ ]*$)/, ' or ');
}
