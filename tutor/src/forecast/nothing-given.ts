import type { Diagnosis } from '../core/diagnosis.ts';
import type { StartedModule } from './started-module.ts';

/** A function that makes the application and keeps it: the server that calls it is given `None`. */
export function nothingGiven({ at, factory, made }: Extract<StartedModule, { kind: 'nothing-given' }>): Diagnosis {
  return {
    title: `\`${factory}\` makes the application and does not give it back`,
    primary: { span: at, message: 'has no `return`, so that its caller is given `None`' },
    labels: [{ span: made.span, message: 'is known inside it only' }],
    help: `end it with \`return ${made.name}\``,
  };
}
