import type { Label } from '../../core/diagnosis.ts';
import { join } from '../../project/files.ts';
import type { Context } from '../context.ts';
import { lineSpan } from './line-span.ts';

/** A frame of Python's traceback: `  File "/app/app.py", line 5, in hello`. */
const FRAME = /^\s*File "([^"]+)", line (\d+)/;
/** Python's own modules and installed packages. */
const NOT_OWN = /\/(?:site-packages|dist-packages|lib\/python[\d.]+)\/|^<|\/bin\//;

/**
 * The line of the learner's own code that a traceback in the web's log ends in, the last of several. Undefined where the log has none,
 * or where that line reads otherwise in the project: then the image holds another version of the file.
 */
export function ownFrame(context: Context, log: readonly string[]): Label | undefined {
  for (let at = log.length - 1; at >= 0; at--) {
    const frame = FRAME.exec(log[at] ?? '');
    if (frame?.[1] === undefined || NOT_OWN.test(frame[1])) continue;
    return labelOf(context, frame[1], Number(frame[2]), (log[at + 1] ?? '').trim());
  }
  return undefined;
}

function labelOf(context: Context, path: string, line: number, text: string): Label | undefined {
  const { source } = context.facts;
  const workdir = source.image?.workdir ?? '/app';
  const inside = path.startsWith(`${workdir}/`)
    ? path.slice(workdir.length + 1)
    : path.slice(path.lastIndexOf('/') + 1);
  const file = join(source.folder, inside);
  const found = lineSpan(context.project.files, file, line);
  if (found === undefined || (text !== '' && found.text !== text)) return undefined;
  return { span: found.span, message: 'it fails here' };
}
