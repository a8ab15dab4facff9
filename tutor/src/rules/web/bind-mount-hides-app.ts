import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { type HiddenPackages, hiddenApp, hiddenPackages } from '../../forecast/hidden-app.ts';
import { textAt } from '../../forecast/insertion.ts';
import { serviceOf } from '../../forecast/roles.ts';

/** A folder of the machine lies over the app's folder in the container, and does not hold the app. */
export const rule: Rule<Context> = {
  rule: 'bind-mount-hides-app',
  severity: 'error',
  step: 'web',
  explains: 'web-builds',
  foretells: 'web-exits',
  recognise({ project, facts }) {
    const web = serviceOf(facts.roles.web);
    const hidden = hiddenApp(project, facts);
    const packages = hidden === undefined ? hiddenPackages(project, facts) : undefined;
    if (web !== undefined && packages !== undefined) return [withPackages(web.name, packages)];
    if (web === undefined || hidden === undefined) return [];
    const { mount, place, meant } = hidden;
    const at = mount.sourceAt ?? mount.at;
    const path = meant === undefined ? undefined : meant === '' ? '.' : `./${meant}`;
    const there = project.files.kind(mount.source) !== 'absent';
    const replaceable = /^\.{1,2}(\/|$)/.test(textAt(project, at) ?? '');
    const found: Diagnosis = {
      title: `a mount of \`${web.name}\` hides the app at ${place}`,
      primary: {
        span: at,
        message: there
          ? `is put over ${mount.target}, and holds no such file`
          : 'is not there, so an empty folder is put there',
      },
      notes: ['what is mounted over a folder of the image hides all that the image has there'],
      help:
        path === undefined
          ? 'mount the folder that holds the app, or remove the mount'
          : `write \`${path}:${mount.target}\`, or remove the mount`,
      ...(path !== undefined && replaceable
        ? { fix: { title: `mount ${path}`, confidence: 'likely', edits: [{ span: at, text: path }] } }
        : {}),
    };
    return [found];
  },
};

function withPackages(web: string, { mount, place }: HiddenPackages): Diagnosis {
  return {
    title: `a mount of \`${web}\` hides the packages at ${place}`,
    primary: { span: mount.sourceAt ?? mount.at, message: `is put over ${mount.target}, and holds no such folder` },
    notes: ['what is mounted over a folder of the image hides all that the image has there'],
    help: `keep the packages apart by a volume of their own, \`- ${place}\`, or remove the mount`,
  };
}
