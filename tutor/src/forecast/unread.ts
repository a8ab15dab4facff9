import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import type { ComposeFault, FaultKind } from '../project/compose/fault.ts';
import type { Project } from '../project/project.ts';
import { listAtMargin } from './misplaced.ts';

/** Faults after which part of the files was never read, unless the reader knew how to mend them. */
const INCOMPLETE: readonly FaultKind[] = [
  'yaml-syntax',
  'yaml-tab',
  'too-large',
  'file-unreadable',
  'file-binary',
  'file-encoding',
  'include',
];

/** Faults of what was read: that a name means nothing hides nothing. */
const CONSISTENCY: readonly FaultKind[] = [
  'undefined-network',
  'undefined-volume',
  'undefined-dependency',
  'undefined-secret',
  'undefined-config',
  'dependency-cycle',
  'neither-image-nor-build',
  'container-name-twice',
  'network-mode-with-networks',
  'env-file-missing',
];

/**
 * Whether a key may stand in the files in a way that could not be read: mistyped, at another level, with a value of the wrong kind.
 * Then nobody can say that it lacks, and what is wrong with it is told already. `path`: `services`, `web`, `ports`.
 */
export function isUnread(project: Project, ...path: readonly string[]): boolean {
  if (path.length === 1 && path[0] === 'services' && isServiceLost(project)) return true;
  return project.compose.faults.some(
    (fault) => fault.refuses && (isIncomplete(fault) || concerns(project, fault, path)),
  );
}

/** Nothing that seems to lack is known to: it may stand in what was not read. */
function isIncomplete({ kind, mend, at }: ComposeFault): boolean {
  const isNamedOnly = kind === 'file-missing' && at !== undefined;
  return mend === undefined && (isNamedOnly || INCOMPLETE.includes(kind));
}

/** What was read as it was meant hides nothing. */
function wasRead({ kind, mend, words }: ComposeFault): boolean {
  if (kind === 'wrong-type') return mend !== undefined || words?.slip !== undefined;
  if (kind !== 'unknown-property') return false;
  return words?.stands !== undefined || (words?.nearest !== undefined && words.lost === undefined);
}

/** A slip in one service hides nothing of another. */
function ofOtherService({ path = '' }: ComposeFault, [section, name]: readonly string[]): boolean {
  const [faultSection, faultName, ...rest] = path.split('.');
  return (
    section === 'services' && faultSection === 'services' && rest.length > 0 && faultName !== name && name !== undefined
  );
}

/** A service whose name stands twice, or one of whose keys do: the line with another service's name may lack. */
function isServiceLost(project: Project): boolean {
  const twice = project.compose.faults.flatMap(({ kind, other }) =>
    kind === 'yaml-duplicate-key' && other !== undefined ? [other] : [],
  );
  const stands = (span: Span) => twice.some(({ file, start }) => span.file === file && span.start === start);
  return project.view.services.some(
    (service) => stands(service.key) || [...service.keys.values()].filter(stands).length > 1,
  );
}

function concerns(project: Project, fault: ComposeFault, path: readonly string[]): boolean {
  const wanted = path.join('.');
  const key = path.at(-1) ?? '';
  if (listAtMargin(project, fault) !== undefined) return fault.words?.key === key;
  if (fault.kind === 'unknown-property') {
    const written = fault.words?.key ?? '';
    if (ofOtherService(fault, path) || wasRead(fault)) return false;
    const parent = path.slice(0, -1).join('.');
    const beside = fault.path === (parent === '' ? written : `${parent}.${written}`);
    // An entry of the list was not read for it.
    const within = fault.path?.startsWith(`${path.join('.')}[`) === true;
    return (
      within || written === key || fault.words?.nearest === key || (beside && nearest(written, [key]) !== undefined)
    );
  }
  if (fault.path === undefined || CONSISTENCY.includes(fault.kind) || wasRead(fault)) return false;
  if (fault.path === wanted || wanted.startsWith(`${fault.path}.`)) return true;
  // What is wrong two levels further in hides nothing of the key itself.
  const below = fault.path.startsWith(wanted) ? fault.path.slice(wanted.length) : '';
  return /^(\.[^.[]+|\[\d+\])$/.test(below);
}
