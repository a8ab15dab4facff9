import type { Span } from '../../core/span.ts';
import { fillingOf, piecesOf } from './grow.ts';
import type { ComposeReading } from './reading.ts';
import type { Filling, Scalar, TreeNode } from './tree.ts';
import { goText } from './yaml/typed.ts';

/** Where one value of the model comes from. */
export type Origin = {
  /** `services.web.ports[0].target`. */
  readonly path: string;
  readonly value: unknown;
  /** The text to change for another value. */
  readonly span: Span;
  /** The variable that filled it, or a part of it. */
  readonly variable?: Filling;
};

/** Every value of the model with its place, in the order of the model. Empty where there is no model. */
export function originsOf(reading: ComposeReading): readonly Origin[] {
  return reading.model === undefined ? [] : visit(reading.model, '');
}

function visit(node: TreeNode, path: string): readonly Origin[] {
  switch (node.kind) {
    case 'scalar':
      return node.span.file === '' ? [] : [originOf(node, path)];
    case 'sequence':
      return node.items.flatMap((item, index) => visit(item, `${path}[${index}]`));
    case 'mapping':
      return node.entries.flatMap(({ key, value }) => visit(value, path === '' ? key : `${path}.${key}`));
  }
}

function originOf(node: Scalar, path: string): Origin {
  const variable = fillingOf(node);
  const value = typeof node.value === 'bigint' ? goText(node) : node.value;
  return { path, value, span: placeOf(node), ...(variable === undefined ? {} : { variable }) };
}

/** A value that one stretch of text gives in whole stands there, be it in an env file; any other where it is written. */
function placeOf(node: Scalar): Span {
  const [piece, ...others] = piecesOf(node);
  return piece !== undefined && others.length === 0 && piece.exact ? piece.span : node.span;
}
