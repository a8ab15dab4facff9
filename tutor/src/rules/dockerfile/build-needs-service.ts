import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Context } from '../../forecast/context.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { recipeOf } from '../../forecast/recipe.ts';
import type { RunCommand } from '../../project/dockerfile/run-facts.ts';

/** A RUN asks a service of the stack, which is not there while the image is built. */
export const rule: Rule<Context> = {
  rule: 'build-needs-service',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-reads',
  foretells: 'web-not-built',
  recognise(context) {
    const recipe = recipeOf(context);
    if (recipe === undefined) return [];
    const names = context.project.view.services.map((service) => service.name);
    return foundRuns(recipe.contents.stages).flatMap(({ facts, run }): readonly Diagnosis[] => {
      // What may fail does no harm.
      if (run.command.form === 'shell' && run.command.source.text.includes('||')) return [];
      return facts.commands.flatMap((command) => {
        const asked = askedService(command, names);
        return asked === undefined ? [] : [told(command, asked)];
      });
    });
  },
};

/** Programs that connect to where they are told, and those that ask the app's own database. */
const CONNECTS = /^(?:psql|pg_isready|nc|netcat|curl|wget|createdb|pg_dump|pg_restore|ping|wait-for-it(?:\.sh)?)$/;

function askedService({ words }: RunCommand, names: readonly string[]): string | undefined {
  const texts = words.map((word) => word.text);
  const program = (texts[0] ?? '').replace(/^.*\//, '');
  if (CONNECTS.test(program)) return names.find((name) => texts.slice(1).some((text) => namesHost(text, name)));
  const line = texts.join(' ').replace(/^python[\d.]* -m /, '');
  return /^(?:flask db upgrade|alembic upgrade)\b/.test(line) ? 'the database' : undefined;
}

/** `db`, `db:5432`, `http://db/`, `postgresql://u:p@db/x`, `--host=db`. */
function namesHost(text: string, name: string): boolean {
  const host = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:^|//|@|=)${host}(?:$|[:/])`).test(text);
}

function told({ span }: RunCommand, asked: string): Diagnosis {
  const whom = asked === 'the database' ? 'the database' : `\`${asked}\``;
  return {
    title: `the build asks ${whom}, which does not run while an image is built`,
    primary: { span, message: 'is run while the image is made' },
    notes: ['an image is built before any service starts, and on no network of the Compose file'],
    help: 'run it when the container starts: in its command, or in a script before the server',
  };
}
