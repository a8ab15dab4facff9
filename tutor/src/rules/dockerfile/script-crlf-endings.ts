import type { Diagnosis, Edit } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import { effectOfReturns } from '../../forecast/carriage-returns.ts';
import type { Context } from '../../forecast/context.ts';
import { foundRuns } from '../../forecast/found-installs.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { type StartScript, startScripts } from '../../forecast/start-scripts.ts';
import { join } from '../../project/files.ts';
import { readScript } from '../../project/shell/script.ts';

/** A script with the line ends of Windows: Linux looks for a program whose name ends in a carriage return. */
export const rule: Rule<Context> = {
  rule: 'script-crlf-endings',
  severity: 'error',
  step: 'dockerfile',
  explains: 'dockerfile-starts-server',
  foretells: 'web-exits',
  recognise: (context) => [
    ...startScripts(context)
      .filter((one) => breaks(one) && !isMended(context, one))
      .map(told),
    ...initScripts(context),
  ],
};

/** The kernel minds the first line alone, a shell every line. */
function breaks({ script, run }: StartScript): boolean {
  return run === 'kernel' ? script.firstLineReturn !== undefined : script.lineEnds === 'windows';
}

/** `sed -i 's/\r$//'`, `dos2unix`: of that file, or of a pattern. */
function isMended({ facts }: Context, { path }: StartScript): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return foundRuns(facts.source.contents.stages).some(
    ({ facts: run, run: { command } }) =>
      run.lineEndsMended.some((one) => one.path.endsWith(name) || /[*?]/.test(one.path)) ||
      (command.form === 'shell' && /dos2unix|tr\s+-d\s+['"]?\\r/.test(command.source.text)),
  );
}

function told({ file, text, at, run, shell = 'sh' }: StartScript): Diagnosis {
  const end = text.search(/\r?\n/);
  const [interpreter = ''] = /\/?\w+$/.exec(text.slice(0, end)) ?? [];
  const isSure = run === 'kernel' || effectOfReturns(text, shell) === 'ends';
  return {
    title: isSure
      ? `${file} has the line ends of Windows, and does not start on Linux`
      : `${file} has the line ends of Windows, which are no line ends to \`${shell}\``,
    ...(isSure ? {} : { severity: 'warning' as const }),
    primary: {
      span: { file, start: 0, end: end < 0 ? text.length : end },
      message: 'ends in a carriage return, which nobody sees',
    },
    labels: [{ span: at, message: 'runs it' }],
    notes: [
      run === 'kernel'
        ? `Linux looks for a program called \`${interpreter.replace('/', '')}\` with a carriage return in its name: \`no such file or directory\``
        : 'to the shell the carriage return is part of the last word of every line',
    ],
    help: 'save it with the line ends of Unix (LF), and write `*.sh text eol=lf` into a file `.gitattributes`',
    fix: { title: 'take the carriage returns away', confidence: 'certain', edits: returnsOf(file, text) },
  };
}

function returnsOf(file: string, text: string): readonly Edit[] {
  return [...text.matchAll(/\r(?=\n|$)/g)].map((found) => ({
    span: { file, start: found.index, end: found.index + 1 },
    text: '',
  }));
}

const INIT_FOLDER = '/docker-entrypoint-initdb.d';

/** Scripts that PostgreSQL's image runs on its first start. */
function initScripts({ project, facts }: Context): readonly Diagnosis[] {
  const db = serviceOf(facts.roles.db);
  const mounts = (db?.mounts ?? []).filter((mount) => mount.type === 'bind' && mount.target.startsWith(INIT_FOLDER));
  return mounts.flatMap((mount) => {
    const files =
      project.files.kind(mount.source) === 'folder'
        ? project.files.list(mount.source).map((entry) => join(mount.source, entry.name))
        : [mount.source];
    return files.flatMap((file): readonly Diagnosis[] => {
      const read = file.endsWith('.sh') ? project.files.read(file) : undefined;
      if (read?.kind !== 'text' || readScript(file, read.text).lineEnds !== 'windows') return [];
      const end = read.text.search(/\r?\n/);
      return [
        {
          title: `${file} has the line ends of Windows, and PostgreSQL does not run it`,
          primary: {
            span: { file, start: 0, end: Math.max(0, end) },
            message: 'ends in a carriage return, which nobody sees',
          },
          labels: [{ span: mount.at, message: `\`${db?.name}\` runs it on its first start` }],
          help: 'save it with the line ends of Unix (LF)',
          step: 'db',
          explains: 'db-runs-postgres',
          foretells: 'db-exits',
          fix: { title: 'take the carriage returns away', confidence: 'certain', edits: returnsOf(file, read.text) },
        },
      ];
    });
  });
}
