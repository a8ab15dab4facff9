import type { Span } from '../../../core/span.ts';
import type { RouteAnswer } from '../answers.ts';
import { asText } from '../evaluate.ts';
import type { Argument, Expression } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { type Frame, type Play, value, type Worked } from './play.ts';
import { joinTexts, UNKNOWN, type Value } from './value.ts';
import { workOut } from './work-out.ts';

/** What Flask makes of a value that a view returns. */
export function response(value: Value, status: number, at: Span): RouteAnswer {
  switch (value.kind) {
    case 'constant':
      return typeof value.value === 'string'
        ? { kind: 'answers', status, body: { texts: [value.value], form: 'text' }, at }
        : { kind: 'unknown' };
    case 'pattern':
      return { kind: 'answers', status, body: { texts: value.texts, form: 'text' }, at };
    case 'json':
      return { kind: 'answers', status, body: { texts: value.texts, form: 'json' }, at };
    case 'response':
      return { kind: 'answers', status: status === 200 ? value.status : status, body: value.body, at };
    case 'redirect':
      return { kind: 'redirects', status: value.status, to: value.to, at };
    case 'tuple': {
      const [body, second] = value.items;
      const code = second?.kind === 'constant' ? second.value : undefined;
      if (body === undefined || body.kind === 'tuple') return { kind: 'unknown' };
      if (typeof code === 'number') return response(body, code, at);
      return second?.kind === 'json' ? response(body, status, at) : { kind: 'unknown' };
    }
    case 'thing':
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** `jsonify`, `redirect`, `make_response`, `abort`, `render_template_string` and the classes of responses. */
export function responseCall(
  play: Play,
  frame: Frame,
  call: Expression & { kind: 'call' },
  name: string,
  order: number,
): Worked | undefined {
  const short = name.replace(
    /^(?:flask|fastapi\.responses|starlette\.responses|werkzeug\.utils|werkzeug\.exceptions|flask\.wrappers)\./,
    '',
  );
  switch (short) {
    case 'jsonify':
    case 'flask.json.jsonify':
      return jsonOf(play, frame, call.arguments, order);
    case 'redirect':
      return redirectOf(play, frame, call.arguments, order);
    case 'make_response':
    case 'Response':
    case 'PlainTextResponse':
    case 'HTMLResponse':
      return responseOf(play, frame, call.arguments, order);
    case 'abort':
      return { kind: 'raises', exception: 'HTTPException', message: undefined, at: spanIn(frame.view, call) };
    case 'render_template':
    case 'render_template_string':
      return value({ kind: 'response', status: 200, body: { texts: ['', ''], form: 'template' } });
    case 'str': {
      const inner = call.arguments[0];
      return inner === undefined ? undefined : stringOf(workOut(play, frame, inner.value, order));
    }
    default:
      return undefined;
  }
}

function stringOf(worked: Worked): Worked {
  if (worked.kind !== 'value') return worked;
  if (worked.value.kind === 'constant') return value({ kind: 'constant', value: asText(worked.value.value) });
  return worked.value.kind === 'pattern' ? worked : value({ kind: 'pattern', texts: ['', ''] });
}

function redirectOf(play: Play, frame: Frame, given: readonly Argument[], order: number): Worked {
  const target = given[0] === undefined ? undefined : workOut(play, frame, given[0].value, order);
  const code = given.find(
    (one, at) => (one.kind === 'keyword' && one.name === 'code') || (one.kind === 'positional' && at === 1),
  );
  const status = code?.value.kind === 'constant' ? Number(code.value.value) : 302;
  const to = target?.kind === 'value' && target.value.kind === 'constant' ? String(target.value.value) : undefined;
  return value({ kind: 'redirect', status, to });
}

function responseOf(play: Play, frame: Frame, given: readonly Argument[], order: number): Worked {
  let body: Value = { kind: 'constant', value: '' };
  let status = 200;
  for (const [at, argument] of given.entries()) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
    const name = argument.kind === 'keyword' ? argument.name : ['body', 'status'][at];
    if (name === 'body' || name === 'response' || name === 'content') body = worked.value;
    if ((name === 'status' || name === 'status_code') && worked.value.kind === 'constant')
      status = Number.parseInt(String(worked.value.value), 10);
  }
  const made = response(body, status, spanIn(frame.view, { from: order, to: order }));
  return value(made.kind === 'answers' ? { kind: 'response', status: made.status, body: made.body } : UNKNOWN);
}

/** A JSON body as Flask writes it: keys sorted, a line's end behind it; what is between the known parts may be anything. */
function jsonOf(play: Play, frame: Frame, given: readonly Argument[], order: number): Worked {
  const only = given[0];
  if (given.length === 1 && only?.kind === 'positional') {
    const worked = workOut(play, frame, only.value, order);
    return worked.kind === 'value' && worked.value.kind !== 'json' ? value({ kind: 'json', texts: ['', ''] }) : worked;
  }
  const entries: [string, Value][] = [];
  for (const argument of given) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
    if (argument.kind === 'keyword') entries.push([argument.name, worked.value]);
  }
  return value({ kind: 'json', texts: jsonTexts(entries) });
}

export function jsonTexts(entries: readonly (readonly [string, Value])[]): string[] {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts: Value[] = [{ kind: 'constant', value: '{' }];
  sorted.forEach(([key, one], at) => {
    parts.push({ kind: 'constant', value: `${at === 0 ? '' : ','}${JSON.stringify(key)}:` });
    parts.push(jsonValue(one));
  });
  parts.push({ kind: 'constant', value: '}\n' });
  const joined = joinTexts(parts);
  return joined.kind === 'constant' ? [String(joined.value)] : joined.kind === 'pattern' ? [...joined.texts] : ['', ''];
}

function jsonValue(one: Value): Value {
  if (one.kind === 'constant') return { kind: 'constant', value: JSON.stringify(one.value) };
  if (one.kind !== 'pattern') return UNKNOWN;
  const inner = one.texts.map((text) => JSON.stringify(text).slice(1, -1));
  return joinTexts([
    { kind: 'constant', value: '"' },
    { kind: 'pattern', texts: inner },
    { kind: 'constant', value: '"' },
  ]);
}
