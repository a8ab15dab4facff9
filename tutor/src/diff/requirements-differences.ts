import { readRequirements } from '../project/requirements/read-requirements.ts';
import type { Requirement } from '../project/requirements/reading.ts';
import { type Difference, difference } from './difference.ts';
import type { FileText } from './python-differences.ts';

/** What two requirements files ask of pip differently: by package, whatever its spelling and place in the file. */
export function requirementsDifferences(yours: FileText, theirs: FileText): readonly Difference[] {
  const { file } = yours;
  const your = readRequirements(file, yours.text);
  const their = readRequirements(theirs.file, theirs.text);
  const mine = new Map(your.requirements.map((one) => [one.normalised, one]));
  const wanted = new Set(their.requirements.map(({ normalised }) => normalised));
  const compared = their.requirements.flatMap((other): readonly Difference[] => {
    const one = mine.get(other.normalised);
    const theirText = written(other);
    if (one === undefined) return [difference({ file, path: other.name, kind: 'missing', theirs: theirText })];
    if (meant(one) === meant(other)) return [];
    return [
      difference({ file, path: one.name, kind: 'different', theirs: theirText, yours: written(one), span: one.span }),
    ];
  });
  const extra = your.requirements
    .filter(({ normalised }) => !wanted.has(normalised))
    .map((one) => difference({ file, path: one.name, kind: 'extra', yours: written(one), span: one.span }));
  const refused = your.faults.map(({ line }) =>
    difference({ file, path: '', kind: 'extra', yours: yours.text.slice(line.start, line.end).trim(), span: line }),
  );
  return [...compared, ...extra, ...refused];
}

function meant(one: Requirement): string {
  const specifiers = one.specifiers.map(({ operator, version }) => operator + version).sort();
  const extras = [...one.extras].map((extra) => extra.toLowerCase()).sort();
  return JSON.stringify([extras, specifiers, one.url ?? '', (one.marker ?? '').replace(/\s+/g, '')]);
}

function written(one: Requirement): string {
  const extras = one.extras.length === 0 ? '' : `[${one.extras.join(',')}]`;
  const specifiers = one.specifiers.map(({ operator, version }) => operator + version).join(',');
  const url = one.url === undefined ? '' : ` @ ${one.url}`;
  return `${one.name}${extras}${specifiers}${url}${one.marker === undefined ? '' : `; ${one.marker}`}`;
}
