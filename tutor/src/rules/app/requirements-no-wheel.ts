import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { nativeDrivers } from '../../forecast/native-driver.ts';

/** A package that comes built was never built for this Python: pip builds it itself, and cannot. */
export const rule: Rule<Context> = {
  rule: 'requirements-no-wheel',
  severity: 'error',
  step: 'app',
  explains: 'requirements-cover-app',
  foretells: 'web-not-built',
  recognise: (context) =>
    nativeDrivers(context).flatMap(({ requirement, install, noWheel, lacks }): readonly Diagnosis[] => {
      if (noWheel === undefined || lacks === undefined || lacks.length === 0) return [];
      const { version, versionAt, minor, why, since } = noWheel;
      const where = why === 'python' ? `Python ${minor}` : 'Alpine';
      return [
        {
          title: `\`${requirement.name}\` ${version} was not built for ${where}`,
          primary: { span: versionAt, message: `has no ready-made package for ${where}` },
          labels: [
            {
              span: install.stage.from.image.span,
              message: why === 'python' ? `has Python ${minor}` : 'is built on Alpine',
            },
          ],
          notes: [`pip builds it from its source then, and misses ${list(lacks)}`],
          help: `write \`${requirement.name}==${since}\` or a newer version`,
          fix: { title: `write \`${since}\``, confidence: 'likely', edits: [{ span: versionAt, text: since }] },
        },
      ];
    }),
};
