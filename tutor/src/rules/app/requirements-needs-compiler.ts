import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { nativeDrivers, systemOf } from '../../forecast/native-driver.ts';

/** pip has to build the driver, and the stage that installs it has no compiler, or not the headers of PostgreSQL. */
export const rule: Rule<Context> = {
  rule: 'requirements-needs-compiler',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-not-built',
  followsFrom: ['dockerfile-wrong-package-manager'],
  recognise: (context) =>
    nativeDrivers(context)
      .filter(({ made, noWheel, lacks }) => made === 'built' && noWheel === undefined && (lacks ?? []).length > 0)
      .map(({ requirement, install, lacks = [] }) => {
        const { from, image } = install.stage;
        const isTwo = requirement.normalised === 'psycopg2';
        const ready = isTwo ? 'psycopg2-binary' : 'psycopg[binary]';
        const add = systemOf(image) === 'alpine' ? 'apk add' : 'apt-get install';
        return {
          title: `\`${requirement.name}\` has to be built, and the stage that installs it cannot build it`,
          primary: { span: requirement.nameAt, message: 'comes as source code only' },
          labels: [
            { span: from.image.span, message: `has no ${list(lacks)}` },
            { span: install.install.at, message: 'builds it here' },
          ],
          notes: ['pip stops with `pg_config executable not found`, or with the compiler that it misses'],
          help: `write \`${ready}\`, which comes built, or install ${list(lacks.map((one) => `\`${one}\``))} with \`${add}\` first`,
          ...(isTwo
            ? {
                fix: {
                  title: 'write `psycopg2-binary`',
                  confidence: 'likely' as const,
                  edits: [{ span: requirement.nameAt, text: 'psycopg2-binary' }],
                },
              }
            : {}),
        };
      }),
};
