import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** Who may import whom: arrows point at `core` (docs/architecture.md). `own`: packages the room is made for. */
const ROOMS: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>> = {
  core: { rooms: [], packages: [] },
  project: { rooms: ['core', 'generated'], packages: ['yaml'] },
  forecast: { rooms: ['core', 'project'], packages: [] },
  checks: { rooms: ['core', 'project', 'forecast'], packages: ['zod'] },
  rules: { rooms: ['core', 'project', 'forecast'], packages: [] },
  observe: { rooms: ['core', 'project'], packages: [] },
  diff: { rooms: ['core', 'project'], packages: ['diff', 'fast-string-width'] },
  reporters: { rooms: ['core'], packages: ['fast-string-width'] },
  chapter: { rooms: ['core', 'project'], packages: ['yaml', 'zod', 'marked', 'highlight.js'] },
  tui: { rooms: ['core'], packages: ['ink', 'react', 'fast-string-width'] },
};
/** Adapters see one outside thing each, through the shapes of core and the ports that are asked of them. */
const ADAPTER_ROOMS = ['core', 'project', 'observe', 'tui'];

type Import = { readonly from: string; readonly to: string; readonly kind: 'value' | 'type' };

describe('the house', () => {
  const imports = filesOf(SOURCE).flatMap(importsOf);

  for (const [room, may] of Object.entries(ROOMS)) {
    it(`${room} imports ${may.rooms.join(', ') || 'nothing but itself'}`, () => {
      const crossing = imports.filter(
        (one) => roomOf(one.from) === room && one.to.startsWith('/') && roomOf(one.to) !== room,
      );
      expect(crossing.filter((one) => !may.rooms.includes(roomOf(one.to))).map(arrow)).toEqual([]);
    });
    it(`${room} uses no package but its own, and no node:*`, () => {
      const outside = imports.filter((one) => roomOf(one.from) === room && !one.to.startsWith('/'));
      expect(outside.filter((one) => !may.packages.includes(packageOf(one.to))).map(arrow)).toEqual([]);
    });
  }

  it('checks name zod as a type only, so that a run does not load it', () => {
    const loading = imports.filter((one) => roomOf(one.from) === 'checks' && one.to === 'zod' && one.kind === 'value');
    expect(loading.map(arrow)).toEqual([]);
  });

  it('checks do not import each other, nor do rules', () => {
    const registered = imports.filter(
      (one) => ['checks', 'rules'].includes(roomOf(one.from)) && roomOf(one.from) === roomOf(one.to),
    );
    expect(registered.map(arrow)).toEqual([]);
  });

  it('adapters know the shapes they fill, and never a check, a rule, or a command', () => {
    const crossing = imports.filter(
      (one) => roomOf(one.from) === 'adapters' && one.to.startsWith('/') && roomOf(one.to) !== 'adapters',
    );
    expect(crossing.filter((one) => !ADAPTER_ROOMS.includes(roomOf(one.to))).map(arrow)).toEqual([]);
  });

  it('adapters take types alone from the rooms that ask them', () => {
    const crossing = imports.filter(
      (one) => roomOf(one.from) === 'adapters' && ['observe', 'tui'].includes(roomOf(one.to)),
    );
    expect(crossing.filter((one) => one.kind === 'value').map(arrow)).toEqual([]);
  });

  it('only main.ts ends the process', () => {
    const ending = filesOf(SOURCE).filter((file) => /\bprocess\.exit\(/.test(readFileSync(file, 'utf8')));
    expect(ending.map((file) => relative(SOURCE, file))).toEqual(['main.ts']);
  });

  it('the clock and the environment are read by adapters and main alone', () => {
    const inner = filesOf(SOURCE).filter((file) => Object.hasOwn(ROOMS, roomOf(`/${relative(SOURCE, file)}`)));
    const reading = inner.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.(env|argv|cwd)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(reading.map((file) => relative(SOURCE, file))).toEqual([]);
  });
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesOf(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): readonly Import[] {
  const from = `/${relative(SOURCE, file).replaceAll('\\', '/')}`;
  const text = readFileSync(file, 'utf8');
  const found = [
    ...text.matchAll(
      /^(import|export)\s+(type\s+)?[^;'"]*?\s*from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
    ),
  ];
  return found.map(([, , type, named, bare, lazy]) => {
    const target = named ?? bare ?? lazy ?? '';
    const to = target.startsWith('.') ? posix.join(posix.dirname(from), target) : target;
    return { from, to, kind: type === undefined ? 'value' : 'type' };
  });
}

function roomOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : 'top';
}

function packageOf(name: string): string {
  const parts = name.split('/');
  return name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? name);
}

function arrow(one: Import): string {
  return `${one.from} → ${one.to}`;
}
