import { isLetter } from '../letter.ts';
import type { Entry, Mapping, TreeNode } from '../tree.ts';
import type { Target } from './decoder.ts';

/** Entries of a mapping of names, in the order that is asked for: as they were written, or as Compose prints them. */
export function inOrder(entries: readonly Entry[], target: Target): readonly Entry[] {
  if (target.order === 'file') return entries;
  const compare = target.format === 'yaml' ? byNature : byUnits;
  return [...entries].sort((a, b) => compare(a.key, b.key));
}

/** A node of no type of Compose's own, every mapping in it in order. */
export function allInOrder(node: TreeNode, target: Target): TreeNode {
  if (target.order === 'file' || node.kind === 'scalar') return node;
  if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => allInOrder(item, target)) };
  const entries = node.entries.map((one) => ({ ...one, value: allInOrder(one.value, target) }));
  return { ...node, entries: inOrder(entries, target) } satisfies Mapping;
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of go-yaml: numbers within keys by their size, other signs before letters, but a letter first where digits ran before. */
function byNature(a: string, b: string): number {
  const [first, second] = [[...a], [...b]];
  const same = first.findIndex((character, index) => character !== second[index]);
  if (same < 0 || same >= second.length) return first.length - second.length;
  const [left = '', right = ''] = [first[same], second[same]];
  const [leftIsLetter, rightIsLetter] = [isLetter(left), isLetter(right)];
  if (leftIsLetter && rightIsLetter) return byUnits(left, right);
  if (leftIsLetter || rightIsLetter) {
    const afterDigits = same > 0 && /^\p{Nd}$/u.test(first[same - 1] ?? '');
    return leftIsLetter === afterDigits ? -1 : 1;
  }
  return byNumber(first, second, same) || byUnits(left, right);
}

function byNumber(first: readonly string[], second: readonly string[], at: number): number {
  const [digits, others] = [digitsFrom(first, at), digitsFrom(second, at)];
  // A zero within a number counts as a digit of it, not as its head.
  const inside = (first[at] === '0' || second[at] === '0') && hasNumberBefore(first, at);
  const size = (text: string) => BigInt(`${inside ? '1' : ''}${text}` || '0');
  const [left, right] = [size(digits), size(others)];
  if (left !== right) return left < right ? -1 : 1;
  return digits.length - others.length;
}

function digitsFrom(characters: readonly string[], from: number): string {
  const end = characters.findIndex((character, index) => index >= from && !/^[0-9]$/.test(character));
  return characters.slice(from, end < 0 ? undefined : end).join('');
}

function hasNumberBefore(characters: readonly string[], at: number): boolean {
  const before = /[0-9]*$/.exec(characters.slice(0, at).join(''))?.[0] ?? '';
  return /[1-9]/.test(before);
}
