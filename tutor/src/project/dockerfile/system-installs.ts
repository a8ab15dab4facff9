import type { Span } from '../../core/span.ts';
import type { PlacedWord } from '../shell/placed.ts';
import type { RunCommand } from './run-facts.ts';

/** System packages that a command installs. */
export type SystemInstall = {
  readonly manager: 'apt' | 'apk' | 'dnf';
  /** The manager's word: `apt-get`. */
  readonly managerAt: Span;
  readonly packages: readonly { readonly name: string; readonly at: Span }[];
  /** `update` alone fetches the lists of packages, as `install` does not. */
  readonly action: 'install' | 'update';
};

const MANAGERS: ReadonlyMap<string, SystemInstall['manager']> = new Map([
  ['apt-get', 'apt'],
  ['apt', 'apt'],
  ['aptitude', 'apt'],
  ['apk', 'apk'],
  ['dnf', 'dnf'],
  ['yum', 'dnf'],
  ['microdnf', 'dnf'],
]);
/** Options that take a word of their own. */
const WITH_VALUE = /^(?:-t|--virtual|-o|-X|--repository|-p|--root|-c|--target-release)$/;

/** Reads `apt-get install -y a b`, `apk add --no-cache a`, `dnf install a`; undefined for anything else. */
export function readSystemInstall(command: RunCommand): SystemInstall | undefined {
  const at = command.words.findIndex((word) => MANAGERS.has(word.text.replace(/^.*\//, '')));
  const program = command.words[at];
  const manager = MANAGERS.get((program?.text ?? '').replace(/^.*\//, ''));
  if (program === undefined || manager === undefined || !mayStandBefore(command.words.slice(0, at))) return undefined;
  const [action, ...rest] = plainWords(command.words.slice(at + 1));
  if (action === undefined) return undefined;
  const managerAt = program.span;
  if (/^(?:update|upgrade|dist-upgrade|makecache)$/.test(action.text))
    return { manager, managerAt, packages: [], action: 'update' };
  if (!/^(?:install|add|reinstall|groupinstall)$/.test(action.text)) return undefined;
  const packages = rest.map((word) => ({ name: word.text.replace(/[=~<>:].*$/, ''), at: word.span }));
  return { manager, managerAt, packages, action: 'install' };
}

/** `DEBIAN_FRONTEND=noninteractive`, `env`, `sudo`. */
function mayStandBefore(words: readonly PlacedWord[]): boolean {
  return words.every((word) => /^(?:sudo|env|-\S*|[A-Za-z_]\w*=.*)$/.test(word.text));
}

function plainWords(words: readonly PlacedWord[]): PlacedWord[] {
  const plain: PlacedWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    if (WITH_VALUE.test(word.text)) at++;
    else if (!word.text.startsWith('-')) plain.push(word);
  }
  return plain;
}
