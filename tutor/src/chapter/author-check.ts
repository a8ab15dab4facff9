import type { VerdictState } from '../core/result.ts';
import type { Chapter, Step } from '../core/step.ts';
import { list } from '../core/text.ts';
import { type FileTable, filesAfter, type Solutions } from './solutions.ts';

/** One claim about a chapter, and whether it holds. */
export type Proof = {
  readonly claim: string;
  readonly held: boolean;
  /** What was seen instead. */
  readonly seen?: string;
};

/** Judges a project from its files alone and says the state of each step by id; a step it leaves out counts as `skipped`. */
export type Judge = (files: FileTable) => Promise<Readonly<Record<string, VerdictState>>>;

/** A rule as the author's check sees it: the step it names, and whether a page stands beside it. */
export type RuleOnShelf = { readonly rule: string; readonly step: string; readonly page: boolean };

/**
 * Proves a chapter: the starter passes no step; the solutions, laid over it one after the other, move exactly one
 * step each; every word is there; every rule has a page and names a step. Steps judged by observation can only be
 * shown not to pass by files alone: the engine tests prove the rest.
 */
export async function authorCheck(parts: {
  readonly chapter: Chapter;
  readonly solutions: Solutions;
  readonly words: readonly string[];
  readonly rules: readonly RuleOnShelf[];
  readonly judge: Judge;
}): Promise<readonly Proof[]> {
  const { chapter, solutions, judge } = parts;
  const proofs = [...wordProofs(chapter, parts.words), ...ruleProofs(chapter, parts.rules)];
  proofs.push(expecting('the starter passes no step', [], await passing(judge, chapter, solutions.starter)));
  let expected: readonly string[] = [];
  for (const step of chapter.steps) {
    if (step.judgedFrom === 'files') expected = [...expected, step.id];
    const passed = await passing(judge, chapter, filesAfter(chapter, solutions, step.id));
    proofs.push(expecting(claimOf(step), expected, passed));
  }
  return proofs;
}

function claimOf(step: Step): string {
  if (step.judgedFrom === 'stack') return `no file passes \`${step.id}\`, and its solution keeps what passed before`;
  return `the solution of \`${step.id}\` passes it, all before it, and nothing after it`;
}

async function passing(judge: Judge, chapter: Chapter, files: FileTable): Promise<readonly string[]> {
  const states = await judge(files);
  return chapter.steps.map(({ id }) => id).filter((id) => states[id] === 'passed');
}

function expecting(claim: string, expected: readonly string[], passed: readonly string[]): Proof {
  const lacking = expected.filter((id) => !passed.includes(id));
  const surplus = passed.filter((id) => !expected.includes(id));
  if (lacking.length === 0 && surplus.length === 0) return { claim, held: true };
  const seen = [
    ...(lacking.length > 0 ? [`${list(lacking)} did not pass`] : []),
    ...(surplus.length > 0 ? [`${list(surplus)} passed`] : []),
  ];
  return { claim, held: false, seen: seen.join('; ') };
}

function wordProofs(chapter: Chapter, words: readonly string[]): Proof[] {
  const unknown = chapter.steps.flatMap(({ id, checks }) =>
    checks.filter(({ word }) => !words.includes(word)).map(({ word }) => `${word} in ${id}`),
  );
  return [holding('every check word is there', unknown, 'lacking')];
}

function ruleProofs(chapter: Chapter, rules: readonly RuleOnShelf[]): Proof[] {
  const steps = chapter.steps.map(({ id }) => id);
  return [
    holding(
      'every rule has a page',
      rulesWhere(rules, ({ page }) => !page),
      'lacking',
    ),
    holding(
      'every rule names a step of the chapter',
      rulesWhere(rules, ({ step }) => !steps.includes(step)),
      'not so',
    ),
  ];
}

function rulesWhere(rules: readonly RuleOnShelf[], lacks: (rule: RuleOnShelf) => boolean): readonly string[] {
  return rules.filter(lacks).map(({ rule }) => rule);
}

function holding(claim: string, against: readonly string[], word: string): Proof {
  return against.length === 0 ? { claim, held: true } : { claim, held: false, seen: `${word}: ${list(against)}` };
}
