import { describe, expect, it } from 'vitest';
import { mendedText } from '../../src/core/mend.ts';
import { toPlace } from '../../src/core/place.ts';
import type { EditResult } from '../../src/core/result.ts';

const text = 'services:\n  db:\n    imgae: postgres:16\n    ports: []\n';

const edit = (from: string, to: string, of = text): EditResult => {
  const start = of.indexOf(from);
  return { place: toPlace({ file: 'compose.yaml', start, end: start + from.length }, 'becomes', of), text: to };
};

describe('a mend', () => {
  it('makes every edit, in whatever order they are given', () => {
    expect(mendedText(text, [edit('    ports: []\n', ''), edit('imgae', 'image')])).toBe(
      'services:\n  db:\n    image: postgres:16\n',
    );
  });

  it('adds lines in the file’s own line ends', () => {
    const windows = text.replaceAll('\n', '\r\n');
    expect(mendedText(windows, [edit('    ports', '    restart: always\n    ports', windows)])).toBe(
      windows.replace('    ports', '    restart: always\r\n    ports'),
    );
  });

  it('writes nothing over what has changed since', () => {
    expect(mendedText(text.replace('imgae', 'image'), [edit('imgae', 'image')])).toBeUndefined();
    expect(mendedText(`# mine\n${text}`, [edit('imgae', 'image')])).toBeUndefined();
  });

  it('makes no two edits of one stretch', () => {
    expect(mendedText(text, [edit('imgae: postgres', 'image: postgres'), edit('imgae', 'image')])).toBeUndefined();
  });

  it('leaves other lines as they are when the file grew below', () => {
    expect(mendedText(`${text}volumes: {}\n`, [edit('services', 'services')])).toBe(`${text}volumes: {}\n`);
  });
});
