import type { Diagnosis } from '../../core/diagnosis.ts';
import { nearest } from '../../core/nearest.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { list } from '../../core/text.ts';
import type { Context } from '../../forecast/context.ts';
import { linesBelow } from '../../forecast/dockerfile-edits.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { effectOfLacking } from '../../forecast/lacking-effect.ts';
import { causesOfLack, lastFrom, type Recipe, recipeOf } from '../../forecast/recipe.ts';
import type { CopyInstruction } from '../../project/dockerfile/reading.ts';

/** No command of the Dockerfile installs what the requirements list. */
export const rule: Rule<Context> = {
  rule: 'dockerfile-requirements-not-installed',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-installs-requirements',
  foretells: 'web-exits',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    const slip = withoutOption(recipe) ?? misspeltAction(recipe);
    if (slip !== undefined) return [slip];
    const { packages, requirements } = context.facts.source;
    if (packages.kind !== 'lacking' || packages.why.kind !== 'not-installed') return [];
    const copied = copiedList(recipe, context);
    const file = requirements[0]?.path ?? 'requirements.txt';
    const name = file.slice(file.lastIndexOf('/') + 1);
    return [
      {
        title: `the Dockerfile does not install ${list(packages.modules)}`,
        primary: { span: lastFrom(recipe), message: 'Python comes without packages of its own in this image' },
        labels: copied === undefined ? [] : [{ span: copied.span, message: 'brings the list, which installs nothing' }],
        help: `install them: \`RUN pip install --no-cache-dir -r ${name}\``,
        followsFrom: causesOfLack(recipe, 'RUN'),
        foretells: effectOfLacking(context.facts, packages.modules),
        ...(copied === undefined || copied.sources.length !== 1
          ? {}
          : {
              fix: {
                title: 'install what the list names',
                confidence: 'likely' as const,
                edits: linesBelow(copied.span, [`RUN pip install --no-cache-dir -r ${nameIn(copied)}`]),
              },
            }),
      },
    ];
  },
};

/** The COPY that brings the requirements into a stage that counts. */
function copiedList({ contents }: Recipe, { facts }: Context): CopyInstruction | undefined {
  const names = facts.source.requirements.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  return contents.stages
    .flatMap((stage) => stage.instructions)
    .find(
      (one): one is CopyInstruction =>
        one.keyword === 'COPY' &&
        one.from === undefined &&
        one.sources.some(({ raw }) => names.includes(raw.slice(raw.lastIndexOf('/') + 1))),
    );
}

function nameIn({ sources, resolved }: CopyInstruction): string {
  const name = sources[0]?.raw.replace(/^.*\//, '') ?? 'requirements.txt';
  return resolved === undefined ? name : resolved.endsWith('/') ? `${resolved}${name}` : resolved;
}

/** `pip install requirements.txt`: pip looks for a package of that name. */
function withoutOption({ contents }: Recipe): Diagnosis | undefined {
  for (const { install } of contents.installs) {
    const named = install.packages.find(({ text }) => /^[\w.-]+\.(?:txt|in)$/.test(text));
    if (named === undefined || install.tool === 'conda') continue;
    return {
      title: `\`pip install ${named.text}\` looks for a package of that name`,
      primary: { span: named.at, message: 'is a list of packages, and `-r` is missing before it' },
      help: `write \`-r ${named.text}\``,
      foretells: 'web-not-built',
      fix: {
        title: `write \`-r ${named.text}\``,
        confidence: 'certain',
        edits: [{ span: { ...named.at, end: named.at.start }, text: '-r ' }],
      },
    };
  }
  return undefined;
}

/** `pip instal`. */
function misspeltAction({ contents }: Recipe): Diagnosis | undefined {
  for (const { facts } of foundRuns(contents.stages)) {
    for (const { words } of facts.commands) {
      const at = words.findIndex((word) => /^(?:.*\/)?pip[\d.]*$/.test(word.text));
      const action = at < 0 ? undefined : words[at + 1];
      if (action === undefined || nearest(action.text, ['install']) === undefined) continue;
      if (/^(?:install|uninstall|inspect)$/.test(action.text)) continue;
      return misspelt(action.span, action.text);
    }
  }
  return undefined;
}

function misspelt(span: Span, text: string): Diagnosis {
  return {
    title: `pip has no command \`${text}\``,
    primary: { span, message: '`install` is known' },
    help: 'write `install`',
    foretells: 'web-not-built',
    fix: { title: 'write `install`', confidence: 'likely', edits: [{ span, text: 'install' }] },
  };
}
