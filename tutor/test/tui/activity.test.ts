import { describe, expect, it } from 'vitest';
import type { StackPicture } from '../../src/core/result.ts';
import { type Activity, begin, hear, settle } from '../../src/tui/activity.ts';
import { badStack, goodStack } from './result.ts';

/** What Compose 2.40.3 really printed for `up -d --build --progress plain`, shortened. */
const UP = [
  '#1 [internal] load local bake definitions',
  '#5 [builder 1/5] FROM docker.io/library/python:3.11-slim-bullseye',
  '#8 [builder 5/5] RUN pip install --no-cache-dir -r requirements.txt',
  '#13 exporting to image',
  '#14 DONE 0.0s',
  ' shop-web  Built',
  ' Network shop_app_network  Creating',
  ' Network shop_app_network  Created',
  ' Volume shop_db_data  Creating',
  ' Volume shop_db_data  Created',
  ' Container shop-db-1  Creating',
  ' Container shop-db-1  Created',
  ' Container shop-web-1  Creating',
  ' Container shop-web-1  Created',
  ' Container shop-db-1  Starting',
  ' Container shop-db-1  Started',
];

const DOWN = [
  ' Container shop-web-1  Stopping',
  ' Container shop-web-1  Stopped',
  ' Container shop-web-1  Removing',
  ' Container shop-web-1  Removed',
  ' Container shop-db-1  Stopping',
  ' Container shop-db-1  Stopped',
  ' Network shop_app_network  Removing',
];

function started(kind: 'up' | 'down'): Activity {
  return begin({ kind, run: 1, step: kind === 'up' ? 'deploy' : 'teardown', since: 0 }, goodStack);
}

function said(activity: Activity, lines: readonly string[], now = 1_000): Activity {
  return lines.reduce((so, line) => hear(so, { kind: 'output', line }, now), activity);
}

function states(activity: Activity): readonly string[] {
  return activity.parts.map((part) => `${part.name}: ${part.state}${part.note === '' ? '' : `, ${part.note}`}`);
}

describe('what `up` and `down` are doing, part by part', () => {
  it('lists every part before Docker has said a word', () => {
    expect(states(started('up'))).toEqual([
      'image web: to come',
      'network app_network: to come',
      'volume db_data: to come',
      'service web: to come',
      'service db: to come',
      'page http://localhost:8000: to come',
    ]);
    expect(states(started('down'))).toEqual([
      'service web: to come',
      'service db: to come',
      'network app_network: to come',
      'volume db_data: done, kept',
    ]);
  });

  it('counts the steps of a build', () => {
    expect(states(said(started('up'), UP.slice(0, 3)))[0]).toBe('image web: doing, step 5 of 5');
  });

  it('reads what Compose prints on the way up; a container that is made is not started yet', () => {
    expect(states(said(started('up'), UP))).toEqual([
      'image web: done, built',
      'network app_network: done, created',
      'volume db_data: done, created',
      'service web: doing, created',
      'service db: done, started',
      'page http://localhost:8000: to come',
    ]);
  });

  it('reads what Compose prints on the way down; a container that is stopped is not gone yet', () => {
    expect(states(said(started('down'), DOWN))).toEqual([
      'service web: done, removed',
      'service db: doing, stopped',
      'network app_network: doing, removing',
      'volume db_data: done, kept',
    ]);
  });

  it('shows an image that is fetched at the service that needs it', () => {
    const lines = [' db Pulling ', ' 6414378b6477 Pulling fs layer ', ' db Pulled '];
    expect(states(said(started('up'), lines.slice(0, 1)))[4]).toBe('service db: doing, pulling');
    expect(states(said(started('up'), lines))[4]).toBe('service db: doing, pulled');
  });

  it('counts the layers of an image that is fetched', () => {
    const lines = [
      ' db Pulling ',
      ' 6414378b6477 Pulling fs layer ',
      ' 1f3e46996e29 Pulling fs layer ',
      ' 1f3e46996e29 Downloading [=====>   ]  12.1MB/30.2MB',
      ' 6414378b6477 Pull complete ',
    ];
    expect(states(said(started('up'), lines.slice(0, 2)))[4]).toBe('service db: doing, 0 of 1 layers');
    expect(states(said(started('up'), lines))[4]).toBe('service db: doing, 1 of 2 layers');
    expect(states(said(started('up'), [...lines, ' db Pulled ']))[4]).toBe('service db: doing, pulled');
  });

  it('leaves nothing under way at its end', () => {
    const starting = said(started('up'), [' Container shop-db-1  Starting'], 1_000);
    const end = (how: 'done' | 'cancelled', stack: StackPicture | undefined): string | undefined =>
      states(settle({ ...starting, ended: { at: 3_000, how } }, stack))[4];
    expect(end('done', goodStack)).toBe('service db: done, running');
    expect(end('done', undefined)).toBe('service db: failed, not made');
    expect(end('cancelled', undefined)).toBe('service db: waiting, cancelled');
  });

  it('lets nothing come any more that was never begun', () => {
    const ended = { at: 3_000, how: 'cancelled' as const };
    expect(states(settle({ ...started('up'), ended }, undefined))[0]).toBe('image web: not run');
  });

  it('takes the time of a part from its first sign to its end', () => {
    const begun = said(started('up'), [' Container shop-db-1  Creating'], 2_000);
    const [db] = said(begun, [' Container shop-db-1  Started'], 5_500).parts.filter(({ id }) => id === 'service db');
    expect(db?.tookMs).toBe(3_500);
  });

  it('keeps the newest lines and none that are empty', () => {
    const lines = Array.from({ length: 700 }, (_, at) => (at % 10 === 9 ? '' : `line ${at}`));
    const { output } = said(started('up'), lines);
    expect(output.length).toBe(500);
    expect(output.at(-1)).toBe('line 698');
  });

  it('strips what would move the cursor', () => {
    expect(said(started('up'), ['\x1b[2Jhello\x1b]0;title\x07']).output).toEqual(['hello']);
  });

  it('at its end takes what nothing was said about from what is there', () => {
    expect(states(settle(started('up'), badStack))).toEqual([
      'image web: to come',
      'network app_network: done, there',
      'volume db_data: done, kept',
      'service web: done, running',
      'service db: done, running',
      'page http://localhost:8000: failed, answers 500',
    ]);
    expect(states(settle(started('down'), goodStack))[0]).toBe('service web: done, not there');
  });
});
