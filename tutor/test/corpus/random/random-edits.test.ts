import { describe, expect, test } from 'vitest';
import { findJudge } from '../../differential/judge.ts';
import { editedProject, faultOf, isJudgedByCompose, type Trial, trialsOf } from './trial.ts';
import {
  type Asked,
  ask,
  type Digest,
  digestOf,
  keepVerdict,
  REFUSED,
  readVerdicts,
  tidyVerdicts,
  type Verdict,
} from './verdict.ts';

/** Edits of the seed whose verdicts are kept. */
const EDITS = 5_000;
/** Of them so many are looked at by `npm test`. */
const SAMPLE = 300;
const KEPT_SEED = 1;
/** Share of edits without a verdict that a machine without Compose may have. */
const MOST_UNJUDGED = 0.2;
const WITHIN_MS = 3_600_000;
const COMPOSE = '2.40.3';

const isFull = process.env.TUTOR_FULL === '1';
/** Another seed makes other edits; what Compose says of them is asked each time, and not kept. */
const seed = Number(process.env.TUTOR_SEED ?? KEPT_SEED);
const judge = findJudge(COMPOSE);
const verdicts = readVerdicts();
const used = new Set<Digest>();

/** Compose's verdict: kept, or asked for where Compose is there; undefined where neither is. */
async function verdictOf(asked: Asked): Promise<Verdict | undefined> {
  const digest = digestOf(asked);
  used.add(digest);
  const kept = verdicts.get(digest);
  if (kept !== undefined || judge === undefined) return kept;
  const said = await ask(judge, asked);
  verdicts.set(digest, said);
  if (isFull && seed === KEPT_SEED) keepVerdict(digest, said);
  return said;
}

/** Edits of files that Compose reads and says nothing about, because neither it nor what it said is there. */
const unjudged: Trial[] = [];

async function faultIn(trial: Trial): Promise<string | undefined> {
  if (!isJudgedByCompose(trial)) return faultOf(trial, undefined);
  const before = await verdictOf(trial.base);
  const after = await verdictOf(editedProject(trial));
  if (before === undefined || after === undefined) {
    unjudged.push(trial);
    return undefined;
  }
  if (before === REFUSED) return `${trial.base.name}: Compose refuses it before it was edited`;
  return faultOf(trial, { before, after });
}

describe(`${isFull ? EDITS : SAMPLE} edits at random of projects that work (seed ${seed})`, () => {
  test('each is read quickly; what Compose refuses has an error, what differs only in form has none', {
    timeout: WITHIN_MS,
  }, async () => {
    const all = trialsOf(seed, EDITS);
    const trials = isFull
      ? all
      : all.filter(({ number }) => number % Math.floor(EDITS / SAMPLE) === 0).slice(0, SAMPLE);
    const faults: string[] = [];
    for (const trial of trials) {
      const fault = await faultIn(trial);
      if (fault !== undefined) faults.push(fault);
    }
    if (isFull && seed === KEPT_SEED) tidyVerdicts(used);
    expect(faults).toEqual([]);
    // A project of the corpus may have changed since its verdicts were kept; most have not.
    if (seed === KEPT_SEED) expect(unjudged.length / trials.length).toBeLessThan(MOST_UNJUDGED);
  });
});
