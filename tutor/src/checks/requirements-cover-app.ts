import { type CheckWord, failed, passed } from '../core/check.ts';
import { list } from '../core/text.ts';
import type { Context } from '../forecast/context.ts';

/** Every package that the app imports is listed. Passes where dependencies are named in another way (pyproject, Pipfile). */
export const check: CheckWord<Context> = {
  word: 'requirements-cover-app',
  looksAt: 'files',
  run({ facts }) {
    const { requirements, lackingPackages } = facts.source;
    const [first] = requirements;
    if (facts.source.dependencies === 'elsewhere') return passed;
    if (first === undefined || first.read.kind === 'absent')
      return failed({ title: 'there is no requirements.txt', subject: 'absent' });
    if (first.reading?.empty === true)
      return failed({ title: `${first.path} lists no package yet`, subject: 'absent' });
    const fault = requirements.flatMap((file) => file.reading?.faults ?? [])[0];
    if (fault !== undefined)
      return failed({
        title: `pip cannot read a line of ${fault.at.file}`,
        at: { span: fault.line, message: 'this line' },
      });
    if (lackingPackages.length === 0) return passed;
    return failed({
      title: `${first.path} does not list ${list([...new Set(lackingPackages.map((lacking) => lacking.module))])}`,
    });
  },
};
