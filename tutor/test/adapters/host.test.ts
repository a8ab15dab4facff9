import { describe, expect, it } from 'vitest';
import { hostFacts, type ProcessFacts, saySetAside } from '../../src/adapters/host.ts';

function facts(env: Record<string, string>, more: Partial<ProcessFacts> = {}) {
  return hostFacts({
    platform: 'linux',
    env: { HOME: '/home/me', ...env },
    cwd: () => '/home/me/project',
    stdin: { isTTY: true },
    stdout: { isTTY: true, columns: 80, rows: 24 },
    stderr: { isTTY: true },
    ...more,
  });
}

describe('the environment', () => {
  it("is the caller's without Compose's own variables, which are named", () => {
    const host = facts({ COMPOSE_FILE: 'x.yaml', COMPOSE_PROJECT_NAME: 'y', POSTGRES_PASSWORD: 'p' });
    expect(host.environment).toEqual({ HOME: '/home/me', POSTGRES_PASSWORD: 'p' });
    expect(host.setAside).toEqual(['COMPOSE_FILE', 'COMPOSE_PROJECT_NAME']);
  });

  it('says in one line what was set aside, or nothing', () => {
    expect(saySetAside([])).toBeUndefined();
    expect(saySetAside(['COMPOSE_FILE'])).toBe(
      "COMPOSE_FILE of your shell is set aside; put such settings in the project's .env",
    );
    expect(saySetAside(['COMPOSE_A', 'COMPOSE_B'])).toContain('COMPOSE_A, COMPOSE_B of your shell are set aside');
  });
});

describe('the state folder', () => {
  it.each([
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/compose-tutor'],
    ['linux', { XDG_STATE_HOME: '' }, '/home/me/.local/state/compose-tutor'],
    ['darwin', {}, '/home/me/Library/Application Support/compose-tutor'],
  ] as const)('on %s with %o', (platform, env, expected) => {
    expect(facts(env, { platform }).stateFolder).toBe(expected);
  });
});

describe('the terminal', () => {
  it('is known by its streams and a few variables', () => {
    expect(facts({ LANG: 'de_DE.UTF-8', CI: 'true' }).terminal).toEqual({
      stdin: 'terminal',
      stdout: 'terminal',
      stderr: 'terminal',
      columns: 80,
      rows: 24,
      colour: 'by-terminal',
      unicode: 'yes',
      ci: 'yes',
      reader: 'screen',
    });
  });

  it.each([
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'refused'],
    [{ NO_COLOR: '' }, 'by-terminal'],
    [{ FORCE_COLOR: '1' }, 'asked'],
    [{ FORCE_COLOR: '0' }, 'refused'],
    [{ TERM: 'dumb' }, 'refused'],
  ])('colour with %o is %s', (env, expected) => {
    expect(facts(env).terminal.colour).toBe(expected);
  });

  it.each([
    [{ LANG: 'C' }, 'no'],
    [{ LANG: 'C.UTF-8' }, 'yes'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'no'],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'no'],
    [{}, 'no'],
  ])('Unicode with %o: %s', (env, expected) => {
    expect(facts(env).terminal.unicode).toBe(expected);
  });

  it('has no size where stdout is none', () => {
    const { terminal } = facts({}, { stdout: {} });
    expect([terminal.stdout, terminal.columns]).toEqual(['other', undefined]);
  });
});
