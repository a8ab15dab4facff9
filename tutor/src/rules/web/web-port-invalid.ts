import type { Diagnosis } from '../../core/diagnosis.ts';
import type { Rule } from '../../core/rule.ts';
import type { Span } from '../../core/span.ts';
import { faultsOf } from '../../forecast/compose-faults.ts';
import type { Context } from '../../forecast/context.ts';
import { textAt } from '../../forecast/insertion.ts';
import { type PlaceToChange, placeToChange } from '../../forecast/place-to-change.ts';
import { refusedPort } from '../../forecast/refused-port.ts';
import { serviceOf } from '../../forecast/roles.ts';
import { unsetVariable } from '../../forecast/unset-variable.ts';

/** An entry of `ports` that Compose cannot take apart. */
export const rule: Rule<Context> = {
  rule: 'web-port-invalid',
  severity: 'error',
  step: 'web',
  explains: 'web-publishes-port',
  foretells: 'compose-refuses',
  recognise: (context) => [...ofShortForm(context), ...ofLongForm(context)],
};

function ofShortForm(context: Context): readonly Diagnosis[] {
  return faultsOf(context, 'port').map((fault): Diagnosis => {
    const { text = '', why = '' } = fault.words ?? {};
    const unset = fault.at === undefined ? undefined : unsetVariable(context.project, fault.at);
    if (unset !== undefined)
      return {
        title: text === '' ? 'an entry of `ports` is empty' : `\`${text}\` is no port that can be published`,
        primary: { span: unset.at, message: `nothing sets ${unset.name}` },
        notes: [NOTE],
        help: `set ${unset.name} in a file .env beside the Compose file, or give it a default`,
        followsFrom: ['interpolation-unset-variable'],
      };
    const { part, message, help } = explain(text, why);
    const dotenv = fault.at === undefined ? undefined : fromDotenv(context, fault.at, text, part);
    const at = dotenv?.at ?? (fault.at === undefined ? undefined : placeOf(context, fault.at, text, part));
    return {
      title:
        text === ''
          ? 'an entry of `ports` names no port of the container'
          : `\`${text}\` is no port that can be published`,
      ...(at === undefined ? {} : { primary: { span: at, message } }),
      labels: dotenv?.labels ?? [],
      notes: [NOTE],
      help,
      // A service in the list of ports: the line `depends_on:` above it is gone.
      ...(context.project.view.services.some((service) => service.name === text)
        ? { followsFrom: ['web-depends-on-missing'] }
        : {}),
    };
  });
}

/** What Compose does not look at in the long form, and the engine refuses. */
function ofLongForm({ project, facts }: Context): readonly Diagnosis[] {
  return project.view.services.flatMap((service) =>
    service.ports.flatMap((port): readonly Diagnosis[] => {
      const refused = refusedPort(port);
      if (refused === undefined) return [];
      const { part, at, text } = refused;
      return [
        {
          title: `\`${text}\` is no ${part === 'protocol' ? 'protocol' : 'port'} that can be published`,
          primary: { span: at, message: part === 'protocol' ? 'is no protocol' : sayPort(text) },
          notes: ['Docker Compose hands it on as it stands, and the engine refuses it'],
          help: LONG_HELP[part],
          // A protocol is looked at only when the container is started.
          ...(part === 'protocol' && service === serviceOf(facts.roles.web)
            ? { foretells: 'web-not-started' as const }
            : { foretells: 'up-stops' as const, unmade: service.name }),
        },
      ];
    }),
  );
}

const LONG_HELP = {
  target: 'write the port of the container, a number from 1 to 65535',
  published: 'write a port of your machine, a number from 1 to 65535',
  protocol: 'write `tcp`, or leave it out',
} as const;

const NOTE = 'a port is published as `"8000:8000"`: the port of your machine, a colon, the port of the container';

type Explained = {
  /** The part of the text that is meant: from where to where. */
  readonly part: readonly [number, number];
  readonly message: string;
  readonly help: string;
};

/** Quotes as word processors and web pages set them: to YAML they are letters. */
const CURLY = /^[“”„‘’‚«»].*[“”„‘’‚«»]$/;

function explain(text: string, why: string): Explained {
  if (CURLY.test(text)) return whole(text, 'to YAML these quotes are letters', 'write straight quotes: `"`');
  const last = text.lastIndexOf(':');
  const slash = text.indexOf('/', last + 1);
  const containerEnd = slash < 0 ? text.length : slash;
  const beforeLast = last < 0 ? -1 : text.lastIndexOf(':', last - 1);
  const container: readonly [number, number] = [last + 1, containerEnd];
  const host: readonly [number, number] = [beforeLast + 1, Math.max(last, 0)];
  switch (why) {
    case 'protocol':
      return {
        part: [slash + 1, text.length],
        message: 'is no protocol',
        help: 'write `tcp` behind the slash, or nothing',
      };
    case 'address':
      return beforeLast < 0
        ? whole(text, 'is no address of your machine', 'write an address, such as `127.0.0.1`, or leave it out')
        : {
            part: [0, beforeLast],
            message: 'stands where an address is read, and is none',
            help: 'write two ports with one colon between, or an address such as `127.0.0.1` before them',
          };
    case 'container-port-missing':
      return whole(text, 'names no port of the container', 'write the port of the container behind the colon');
    case 'container-port':
      return {
        part: container,
        message: sayPort(text.slice(...container)),
        help: `write the port of the container, a number from 1 to 65535`,
      };
    case 'target-zero':
      return {
        part: container,
        message: 'no server can listen on port 0',
        help: 'write the port that the server listens on',
      };
    case 'host-port':
      return {
        part: host,
        message: sayPort(text.slice(...host)),
        help: 'write a port of your machine, a number from 1 to 65535',
      };
    case 'ranges-differ':
      return whole(text, 'the two ranges are not of one length', 'write one port on each side of the colon');
    case 'target-missing':
      return whole(text, 'has no `target`', 'add `target:` with the port of the container');
    default:
      return whole(text, 'cannot be read', 'write `"8000:8000"`');
  }
}

function whole(text: string, message: string, help: string): Explained {
  return { part: [0, text.length], message, help };
}

const GREATEST_PORT = 65_535;

function sayPort(text: string): string {
  const [from = '', to] = text.split('-');
  if (text === '') return 'no port stands here';
  if (/^\d+$/.test(from) && to !== undefined && /^\d+$/.test(to) && Number(to) < Number(from))
    return 'the range runs backwards';
  if (/^[\d-]+$/.test(text) && text.split('-').some((one) => Number(one) > GREATEST_PORT))
    return 'the largest port is 65535';
  return 'is no number';
}

/** Where the part comes from `.env`: the line that gives it, or, where several services take it from there, its use. */
function fromDotenv(
  { project }: Context,
  at: Span,
  text: string,
  [from, to]: readonly [number, number],
): PlaceToChange | undefined {
  const written = textAt(project, at) ?? '';
  const quote = /^["']/.test(written) ? 1 : 0;
  const [use, name = ''] = /\$\{?(\w+)[^}:]*\}?/.exec(written) ?? [];
  const line = project.compose.dotenv.get(name);
  if (use === undefined || line === undefined) return undefined;
  const start = written.indexOf(use);
  const filled = start - quote;
  const isSame = text.slice(0, filled) === written.slice(quote, start) && text.startsWith(line.value, filled);
  if (!isSame || from < filled || to > filled + line.value.length || to <= from) return undefined;
  const isExact = line.span.end - line.span.start === line.value.length;
  const span = isExact
    ? { ...line.span, start: line.span.start + from - filled, end: line.span.start + to - filled }
    : line.span;
  const used = { file: at.file, start: at.start + start, end: at.start + start + use.length };
  return placeToChange(project, { span, use: used, dotenvName: name });
}

/** The part of an entry, where the entry stands in the file letter by letter. */
function placeOf({ project }: Context, at: Span, text: string, [from, to]: readonly [number, number]): Span {
  const written = textAt(project, at) ?? '';
  const start = /^["']/.test(written) ? 1 : 0;
  if (written.slice(start, start + text.length) !== text || to <= from) return at;
  return { file: at.file, start: at.start + start + from, end: at.start + start + to };
}
