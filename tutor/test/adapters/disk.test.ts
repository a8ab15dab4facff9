import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { copiesFolder, filesBeneath, lookAtFolder, projectFilesOnDisk, writeSafely } from '../../src/adapters/disk.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
const put = (path: string, content: string | Uint8Array) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const isRoot = process.getuid?.() === 0;

describe('a file of the project', () => {
  it('is text, with or without a mark', () => {
    put('a.yaml', 'a: ö\n');
    put('b.yaml', '\ufeffa: 1\n');
    const files = projectFilesOnDisk(folder);
    expect(files.read('a.yaml')).toEqual({ kind: 'text', text: 'a: ö\n', mark: 'none' });
    expect(files.read('b.yaml')).toEqual({ kind: 'text', text: 'a: 1\n', mark: 'utf8-bom' });
  });

  it('is told apart where it is no text', () => {
    put('utf16le', Buffer.from('\ufeffFlask\n', 'utf16le'));
    put('bare16', Buffer.from('Flask\n', 'utf16le'));
    put('utf16be', Buffer.from('\ufeffFlask\n', 'utf16le').swap16());
    put('program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 0xff]));
    put('latin1', Buffer.from('name: M\xfcller\n', 'latin1'));
    const files = projectFilesOnDisk(folder);
    expect(['utf16le', 'bare16', 'utf16be', 'program', 'latin1'].map((path) => files.read(path))).toEqual([
      { kind: 'utf16', text: 'Flask\n', mark: 'utf16-bom' },
      { kind: 'utf16', text: 'Flask\n' },
      { kind: 'utf16', text: 'Flask\n', mark: 'utf16-bom' },
      { kind: 'binary' },
      { kind: 'not-utf8', offset: 7, text: 'name: M\ufffdller\n' },
    ]);
  });

  it('may be absent, a folder, or too large', () => {
    put('web/app.py', '');
    put('big', 'x'.repeat(101));
    const files = projectFilesOnDisk(folder, { fileBytes: 100 });
    expect(['none', 'web', 'web/app.py/deeper', 'big', 'web/app.py'].map((path) => files.read(path))).toEqual([
      { kind: 'absent' },
      { kind: 'folder' },
      { kind: 'absent' },
      { kind: 'too-large', bytes: 101, limit: 100 },
      { kind: 'text', text: '', mark: 'none' },
    ]);
  });

  it.skipIf(isRoot)('that may not be read says why', () => {
    put('secret', 'x');
    chmodSync(join(folder, 'secret'), 0);
    expect(projectFilesOnDisk(folder).read('secret')).toEqual({ kind: 'unreadable', reason: 'EACCES' });
  });

  it('that links to itself, and one that is a pipe without end, are unreadable', () => {
    symlinkSync('loop', join(folder, 'loop'));
    expect(projectFilesOnDisk(folder).read('loop')).toEqual({ kind: 'unreadable', reason: 'ELOOP' });
    expect(projectFilesOnDisk('/').read('dev/zero')).toEqual({ kind: 'unreadable', reason: 'not a regular file' });
  });

  it('may lie outside the folder, as Compose allows', () => {
    put('beside.env', 'A=1\n');
    const files = projectFilesOnDisk(join(folder, 'project'));
    expect(files.read('../beside.env')).toMatchObject({ text: 'A=1\n' });
    expect(files.read(join(folder, 'beside.env'))).toMatchObject({ text: 'A=1\n' });
  });

  it('gives the same answer for as long as one run looks', () => {
    put('a', 'before');
    const files = projectFilesOnDisk(folder);
    files.read('a');
    put('a', 'after');
    expect([files.read('a'), projectFilesOnDisk(folder).read('a')]).toMatchObject([
      { text: 'before' },
      { text: 'after' },
    ]);
  });
});

describe('a folder', () => {
  it('lists its entries by name, with what may be run', () => {
    put('run.sh', '#!/bin/sh\n');
    chmodSync(join(folder, 'run.sh'), 0o755);
    put('web/app.py', '');
    put('compose.yaml', '');
    symlinkSync('compose.yaml', join(folder, 'link'));
    expect(projectFilesOnDisk(folder).list('')).toEqual([
      { name: 'compose.yaml', kind: 'file', executable: false },
      { name: 'link', kind: 'link' },
      { name: 'run.sh', kind: 'file', executable: true },
      { name: 'web', kind: 'folder' },
    ]);
    expect(filesBeneath(folder, ['web'])).toEqual(['compose.yaml', 'run.sh']);
  });

  it('that is absent lists nothing, and is told by its look', () => {
    put('file', '');
    expect(projectFilesOnDisk(join(folder, 'none')).list('')).toEqual([]);
    expect(lookAtFolder(join(folder, 'none'))).toEqual({ kind: 'absent' });
    expect(lookAtFolder(join(folder, 'file'))).toEqual({ kind: 'not-a-folder' });
    expect(lookAtFolder(folder)).toMatchObject({ kind: 'folder' });
  });
});

describe('writing', () => {
  it('makes folders, keeps a copy of what was there, and its mode', () => {
    const copies = join(folder, 'copies');
    put('project/run.sh', 'mine\n');
    chmodSync(join(folder, 'project/run.sh'), 0o755);
    const project = join(folder, 'project');
    expect(writeSafely(project, 'web/app.py', 'new\n', copies)).toEqual({ kind: 'written' });
    expect(writeSafely(project, 'run.sh', 'theirs\n', copies)).toEqual({
      kind: 'written',
      kept: join(copies, 'run.sh'),
    });
    expect(readFileSync(join(copies, 'run.sh'), 'utf8')).toBe('mine\n');
    expect(readFileSync(join(project, 'run.sh'), 'utf8')).toBe('theirs\n');
    expect(projectFilesOnDisk(project).list('')).toContainEqual({ name: 'run.sh', kind: 'file', executable: true });
    expect(readdirSync(project).sort()).toEqual(['run.sh', 'web']);
  });

  it('leaves a file alone that says the same already', () => {
    put('a', 'same');
    expect(writeSafely(folder, 'a', 'same', join(folder, 'copies'))).toEqual({ kind: 'unchanged' });
    expect(existsSync(join(folder, 'copies'))).toBe(false);
  });

  it('changes nothing where no copy can be kept', () => {
    put('a', 'mine');
    put('copies', 'a file stands where the copies should go');
    expect(writeSafely(folder, 'a', 'theirs', join(folder, 'copies'))).toMatchObject({ kind: 'failed', path: 'a' });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('mine');
  });

  it('never leaves the folder', () => {
    expect(writeSafely(folder, '../x', 'x', folder)).toEqual({ kind: 'failed', reason: 'OUTSIDE', path: '../x' });
  });

  it('keeps copies beside the state, by time', () => {
    expect(copiesFolder('/state', 'key', new Date(0))).toBe(
      join('/state', 'copies', 'key', '1970-01-01T00-00-00.000Z'),
    );
  });
});
