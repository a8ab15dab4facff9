import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { linesBelow } from '../../forecast/dockerfile-edits.ts';
import { recipeFaults } from '../../forecast/recipe.ts';
import { serviceOf } from '../../forecast/roles.ts';
import type { DockerfileFault } from '../../project/dockerfile/fault.ts';
import type { Stage } from '../../project/dockerfile/reading.ts';

/** `--from`, or a FROM, names a stage that the Dockerfile does not have, or has only further down. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-unknown-stage',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  foretells: 'web-not-built',
  recognise(context) {
    const stages = context.facts.source.dockerfile.reading?.stages ?? [];
    const lost = recipeFaults(context, 'unknown-instruction', 'from-form', 'swallowed-instruction').some(
      ({ kind, words }) => kind === 'from-form' || words.nearest === 'FROM' || words.swallowed === 'FROM',
    );
    const followsFrom = lost ? ['dockerfile-syntax'] : [];
    return [
      ...recipeFaults(context, 'unknown-stage').map((fault) => ({ ...unknown(fault, stages), followsFrom })),
      ...recipeFaults(context, 'stage-later').map((fault) => ({ ...later(fault), followsFrom })),
      ...unknownTarget(context).map((fault) => ({ ...fault, followsFrom })),
    ];
  },
};

function unknown({ at, words }: DockerfileFault, stages: readonly Stage[]): Diagnosis {
  const name = words.name ?? '';
  const names = stages.flatMap((stage) => stage.name ?? []);
  const common = {
    title: `no stage of the Dockerfile is called \`${name}\``,
    primary: { span: at, message: 'is taken for an image of that name, which Docker cannot find' },
  };
  if (words.nearest !== undefined)
    return {
      ...common,
      labels: stages.flatMap((stage) =>
        stage.name === words.nearest && stage.nameAt !== undefined
          ? [{ span: stage.nameAt, message: 'the stage is called this' }]
          : [],
      ),
      help: `write \`${words.nearest}\``,
      fix: {
        title: `write \`${words.nearest}\``,
        confidence: 'likely',
        edits: [{ span: at, text: words.nearest }],
      },
    };
  const earlier = stages.filter((stage) => stage.from.span.start < at.start);
  const [unnamed, ...more] = earlier.slice(0, -1).filter((stage) => stage.name === undefined);
  if (unnamed !== undefined && more.length === 0 && /^[a-z][\w.-]*$/i.test(name) && names.length === 0)
    return {
      ...common,
      labels: [{ span: unnamed.from.span, message: 'this stage has no name' }],
      help: `name the stage: \`${unnamed.from.keyword} ${unnamed.from.image.raw} AS ${name}\``,
      fix: {
        title: `name the first stage \`${name}\``,
        confidence: 'likely',
        edits: linesBelow(unnamed.from.span, []).map((edit) => ({ ...edit, text: ` AS ${name}` })),
      },
    };
  return {
    ...common,
    notes: names.length === 0 ? [] : [`its stages are called ${list(names.map((one) => `\`${one}\``))}`],
    help: 'write the name that stands behind `AS` in the stage you mean',
  };
}

/** `build.target` of the Compose file names a stage that is not there. */
function unknownTarget({ facts }: Context): readonly Diagnosis[] {
  const { dockerfile, stage } = facts.source;
  const target = serviceOf(facts.roles.web)?.build?.target;
  const stages = dockerfile.reading?.stages ?? [];
  if (target === undefined || stage !== undefined || stages.length === 0) return [];
  if (typeof target.value !== 'string' || target.value === '') return [];
  const names = stages.flatMap((one) => one.name ?? []);
  const like = nearest(target.value, names);
  return [
    {
      title: `no stage of the Dockerfile is called \`${target.value}\``,
      primary: { span: target.span, message: 'is the stage that is to be built' },
      labels: stages.flatMap(({ name, nameAt }) =>
        name !== undefined && name === like && nameAt !== undefined
          ? [{ span: nameAt, message: 'the stage is called this' }]
          : [],
      ),
      notes: names.length === 0 ? [] : [`its stages are called ${list(names.map((one) => `\`${one}\``))}`],
      help: like === undefined ? 'leave `target` out: the last stage is built then' : `write \`${like}\``,
      step: 'web',
      explains: 'web-builds',
    },
  ];
}

function later({ at, other, words }: DockerfileFault): Diagnosis {
  const name = words.name ?? '';
  if (other === undefined)
    return {
      title: `the stage \`${name}\` copies from itself`,
      primary: { span: at, message: 'is the stage in which this stands' },
      help: 'begin a second stage with its own `FROM` above this line',
    };
  return {
    title: `the stage \`${name}\` begins only further down`,
    primary: { span: at, message: 'a stage can start only from one above it' },
    labels: [{ span: other, message: 'is named here' }],
    help: `move the stage \`${name}\` above this one`,
  };
}
