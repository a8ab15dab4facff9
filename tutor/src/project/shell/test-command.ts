import type { ShellCommand } from './script.ts';
import { expandWord, type ShellWord, type Variables } from './word.ts';

/** Whether the commands between `if` and `then` hold: `[ "$X" = y ]`, `[ -n "$X" ]`, `test …`. Undefined where that is not known. */
export function testHolds(commands: readonly ShellCommand[], variables: Variables): boolean | undefined {
  let result: boolean | undefined;
  for (const [at, command] of commands.entries()) {
    const plain = commandHolds(command, variables);
    const one = plain === undefined || command.sense === 'plain' ? plain : !plain;
    if (at === 0) result = one;
    else if (command.joined === 'and') result = both(result, one);
    else if (command.joined === 'or') result = either(result, one);
    else result = one;
  }
  return result;
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}

function commandHolds(command: ShellCommand, variables: Variables): boolean | undefined {
  const [first, ...rest] = command.words;
  if (first === undefined) return undefined;
  if (first.text === 'true') return true;
  if (first.text === 'false') return false;
  if (first.text === 'test') return expressionHolds(rest, variables);
  const close = first.text === '[' ? ']' : first.text === '[[' ? ']]' : undefined;
  if (close === undefined || rest.at(-1)?.text !== close) return undefined;
  return expressionHolds(rest.slice(0, -1), variables);
}

function expressionHolds(words: readonly ShellWord[], variables: Variables): boolean | undefined {
  if (words[0]?.text === '!') {
    const holds = expressionHolds(words.slice(1), variables);
    return holds === undefined ? undefined : !holds;
  }
  const texts = words.map((word) => expandWord(word, variables));
  const [a, operator, b] = texts;
  if (words.length === 1) return a === undefined ? undefined : a !== '';
  if (words.length === 2) return unaryHolds(words[0]?.text ?? '', texts[1]);
  if (words.length !== 3 || a === undefined || b === undefined) return undefined;
  return binaryHolds(a, operator ?? '', b);
}

function unaryHolds(operator: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (operator === '-n') return text !== '';
  return operator === '-z' ? text === '' : undefined;
}

function binaryHolds(a: string, operator: string, b: string): boolean | undefined {
  switch (operator) {
    case '=':
    case '==':
      return /[*?[]/.test(b) ? undefined : a === b;
    case '!=':
      return /[*?[]/.test(b) ? undefined : a !== b;
    case '-eq':
      return Number(a) === Number(b);
    case '-ne':
      return Number(a) !== Number(b);
    case '-gt':
      return Number(a) > Number(b);
    case '-lt':
      return Number(a) < Number(b);
    default:
      return undefined;
  }
}
