import { blocksOf, ownExpressions, partsOf } from '../scope.ts';
import type { GrammarFault } from './fault.ts';
import type { Block, Expression, FunctionStatement, Parameter, Statement } from './tree.ts';

/** Finds the first statement that may not stand where it does: `return` outside a function, `break` outside a loop, … */
export function findMisplaced(body: Block): GrammarFault | undefined {
  return inBlock(body, { function: 'none', loop: 'outside' });
}

type Place = { readonly function: 'none' | 'plain' | 'async' | 'class'; readonly loop: 'inside' | 'outside' };

function inBlock(body: Block, place: Place): GrammarFault | undefined {
  for (const statement of body) {
    const fault = inStatement(statement, place);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function misplaced(statement: { readonly from: number; readonly to: number }, word: string): GrammarFault {
  return { kind: 'misplaced', from: statement.from, to: statement.from + word.length, words: { word } };
}

function inStatement(statement: Statement, place: Place): GrammarFault | undefined {
  const inFunction = place.function === 'plain' || place.function === 'async';
  switch (statement.kind) {
    case 'return':
      if (!inFunction) return misplaced(statement, 'return');
      break;
    case 'break':
    case 'continue':
      if (place.loop === 'outside') return misplaced(statement, statement.kind);
      break;
    case 'nonlocal':
      if (place.function === 'none') return misplaced(statement, 'nonlocal');
      break;
    case 'function':
      return inFunctionStatement(statement);
    case 'class':
      return inBlock(statement.body, { function: 'class', loop: 'outside' });
    default:
  }
  return inExpressions(statement, place) ?? inBlocks(statement, place);
}

function inFunctionStatement(statement: Statement & FunctionStatement): GrammarFault | undefined {
  const fault = inParameters(statement.parameters);
  return fault ?? inBlock(statement.body, { function: statement.runs, loop: 'outside' });
}

/** A name twice, and one without a default behind one that has it. */
function inParameters(parameters: readonly Parameter[]): GrammarFault | undefined {
  const names = new Set<string>();
  for (const parameter of parameters) {
    if (names.has(parameter.name))
      return { kind: 'misplaced', from: parameter.from, to: parameter.to, words: { word: parameter.name } };
    names.add(parameter.name);
  }
  return undefined;
}

function inExpressions(statement: Statement, place: Place): GrammarFault | undefined {
  let fault: GrammarFault | undefined;
  for (const expression of ownExpressions(statement)) {
    visitOutside(expression, (inner) => {
      if (inner.kind === 'yield' && place.function !== 'plain' && place.function !== 'async')
        fault ??= misplaced(inner, 'yield');
      if (inner.kind === 'await' && place.function === 'plain') fault ??= misplaced(inner, 'await');
    });
  }
  return fault;
}

/** Lambdas and comprehensions are functions of their own. */
function visitOutside(expression: Expression, visit: (inner: Expression) => void): void {
  if (expression.kind === 'lambda' || expression.kind === 'comprehension') return;
  visit(expression);
  for (const part of partsOf(expression)) visitOutside(part, visit);
}

function inBlocks(statement: Statement, place: Place): GrammarFault | undefined {
  const isLoop = statement.kind === 'for' || statement.kind === 'while';
  for (const [at, block] of blocksOf(statement).entries()) {
    const inLoop = isLoop && at === 0 ? { ...place, loop: 'inside' as const } : place;
    const fault = inBlock(block, inLoop);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
