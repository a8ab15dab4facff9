import { describe, expect, it } from 'vitest';
import { sayChange } from '../../src/tui/spoken.tsx';
import { begin, inStep } from './drive.ts';
import { networkFailing, networkPassed } from './result.ts';

describe('what a screen reader hears', () => {
  it('is the whole view when another was opened', () => {
    const home = begin().looked(networkFailing);
    expect(sayChange(home.model, home.press('6').model)).toEqual([
      'step 6 of 9, network',
      'Put web and db on a network of your own',
      'passed a network is declared',
      'passed web is attached to it',
      'failed db is attached to it',
      'waiting web can find db by name after: db is attached to it',
      '`db` is not on the network that `web` uses network-not-shared',
      'compose.yaml:13:3',
      '12 - app_network',
      'web is attached here',
      '13 db:',
      'has no `networks`, so it joins `default`',
      'help attach `db` to `app_network` too',
      'keys: h hint, l lesson, o open at 13:3, e explain, g stack, ? all keys, q quit',
    ]);
  });

  it('is only what changed in the same view', () => {
    const failing = inStep('network', networkFailing);
    const passed = failing.after({ kind: 'files changed' }).looked(networkPassed);
    expect(sayChange(failing.model, passed.model)).toEqual([
      'passed db is attached to it',
      'passed web can find db by name',
      'Passed: both services are on app_network, and web finds db by its name.',
    ]);
  });

  it('is nothing while nothing changes', () => {
    const failing = inStep('network', networkFailing);
    expect(sayChange(failing.model, failing.later(5_000).after({ kind: 'ticked' }).model)).toEqual([]);
  });
});
