import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import type { FileRead } from '../../project/files.ts';

/** A file saved as UTF-16, or in another encoding that is not UTF-8: what reads it sees rubbish. */
export const rule: Rule<Context> = {
  rule: 'file-encoding-utf16',
  severity: 'error',
  step: 'compose',
  explains: 'compose-loads',
  foretells: 'compose-refuses',
  recognise(context) {
    const { dockerfile, app } = context.facts.source;
    const compose = faultsOf(context, 'file-encoding').map(
      (fault): Diagnosis => ({
        ...encoded(fault.words?.file ?? 'the Compose file'),
        // An env file that is not UTF-8 is read as it is.
        ...(fault.refuses ? {} : { severity: 'warning' as const }),
      }),
    );
    return [
      ...compose,
      ...(isOther(dockerfile.read)
        ? [
            {
              ...encoded(dockerfile.path),
              step: 'dockerfile',
              explains: 'dockerfile-reads',
              foretells: 'web-not-built' as const,
            },
          ]
        : []),
      ...(isOther(app.read)
        ? [{ ...encoded(app.path), step: 'app', explains: 'app-loads', foretells: 'web-exits' as const }]
        : []),
    ];
  },
};

function isOther(read: FileRead): boolean {
  return read.kind === 'utf16' || read.kind === 'not-utf8';
}

function encoded(file: string): Diagnosis {
  return {
    title: `${file} is not saved as UTF-8`,
    notes: ['Windows PowerShell writes UTF-16 when output is sent to a file with `>`'],
    help: 'open it in your editor and save it with the encoding UTF-8',
  };
}
