import type { Label } from '../../core/diagnosis.ts';
import type { Context } from '../context.ts';

/** Where the project names an image that the engine speaks of: a service's `image`, a FROM, a `COPY --from`. */
export function imageNamedAt({ project, facts }: Context, reference: string): Label | undefined {
  const wanted = plainReference(reference);
  // "pull access denied for NAME" leaves the tag out.
  const names = (written: string) => {
    const plain = plainReference(written);
    return plain === wanted || plain.replace(/:[^:/]*$/, '') === wanted;
  };
  const message = 'names this image';
  for (const { image, build } of project.view.services) {
    if (build === undefined && typeof image?.value === 'string' && names(image.value))
      return { span: image.span, message };
  }
  for (const instruction of facts.source.dockerfile.reading?.instructions ?? []) {
    if (instruction.keyword === 'FROM' && names(instruction.image.text ?? instruction.image.raw))
      return { span: instruction.image.span, message };
    if (
      (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') &&
      instruction.from?.target.kind === 'image' &&
      names(instruction.from.value.raw)
    )
      return { span: instruction.from.value.span, message };
  }
  return undefined;
}

/** A reference as short as Docker takes it: `docker.io/library/python:latest` is `python`. */
export function plainReference(reference: string): string {
  return reference
    .trim()
    .replace(/^(?:docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '');
}

/** What the engine and BuildKit say where a registry has no such image (field notes: Engine 20.10, 28.5, containerd's store). */
const NOT_FOUND: readonly RegExp[] = [
  /manifest for (\S+) not found/,
  /failed to resolve source metadata for (\S+): (?:\S+: )?not found/,
  /failed to resolve reference "([^"]+)": (?:\S+: )?not found/,
];

/** Where it gives none to somebody who has not signed in, which is also what Docker Hub says of a name that does not exist. */
const DENIED: readonly RegExp[] = [
  /pull access denied for (\S+?),/,
  /failed to resolve source metadata for (\S+): (?:\S+: )?(?:pull access denied|[^\n]*insufficient_scope)/,
  /failed to resolve reference "([^"]+)": (?:\S+: )?(?:pull access denied|[^\n]*insufficient_scope)/,
];

/** Some registries (GitHub's) are told of without the image; Compose puts the service before it. */
const SERVICE_NOT_FOUND = /^ *(\S+) +Error +(?:Error response from daemon: )?manifest unknown/;

/** The image that the output of `up` says is not there, and the line that says so. */
export function imageNotFound({ project }: Context, output: string): SaidOfImage | undefined {
  const found = said(output, NOT_FOUND);
  if (found !== undefined) return found;
  const line = output.split('\n').find((one) => SERVICE_NOT_FOUND.test(one));
  const name = line === undefined ? undefined : SERVICE_NOT_FOUND.exec(line)?.[1];
  const reference = project.view.services.find((one) => one.name === name)?.image?.value;
  return line === undefined || typeof reference !== 'string' ? undefined : { reference, line: line.trim() };
}

/** The image that the output of `up` says is not given to everybody. */
export function imageDenied(output: string): SaidOfImage | undefined {
  return said(output, DENIED);
}

export type SaidOfImage = { readonly reference: string; readonly line: string };

function said(output: string, patterns: readonly RegExp[]): SaidOfImage | undefined {
  const lines = output.split('\n');
  for (const pattern of patterns) {
    const line = lines.findLast((one) => pattern.test(one));
    const reference = line === undefined ? undefined : pattern.exec(line)?.[1];
    if (line !== undefined && reference !== undefined) return { reference, line: line.trim() };
  }
  return undefined;
}
