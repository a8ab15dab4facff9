import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf, labelsAt, primaryAt } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { removedEntry } from '../../forecast/insertion.ts';

/** Two containers of one name: in the files, or with one that is there already. */
export const rule: Rule<Context> = {
  rule: 'container-name-conflict',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise: (context) => [
    ...faultsOf(context, 'container-name-twice').map((fault) => ({
      ...(fault.words?.first === fault.words?.second
        ? {
            title: fault.message,
            ...primaryAt(fault, 'a name for one container'),
            labels: labelsAt(fault, 'more than one'),
          }
        : {
            title: `\`${fault.words?.first ?? ''}\` and \`${fault.words?.second ?? ''}\` ask for one container name`,
            ...primaryAt(fault, 'asked for again'),
            labels: labelsAt(fault, 'asked for here'),
          }),
      help: 'remove `container_name`: Compose gives every container a name of its own',
      ...withoutName(context, fault.words?.second ?? ''),
    })),
    ...inUse(context),
  ],
};

function withoutName({ project }: Pick<Context, 'project'>, service: string): Pick<Diagnosis, 'fix'> {
  const key = project.view.services.find((one) => one.name === service)?.keys.get('container_name');
  const edits = key === undefined ? [] : removedEntry(project, key);
  return edits.length === 0 ? {} : { fix: { title: 'remove `container_name`', confidence: 'likely', edits } };
}

/** The daemon's words: `Conflict. The container name "/x" is already in use by container …`. */
function inUse({ observed, project }: Context): ReturnType<Rule<Context>['recognise']> {
  const up = observed.engine === 'observed' ? observed.stack.up : undefined;
  const name = /The container name "\/?([^"]+)" is already in use/.exec(up?.output ?? '')?.[1];
  if (up === undefined || name === undefined) return [];
  const service = project.view.services.find((one) => one.containerName?.value === name);
  return [
    {
      title: `a container called \`${name}\` is there already, from another project`,
      ...(service?.containerName === undefined
        ? {}
        : {
            primary: { span: service.containerName.span, message: 'this name is taken' },
            ...withoutName({ project }, service.name),
          }),
      help: `remove \`container_name\`, or remove the other container: \`docker rm -f ${name}\``,
      basis: 'observed',
      step: 'deploy',
      explains: 'stack-runs',
      foretells: 'up-stops',
      evidence: [{ kind: 'command', command: up.command, exitCode: up.exitCode, output: up.output.slice(-600) }],
    },
  ];
}
