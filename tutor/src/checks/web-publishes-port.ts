import { type CheckWord, failed, passed } from '../core/check.ts';
import type { Context } from '../forecast/context.ts';
import { serviceOf } from '../forecast/roles.ts';

/** A port of the machine leads to the web's server. Passes where the server's own port cannot be told. */
export const check: CheckWord<Context> = {
  word: 'web-publishes-port',
  looksAt: 'files',
  run({ facts, project }) {
    const web = serviceOf(facts.roles.web);
    if (web === undefined) return failed({ title: 'no service is the web yet', subject: 'absent' });
    if (facts.published.page !== undefined) return passed;
    // A proxy of the project may publish the page in the web's stead; then the web needs no port of its own.
    const infront = project.view.services.some(
      (service) =>
        service !== web && service.ports.length > 0 && service.dependsOn.some((one) => one.service === web.name),
    );
    if (web.ports.length === 0 && infront) return passed;
    const title =
      web.ports.length === 0
        ? `\`${web.name}\` publishes no port`
        : `no published port of \`${web.name}\` leads to its server`;
    return failed({
      title,
      at: {
        span: web.keys.get('ports') ?? web.key,
        message: web.ports.length === 0 ? 'has no `ports`' : 'these ports',
      },
    });
  },
};
