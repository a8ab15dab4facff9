import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** `pg_isready` without a host asks the socket, which answers while the first start still makes its files; TCP refuses then. */
export const rule: Rule<Context> = {
  rule: 'healthcheck-socket-only',
  severity: 'advice',
  step: 'deploy',
  explains: 'stack-runs',
  recognise({ facts, project }) {
    const db = serviceOf(facts.roles.db);
    const test = db?.healthcheck?.test;
    if (db === undefined || test === undefined || db.healthcheck?.disabled === true) return [];
    const isWaitedFor = project.view.services.some((service) =>
      service.dependsOn.some((one) => one.service === db.name && one.condition === 'service_healthy'),
    );
    const words = test.words.join(' ');
    if (!isWaitedFor || !/\bpg_isready\b/.test(words) || ASKS_HOST.test(words)) return [];
    if (db.environment.has('PGHOST')) return [];
    return [
      {
        title: `\`${db.name}\` counts as healthy some moments before it can be reached`,
        primary: { span: test.at, message: 'asks over the socket, inside the container' },
        notes: ['on its first start the image runs a server that only the socket reaches, while it makes the database'],
        help: 'add `-h 127.0.0.1`, so that it asks the way the page does',
      },
    ];
  },
};

const ASKS_HOST = /\s(?:-h|--host)\b|\b-h\S/;
