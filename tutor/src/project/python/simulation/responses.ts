import type { Span } from '../../../core/span.ts';
import type { RouteAnswer } from '../answers.ts';
import type { Argument, Expression } from '../grammar/tree.ts';
import { spanIn } from '../symbolic-of.ts';
import { jsonTexts } from './json.ts';
import { type Frame, type Play, value, type Worked } from './play.ts';
import { constant, joinTexts, UNKNOWN, type Value } from './value.ts';
import { workOut } from './work-out.ts';

/** What Flask makes of a value that a view returns. */
export function response(value: Value, status: number, at: Span): RouteAnswer {
  switch (value.kind) {
    case 'constant':
      if (typeof value.value === 'string') {
        return { kind: 'answers', status, body: { texts: [value.value], form: 'text' }, at };
      }
      // A view that returns None, a number or a truth value is an error to Flask.
      return { kind: 'raises', exception: 'TypeError', at, given: of(value.value) };
    case 'pattern':
      return { kind: 'answers', status, body: { texts: value.texts, form: 'text' }, at };
    case 'map':
    case 'list':
      return { kind: 'answers', status, body: { texts: jsonTexts(value), form: 'json' }, at };
    case 'response':
      return { kind: 'answers', status: status === 200 ? value.status : status, body: value.body, at };
    case 'redirect':
      return { kind: 'redirects', status: value.status, to: value.to, at };
    case 'tuple':
      return tupleResponse(value.items, status, at);
    case 'exception':
    case 'thing':
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** `body, status`, `body, headers`, `body, status, headers`. */
function tupleResponse(items: readonly Value[], status: number, at: Span): RouteAnswer {
  const [body, second] = items;
  // One value, or more than three, is no response.
  if (items.length < 2 || items.length > 3) return { kind: 'raises', exception: 'TypeError', at, given: 'a tuple' };
  if (body === undefined || second === undefined || body.kind === 'tuple') return { kind: 'unknown' };
  if (second.kind === 'constant' && typeof second.value === 'number') return response(body, second.value, at);
  if (second.kind === 'map') return response(body, status, at);
  const isBodyWrong = body.kind === 'constant' && typeof body.value !== 'string';
  return isBodyWrong ? response(body, status, at) : { kind: 'unknown' };
}

/** A plain value in words, as what a view gave. */
function of(given: string | number | boolean | null): string {
  if (given === null) return '`None`';
  return typeof given === 'number' ? `the number ${given}` : `\`${given === true ? 'True' : 'False'}\``;
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
    case 'sys.exit':
    case 'os._exit':
    case 'exit':
    case 'quit':
      return { kind: 'raises', exception: 'SystemExit', message: undefined, at: spanIn(frame.view, call) };
    case 'request.args.get':
      return argumentOf(play, frame, call.arguments, order);
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

/** GET / has no arguments: the fallback, or None. */
function argumentOf(play: Play, frame: Frame, given: readonly Argument[], order: number): Worked {
  const fallback = given.find(
    (one, at) => (one.kind === 'keyword' && one.name === 'default') || (one.kind === 'positional' && at === 1),
  );
  return fallback === undefined ? value(constant(null)) : workOut(play, frame, fallback.value, order);
}

function stringOf(worked: Worked): Worked {
  return worked.kind === 'value' ? value(joinTexts([worked.value])) : worked;
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

/** `jsonify(a=1)`, `jsonify(value)`. */
function jsonOf(play: Play, frame: Frame, given: readonly Argument[], order: number): Worked {
  const only = given[0];
  if (given.length === 1 && only?.kind === 'positional') {
    const worked = workOut(play, frame, only.value, order);
    return worked.kind === 'value' ? value(jsonResponse(worked.value)) : worked;
  }
  const entries: [string, Value][] = [];
  for (const argument of given) {
    const worked = workOut(play, frame, argument.value, order);
    if (worked.kind !== 'value') return worked;
    if (argument.kind !== 'keyword') return value(jsonResponse(UNKNOWN));
    entries.push([argument.name, worked.value]);
  }
  return value(jsonResponse({ kind: 'map', entries }));
}

function jsonResponse(of: Value): Value {
  return { kind: 'response', status: 200, body: { texts: jsonTexts(of), form: 'json' } };
}
