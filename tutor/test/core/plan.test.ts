import { describe, expect, it } from 'vitest';
import { planSteps } from '../../src/core/plan.ts';
import { chapter } from '../../src/generated/chapter.ts';

const ids = (...named: readonly string[]) => planSteps(chapter, named).map(({ step }) => step.id);

describe('the plan', () => {
  it('is the whole chapter when no step is named', () => {
    expect(ids()).toEqual(['app', 'dockerfile', 'compose', 'web', 'db', 'network', 'volume', 'deploy', 'teardown']);
  });
  it('adds the file steps that a named step needs', () => {
    expect(ids('web')).toEqual(['compose', 'web']);
    expect(ids('dockerfile')).toEqual(['app', 'dockerfile']);
    expect(ids('deploy')).toEqual(['app', 'dockerfile', 'compose', 'web', 'db', 'network', 'volume', 'deploy']);
  });
  it('judges teardown alone from what is there now', () => {
    expect(ids('teardown')).toEqual(['teardown']);
  });
  it('keeps the order of the chapter, whatever the order of names', () => {
    expect(ids('volume', 'web')).toEqual(['compose', 'web', 'volume']);
  });
});
