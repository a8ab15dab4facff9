import { readAssignments } from '../python/assignments.ts';
import { evaluate } from '../python/evaluate.ts';
import { knownEnvironment, type Running, resolveFrom } from './running.ts';
import type { ServerStart, Setting } from './start.ts';

/** What gunicorn's configuration file says. */
export type GunicornFile = {
  readonly binds: readonly Setting[];
  readonly application: Pick<ServerStart, 'application'>;
  /** `unknown`: a file is named that could not be read, or its `bind` could not be told. */
  readonly known: 'known' | 'unknown';
};

/** Reads `gunicorn.conf.py` of the working folder, or the file that `-c` names. */
export function gunicornConfiguration(
  running: Running,
  workdir: string | undefined,
  named: Setting | undefined,
): GunicornFile {
  const nothing: GunicornFile = { binds: [], application: {}, known: 'known' };
  const unknown: GunicornFile = { ...nothing, known: 'unknown' };
  if (named !== undefined && (named.text === undefined || named.text.startsWith('python:'))) return unknown;
  const path = resolveFrom(workdir, (named?.text ?? 'gunicorn.conf.py').replace(/^file:/, ''));
  const file = path === undefined ? undefined : running.surroundings.readFile(path);
  if (file === undefined) return named === undefined ? nothing : unknown;
  const values = readAssignments(file.file, file.text);
  const unknownVariables = [...running.environment].filter(([, value]) => value === undefined).map(([name]) => name);
  const binds: Setting[] = [];
  const bind = values.get('bind');
  for (const value of bind?.kind === 'list' ? bind.items : bind === undefined ? [] : [bind]) {
    const known = evaluate(value, knownEnvironment(running), unknownVariables);
    if (known.kind !== 'known') return unknown;
    binds.push({ text: String(known.value), at: value.span, from: { kind: 'file', file: file.file } });
  }
  const application = values.get('wsgi_app');
  const text = application?.kind === 'constant' ? String(application.value) : undefined;
  return {
    binds,
    known: 'known',
    application:
      application === undefined
        ? {}
        : { application: { text, at: application.span, from: { kind: 'file', file: file.file } } },
  };
}
