import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';

/** A service waits until another is healthy, and the other says nothing of its health: `up` stops. */
export const rule: Rule<Context> = {
  rule: 'dependency-without-healthcheck',
  severity: 'error',
  step: 'web',
  explains: 'web-waits-for-db',
  foretells: 'web-not-started',
  recognise({ project }) {
    const { services } = project.view;
    return services.flatMap((service) =>
      service.dependsOn.flatMap((dependency): readonly Diagnosis[] => {
        if (dependency.condition !== 'service_healthy') return [];
        const target = services.find((one) => one.name === dependency.service);
        // An image of somebody's own may carry a healthcheck; the official database image carries none.
        if (
          target === undefined ||
          target.build !== undefined ||
          !/(^|\/)postgres(:|$)/.test(String(target.image?.value ?? ''))
        )
          return [];
        if (target.healthcheck?.test !== undefined && !target.healthcheck.disabled) return [];
        return [
          {
            title: `\`${service.name}\` waits until \`${target.name}\` is healthy, and \`${target.name}\` has no healthcheck`,
            primary: { span: target.key, message: 'has no `healthcheck`' },
            labels: [{ span: dependency.conditionAt ?? dependency.at, message: 'this waits for it' }],
            notes: ['Docker Compose stops with `dependency failed to start: … has no healthcheck configured`'],
            help: `give \`${target.name}\` a healthcheck, such as \`pg_isready -h 127.0.0.1\`, or wait for \`service_started\``,
          },
        ];
      }),
    );
  },
};
