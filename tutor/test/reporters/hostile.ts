import type { Result } from '../../src/core/result.ts';
import { check, diagnosis, placeOf, result, step } from './samples.ts';

/** What a learner's program may print to escape from a report: line ends, commands, escapes, markup, half a surrogate pair. */
export const HOSTILE =
  'x\r\n::set-env name=PATH::/evil\n##[add-path]/evil\u2028%0A::stop-commands::t\x1b]0;title\x07\x1b[2J\x00\u009b31m</failure>]]><b>&amp;"\'`|\ud800 \u202eabc,col=1:9';

/** A result in which everything that comes from outside is hostile. */
export const hostile: Result = result({
  chapter: { id: 'c', title: HOSTILE },
  project: { composeFiles: [HOSTILE] },
  engine: { mode: 'observed', docker: HOSTILE, compose: HOSTILE },
  steps: [
    step('web', HOSTILE, 'failed', [
      check('a', HOSTILE, 'failed', { finding: HOSTILE, look: HOSTILE }),
      check('b', HOSTILE, 'failed', {
        finding: HOSTILE,
        evidence: [{ kind: 'log', service: HOSTILE, lines: [HOSTILE] }],
      }),
      check('c', HOSTILE, 'skipped', { needs: HOSTILE }),
    ]),
    step('deploy', HOSTILE, 'blocked', [check('a', HOSTILE, 'blocked', { needs: HOSTILE })]),
  ],
  diagnoses: [
    diagnosis({
      rule: 'database-url-wrong-password',
      check: 'a',
      title: HOSTILE,
      primary: placeOf(`a: ${HOSTILE}`, HOSTILE, HOSTILE, `we\nb::${HOSTILE}`),
      labels: [placeOf('b: 1', '1', HOSTILE)],
      notes: [HOSTILE],
      help: HOSTILE,
      consequences: [HOSTILE],
      evidence: [
        { kind: 'command', command: ['docker', HOSTILE], exitCode: 1, output: HOSTILE },
        { kind: 'http', url: HOSTILE, outcome: HOSTILE, body: HOSTILE },
        { kind: 'sql', target: HOSTILE, statement: HOSTILE, answer: HOSTILE },
      ],
    }),
    diagnosis({ rule: 'docker-timeout', step: 'deploy', check: 'a', title: HOSTILE, help: HOSTILE }),
    diagnosis({ rule: 'logs-error', severity: 'advice', check: 'a', title: HOSTILE, help: HOSTILE }),
  ],
  forecast: {
    page: { url: HOSTILE, status: 200, body: HOSTILE },
    services: { [HOSTILE]: 'running' },
    because: [HOSTILE],
  },
});
