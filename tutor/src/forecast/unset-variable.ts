import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';

/** A variable that a text of the project names and that nothing sets: an empty text took its place. */
export type UnsetVariable = { readonly at: Span; readonly name: string };

/** The first such variable in a text, or right beside it. `meaning`: of several, the one whose name says so; else the only one. */
export function unsetVariable(project: Project, near: Span, meaning?: RegExp): UnsetVariable | undefined {
  const found = project.compose.faults.flatMap(({ kind, at, words }): readonly UnsetVariable[] => {
    const beside = at?.file === near.file && at.start <= near.end && at.end >= near.start;
    return kind === 'interpolation-unset' && at !== undefined && beside ? [{ at, name: words?.variable ?? '' }] : [];
  });
  if (meaning === undefined) return found[0];
  return found.find(({ name }) => meaning.test(name)) ?? (found.length === 1 ? found[0] : undefined);
}

/** What is said of a value that a variable left empty: nothing sets it, or `.env` sets it to nothing. */
export function blankVariable(
  project: Project,
  near: Span,
): (UnsetVariable & { readonly why: string; readonly help: string }) | undefined {
  const unset = unsetVariable(project, near);
  if (unset !== undefined)
    return {
      ...unset,
      why: `nothing sets ${unset.name}`,
      help: `set ${unset.name} in a file .env beside the Compose file`,
    };
  const written = project.files.read(near.file);
  const text = written.kind === 'text' ? written.text.slice(near.start, near.end) : '';
  const name = /\$\{?(\w+)/.exec(text)?.[1];
  const line = name === undefined ? undefined : project.compose.dotenv.get(name);
  if (name === undefined || line === undefined || line.value !== '') return undefined;
  return { at: line.keySpan, name, why: 'is given no value', help: `write a value behind ${name}=` };
}
