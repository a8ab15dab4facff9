import { isoTime } from './iso-time.ts';
import type { Mapping, Scalar, Sequence, TreeNode } from './tree.ts';
import { goText, typePlain } from './yaml/typed.ts';

/** Writes a tree as go-yaml does: two spaces a level, lists set in, quotes only where a plain word would read back as something else. */
export function writeYaml(tree: Mapping): string {
  return tree.entries.length === 0 ? '{}\n' : writeMapping(tree, '');
}

function writeMapping(node: Mapping, indent: string): string {
  return node.entries.map(({ key, value }) => `${indent}${writeKey(key)}:${writeValue(value, indent)}`).join('');
}

function writeKey(key: string): string {
  return writeText(key, '', 'key');
}

function writeValue(node: TreeNode, indent: string): string {
  const inner = `${indent}  `;
  switch (node.kind) {
    case 'scalar':
      return ` ${writeScalar(node, inner)}\n`;
    case 'sequence':
      return node.items.length === 0 ? ' []\n' : `\n${writeSequence(node, inner)}`;
    case 'mapping':
      return node.entries.length === 0 ? ' {}\n' : `\n${writeMapping(node, inner)}`;
  }
}

function writeSequence(node: Sequence, indent: string): string {
  return node.items.map((item) => `${indent}- ${writeItem(item, indent)}`).join('');
}

function writeItem(node: TreeNode, indent: string): string {
  const inner = `${indent}  `;
  switch (node.kind) {
    case 'scalar':
      return `${writeScalar(node, inner)}\n`;
    case 'sequence':
      return node.items.length === 0 ? '[]\n' : writeSequence(node, inner).slice(inner.length);
    case 'mapping':
      return node.entries.length === 0 ? '{}\n' : writeMapping(node, inner).slice(inner.length);
  }
}

function writeScalar(node: Scalar, indent: string): string {
  const { value } = node;
  if (value === null) return 'null';
  if (typeof value === 'string' && node.kindOfValue === undefined) return writeText(value, indent, 'value');
  if (node.kindOfValue === 'timestamp') return isoTime(node);
  return goText(node);
}

function writeText(text: string, indent: string, where: 'key' | 'value'): string {
  if (text.includes('\n') && where === 'value' && canBeLiteral(text)) return writeLiteral(text, indent);
  const means = readsAsText(text);
  if (means && canBePlain(text)) return text;
  // go-yaml quotes twice what would read back as another type, and once what is no plain word.
  if (means && canBeSingle(text)) return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

function readsAsText(text: string): boolean {
  if (text === '' || text === '<<') return false;
  const typed = typePlain(text);
  if (typeof typed.value !== 'string' || typed.kind !== undefined) return false;
  return !OLD_BOOLEANS.test(text) && !BASE_60.test(text);
}

const OLD_BOOLEANS = /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const PRINTABLE = /^[\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/u;

function canBePlain(text: string): boolean {
  if (!PRINTABLE.test(text) || /^\s|\s$/.test(text)) return false;
  if (/^[-?:](\s|$)/.test(text) || /^[,[\]{}#&*!|>'"%@`]/.test(text)) return false;
  if (/^(---|\.\.\.)/.test(text)) return false;
  return !/:(\s|$)|\s#/.test(text);
}

function canBeSingle(text: string): boolean {
  return PRINTABLE.test(text);
}

function canBeLiteral(text: string): boolean {
  return !/[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(text) && !/ \n| $/.test(text);
}

function writeLiteral(text: string, indent: string): string {
  const trailing = text.length - withoutBreaks(text).length;
  const chomp = trailing === 0 ? '-' : trailing > 1 || text === '\n' ? '+' : '';
  // A first line that starts with a blank needs its indentation said.
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const body = trailing === 0 ? text : text.slice(0, -1);
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

/** A text without the line ends at its end; a pattern for it would take the square of their number where they stand within. */
function withoutBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function doubleQuoted(text: string): string {
  const inner = [...text].map((character) => {
    const known = ESCAPES[character];
    if (known !== undefined) return known;
    if (PRINTABLE.test(character) && character !== '\ufeff') return character;
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
    if (code <= 0xffff) return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`;
  });
  return `"${inner.join('')}"`;
}
