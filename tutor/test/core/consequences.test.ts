import { describe, expect, it } from 'vitest';
import type { Attached } from '../../src/core/attach.ts';
import { foldConsequences, rootOf } from '../../src/core/consequences.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Evidence } from '../../src/core/evidence.ts';

function attached(rule: string, more: Partial<Attached> = {}, diagnosis: Partial<Diagnosis> = {}): Attached {
  return {
    rule,
    severity: 'error',
    fault: 'learner',
    step: 'deploy',
    check: 'a',
    followsFrom: [],
    foretells: 'nothing',
    consequences: [],
    ...more,
    diagnosis: { title: rule, help: 'mend it', ...diagnosis },
  };
}

const says = (what: string): Evidence => ({ kind: 'state', subject: 'web', says: what });
const observed = (followsFrom: readonly string[], ...evidence: readonly Evidence[]) =>
  [{ followsFrom }, { basis: 'observed', evidence } as const] as const;

function folded(...all: readonly Attached[]) {
  return foldConsequences(all, []).map((one) => ({
    rule: one.rule,
    basis: one.diagnosis.basis ?? 'files',
    consequences: one.consequences,
    evidence: (one.diagnosis.evidence ?? []).map((seen) => (seen.kind === 'state' ? seen.says : seen.kind)),
  }));
}

describe('a fault that shows in the files and in the running stack', () => {
  const password = attached('wrong-password', { step: 'web', foretells: 'page-fails' });
  const refused = attached('sign-in-refused', ...observed(['wrong-password'], says('28P01')));
  const page = attached('page-fails', ...observed(['sign-in-refused', 'page-fails'], says('500'), says('28P01')));

  it("has the files' name, stays a finding of the files, and shows what was seen, the nearest first", () => {
    expect(folded(page, refused, password)).toEqual([
      {
        rule: 'wrong-password',
        basis: 'files',
        consequences: ['page-fails', 'sign-in-refused'],
        evidence: ['28P01', '500'],
      },
    ]);
  });

  it('is found by what the cause foretells where no slug is named', () => {
    const symptom = attached('http', ...observed(['page-fails'], says('500')));
    expect(folded(symptom, password)[0]).toMatchObject({ rule: 'wrong-password', evidence: ['500'] });
  });

  it('prefers a cause that is named to one that does the same', () => {
    const other = attached('other', { foretells: 'page-fails' });
    expect(folded(page, other, refused).map((one) => [one.rule, one.consequences])).toEqual([
      ['other', []],
      ['sign-in-refused', ['page-fails']],
    ]);
  });

  it('is not laid at the door of a cause that foretells something else', () => {
    const reset = attached('reset', { foretells: 'page-reset' });
    const symptom = attached('http', ...observed(['page-fails'], says('500')));
    expect(folded(symptom, reset).map((one) => one.rule)).toEqual(['http', 'reset']);
  });

  it('gains no evidence from what follows from any error whatever', () => {
    const stale = attached('stale', ...observed(['files'], says('older')));
    expect(folded(stale, password)).toEqual([
      { rule: 'wrong-password', basis: 'files', consequences: ['stale'], evidence: [] },
    ]);
  });

  it('gains no evidence from a mere warning', () => {
    const warning = attached(
      'warns',
      { followsFrom: ['wrong-password'], severity: 'warning' },
      { evidence: [says('x')] },
    );
    expect(folded(warning, password)[0]).toMatchObject({ consequences: ['warns'], evidence: [] });
  });

  it('carries six pieces of evidence at most', () => {
    const many = Array.from({ length: 9 }, (_, at) => says(String(at)));
    expect(folded(attached('many', {}, { evidence: many }))[0]?.evidence).toEqual(['0', '1', '2', '3', '4', '5']);
  });
});

describe('the root of a diagnosis', () => {
  it('is the cause of its cause', () => {
    const cause = attached('cause');
    const middle = attached('middle', { followsFrom: ['cause'] });
    const last = attached('last', { followsFrom: ['middle'] });
    expect(rootOf(last, [last, middle, cause])).toBe(cause);
    expect(rootOf(cause, [last, middle, cause])).toBe(cause);
  });

  it('is itself where causes go round in a circle', () => {
    const one = attached('one', { followsFrom: ['two'] });
    const two = attached('two', { followsFrom: ['one'] });
    expect(rootOf(one, [one, two])).toBe(one);
  });
});
