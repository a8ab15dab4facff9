import { basename } from 'node:path';
import { projectFilesOnDisk } from '../../src/adapters/disk.ts';
import { toConfig } from '../../src/project/compose/config.ts';
import { readCompose } from '../../src/project/compose/read.ts';
import { HOME, type Judgement } from './judge.ts';
import type { Project } from './projects.ts';

/** How the tutor's reading of one project stands beside Compose's. */
export type Comparison = {
  readonly id: string;
  readonly compose: Judgement['verdict'];
  readonly tutor: Judgement['verdict'];
  /** Why the one refuses what the other takes. */
  readonly because: string;
  /** Values in either model; 0 where either refuses. */
  readonly values: number;
  readonly differences: readonly Difference[];
  readonly milliseconds: number;
};

/** One value on which the two disagree; undefined where it is not there. */
export type Difference = { readonly path: string; readonly compose: unknown; readonly tutor: unknown };

/** Reads a project with the tutor and puts it beside Compose's judgement. */
export function compare(project: Project, judgement: Judgement): Comparison {
  const before = performance.now();
  const reading = readCompose({
    files: projectFilesOnDisk(project.cwd),
    folderName: basename(project.cwd),
    folderPath: project.cwd,
    environment: { HOME, PATH: process.env.PATH ?? '', ...project.environment },
  });
  const milliseconds = performance.now() - before;
  const tutor = reading.refused ? 'refused' : 'accepted';
  const faults = reading.faults.filter((fault) => fault.refuses).map((fault) => `${fault.kind}: ${fault.message}`);
  const because = judgement.verdict === 'refused' ? judgement.message : faults.join('\n');
  const said = { id: project.id, compose: judgement.verdict, tutor, because, milliseconds } as const;
  if (judgement.verdict === 'refused' || judgement.config === undefined || tutor === 'refused')
    return { ...said, values: 0, differences: [] };
  return { ...said, ...compareValues(judgement.config, plainNumbers(toConfig(reading))) };
}

/** JSON knows one kind of number. */
function plainNumbers(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)));
}

/**
 * Compares two models value by value: every scalar, and every list and mapping that holds nothing, counts as one.
 * Lists are compared in their order; nothing is made alike.
 */
function compareValues(compose: unknown, tutor: unknown): Pick<Comparison, 'values' | 'differences'> {
  const [theirs, ours] = [leavesOf(compose), leavesOf(tutor)];
  const paths = new Set([...theirs.keys(), ...ours.keys()]);
  const differences = [...paths]
    .filter((path) => !Object.is(theirs.get(path), ours.get(path)))
    .map((path) => ({ path, compose: theirs.get(path), tutor: ours.get(path) }));
  return { values: paths.size, differences };
}

function leavesOf(value: unknown): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  const walk = (part: unknown, path: string) => {
    if (typeof part !== 'object' || part === null) {
      leaves.set(path, part);
      return;
    }
    const entries = Object.entries(part);
    if (entries.length === 0) leaves.set(path, Array.isArray(part) ? '[]' : '{}');
    for (const [key, inner] of entries) walk(inner, Array.isArray(part) ? `${path}[${key}]` : `${path}.${key}`);
  };
  walk(value, '');
  return leaves;
}
