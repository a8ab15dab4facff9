import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import { placeToChange } from './place-to-change.ts';

/** A name or path that is one variable alone, and that `.env` gives to one service, is changed in `.env`: the place of its value there. Else the place itself. */
export function throughDotenv(project: Project, at: Span): Span {
  const read = project.files.read(at.file);
  const text = read.kind === 'text' ? read.text.slice(at.start, at.end) : '';
  const [, braced, bare] = /^["']?(?:\$\{(\w+)(?::?[-?][^{}$]*)?\}|\$(\w+))["']?$/.exec(text) ?? [];
  const name = braced ?? bare;
  const line = name === undefined ? undefined : project.compose.dotenv.get(name);
  if (name === undefined || line === undefined || line.value === '') return at;
  return placeToChange(project, { span: line.span, use: at, dotenvName: name }).at;
}
