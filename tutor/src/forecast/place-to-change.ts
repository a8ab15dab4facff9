import type { Label } from '../core/diagnosis.ts';
import type { Span } from '../core/span.ts';
import { sourceOf, type TreeNode } from '../project/compose/tree.ts';
import type { Project } from '../project/project.ts';
import type { Source } from './container-environment.ts';
import type { Given } from './given.ts';

/** The text to change, and what else the learner has to see to understand why it is there. */
export type PlaceToChange = { readonly at: Span; readonly labels: readonly Label[] };

/**
 * Where a value is changed (contract, *Rules*): a value from `.env` that one service uses is changed in `.env`;
 * one that several use is right for the others, and is changed where it is used.
 */
export function placeToChange(project: Project, source: Source): PlaceToChange {
  const { use, dotenvName } = source;
  if (use === undefined || dotenvName === undefined) return { at: source.span, labels: [] };
  const line = lineIn(project, source, dotenvName);
  if (servicesUsing(project, dotenvName) > 1)
    return { at: use, labels: [{ span: line, message: `${dotenvName} is given here` }] };
  return { at: line, labels: [{ span: use, message: `${dotenvName} is used here` }] };
}

/** The text that gives the db end of a part; undefined where nothing gives it. */
export function placeOfGivenValue(
  project: Project,
  given: Given,
): (PlaceToChange & { readonly source: Span }) | undefined {
  if (given.from !== 'variable' && given.from !== 'file') return undefined;
  const { scalar } = given.variable;
  const { span, use, variable } = sourceOf(scalar, 0, String(scalar.value ?? '').length);
  const source: Source =
    variable?.from === 'dotenv' && use !== undefined ? { span, use, dotenvName: variable.name } : { span };
  return { ...placeToChange(project, source), source: span };
}

/** A value that is put together inside `.env` itself has no one stretch of text: then it is the whole of its line. */
function lineIn(project: Project, { span }: Source, name: string): Span {
  if (span.end >= span.start) return span;
  return project.compose.dotenv.get(name)?.span ?? { ...span, end: span.start };
}

/** How many services take a value from this line of `.env`. */
export function servicesUsing(project: Project, name: string): number {
  return project.view.services.filter((service) => uses(service.node, name)).length;
}

function uses(node: TreeNode, name: string): boolean {
  switch (node.kind) {
    case 'scalar':
      return node.pieces?.some((piece) => piece.variable?.name === name && piece.variable.from === 'dotenv') === true;
    case 'sequence':
      return node.items.some((item) => uses(item, name));
    case 'mapping':
      return node.entries.some((entry) => uses(entry.value, name));
  }
}
