import type { Span } from '../../core/span.ts';
import { normalisePackage } from './packages.ts';
import type { Requirement, RequirementsFault, RequirementsInclude, RequirementsReading, Specifier } from './reading.ts';

/** The largest file and the most lines that are read. */
const MAX_UNITS = 262_144;
const MAX_LINES = 5_000;

/** Reads a requirements file as pip does. Never throws for what a learner wrote. */
export function readRequirements(file: string, text: string): RequirementsReading {
  const draft: Draft = { file, requirements: [], includes: [], options: [], faults: [] };
  const lines = text.length > MAX_UNITS ? undefined : logicalLines(text);
  if (lines === undefined || lines.length > MAX_LINES) return { ...draft, empty: false, beyond: 'too-large' };
  for (const line of lines) readLine(draft, line);
  const { requirements, includes, faults } = draft;
  return { ...draft, empty: requirements.length + includes.length + faults.length === 0 };
}

type Draft = {
  readonly file: string;
  readonly requirements: Requirement[];
  readonly includes: RequirementsInclude[];
  readonly options: RequirementsReading['options'][number][];
  readonly faults: RequirementsFault[];
};

/** A line with its continued lines joined, comment and blanks off. Joined lines keep their length: `\` and line end become blanks. */
type Line = { readonly text: string; readonly start: number };

function logicalLines(text: string): Line[] {
  const joined = text.replace(/\\\r?\n/g, (found) => ' '.repeat(found.length));
  const lines: Line[] = [];
  let start = 0;
  for (const raw of joined.split('\n')) {
    const plain = raw.replace(/(^|\s)#.*$/, '$1');
    const indent = plain.length - plain.trimStart().length;
    const trimmed = plain.trim();
    if (trimmed !== '') lines.push({ text: trimmed, start: start + indent });
    start += raw.length + 1;
  }
  return lines;
}

function readLine(draft: Draft, line: Line): void {
  if (line.text.startsWith('-')) readOption(draft, line);
  else if (/^\/[/*]/.test(line.text)) fault(draft, line, 'syntax', whole(draft, line), { text: line.text });
  else if (/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(line.text)) {
    draft.includes.push({
      kind: 'path',
      path: line.text,
      pathAt: spanOf(draft, line, 0, line.text.length),
      span: whole(draft, line),
    });
  } else if (/^(?:git|hg|svn|bzr)\+|^https?:/.test(line.text)) readUrl(draft, line);
  else readRequirement(draft, line);
}

function spanOf(draft: Draft, line: Line, from: number, to: number): Span {
  return { file: draft.file, start: line.start + from, end: line.start + to };
}

function whole(draft: Draft, line: Line): Span {
  return spanOf(draft, line, 0, line.text.length);
}

const INCLUDES: ReadonlyMap<string, RequirementsInclude['kind']> = new Map<string, RequirementsInclude['kind']>(
  Object.entries({
    '-r': 'requirements',
    '--requirement': 'requirements',
    '-c': 'constraints',
    '--constraint': 'constraints',
    '-e': 'editable',
    '--editable': 'editable',
  }),
);
/** Options that pip knows in a requirements file. */
const OPTIONS =
  /^(?:-i|--index-url|--extra-index-url|--no-index|-f|--find-links|--no-binary|--only-binary|--prefer-binary|--require-hashes|--pre|--trusted-host|--use-feature|--hash|--config-settings?|--global-option)$/;

function readOption(draft: Draft, line: Line): void {
  const found = /^(--[a-z-]+|-[a-zA-Z]|-+)(?:\s*=\s*|\s*)(.*)$/.exec(line.text);
  const [, name = line.text, value = ''] = found ?? [];
  const include = INCLUDES.get(name);
  const valueAt = spanOf(draft, line, line.text.length - value.length, line.text.length);
  if (include !== undefined && value !== '') {
    draft.includes.push({ kind: include, path: value, pathAt: valueAt, span: whole(draft, line) });
  } else if (include !== undefined) {
    fault(draft, line, 'include-missing-path', whole(draft, line), { text: line.text });
  } else if (OPTIONS.test(name)) {
    draft.options.push({ name, value: value === '' ? undefined : value, span: whole(draft, line) });
  } else {
    fault(draft, line, 'option', spanOf(draft, line, 0, name.length), { text: name });
  }
}

/** `git+https://…#egg=name`: a name is known only where the address says one. */
function readUrl(draft: Draft, line: Line): void {
  const name = /#(?:.*&)?egg=([A-Za-z0-9._-]+)/.exec(line.text)?.[1] ?? wheelName(line.text);
  const span = whole(draft, line);
  draft.requirements.push({
    name: name ?? '',
    normalised: normalisePackage(name ?? ''),
    nameAt: span,
    extras: [],
    specifiers: [],
    url: line.text,
    hashes: 0,
    span,
  });
}

function wheelName(url: string): string | undefined {
  return /\/([A-Za-z0-9._]+)-[^/]+\.(?:whl|tar\.gz|zip)(?:[#?].*)?$/.exec(url)?.[1];
}

function fault(
  draft: Draft,
  line: Line,
  kind: RequirementsFault['kind'],
  at: Span,
  words: Readonly<Record<string, string>>,
): void {
  draft.faults.push({ kind, at, line: whole(draft, line), words });
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;
const EXTRAS = /^\s*\[([^\]]*)\]/;

function readRequirement(draft: Draft, line: Line): void {
  const { text, hashes } = withoutHashes(line.text);
  const name = NAME.exec(text)?.[0];
  const early = name === undefined ? 'syntax' : notARequirement(text);
  if (name === undefined || early !== undefined) {
    fault(draft, line, early ?? 'syntax', whole(draft, line), { text: line.text });
    return;
  }
  if (BROUGHT.has(name)) {
    fault(draft, line, 'standard-module', spanOf(draft, line, 0, name.length), { name, text: line.text });
    return;
  }
  const extras = EXTRAS.exec(text.slice(name.length));
  const behind = name.length + (extras?.[0].length ?? 0);
  const marker = markerOf(draft, line, text, behind);
  const rest = text.slice(behind, marker?.from ?? text.length);
  const url = /^\s*@\s*(\S+)\s*$/.exec(rest)?.[1];
  if (url !== undefined && !/[:/$]|\.(?:whl|zip|tar\.gz)$/.test(url)) {
    const start = behind + rest.indexOf('@');
    fault(draft, line, 'operator', spanOf(draft, line, start, start + 1), { name, text: '@' });
    return;
  }
  const specifiers = url === undefined ? readSpecifiers(draft, line, { name, rest, from: behind }) : [];
  if (specifiers === undefined) return;
  draft.requirements.push({
    name,
    normalised: normalisePackage(name),
    nameAt: spanOf(draft, line, 0, name.length),
    extras: (extras?.[1] ?? '').split(',').flatMap((extra) => (extra.trim() === '' ? [] : [extra.trim()])),
    specifiers,
    ...(url === undefined ? {} : { url }),
    ...(marker === undefined ? {} : { marker: marker.text, markerAt: marker.at }),
    hashes,
    span: whole(draft, line),
  });
}

/** What Python brings along and the index has no package of (tried; it does have a `datetime` and a `logging`). */
const BROUGHT: ReadonlySet<string> = new Set(['os', 'sys', 'json', 'time', 're']);

function withoutHashes(text: string): { readonly text: string; readonly hashes: number } {
  if (!text.includes('-')) return { text, hashes: 0 };
  // pip takes any of its options behind a requirement, and heeds only those that belong to one (tried in its parser).
  const at = text.search(
    /\s--?(?:hash|config-settings?|global-option|no-binary|only-binary|prefer-binary|pre|index-url|extra-index-url|find-links|no-index|trusted-host)\b/,
  );
  if (at < 0) return { text, hashes: 0 };
  return { text: text.slice(0, at).trimEnd(), hashes: text.slice(at).match(/--hash/g)?.length ?? 0 };
}

/** Texts that people put into the file and that are no requirement at all. */
function notARequirement(text: string): RequirementsFault['kind'] | undefined {
  if (!/\s/.test(text)) return undefined;
  if (/^(?:python3?\s+-m\s+)?(?:pip3?|uv|poetry|pipenv|conda)\s+(?:install|add)\b/.test(text)) return 'command';
  if (/^(?:import\s+\w|from\s+[\w.]+\s+import\b)/.test(text)) return 'import-statement';
  return undefined;
}

function markerOf(
  draft: Draft,
  line: Line,
  text: string,
  from: number,
): { text: string; at: Span; from: number } | undefined {
  const semicolon = text.indexOf(';', from);
  if (semicolon < 0) return undefined;
  const raw = text.slice(semicolon + 1);
  const start = semicolon + 1 + (raw.length - raw.trimStart().length);
  return { text: raw.trim(), at: spanOf(draft, line, start, text.length), from: semicolon };
}

const SPECIFIER = /^(\s*)(===|==|~=|!=|<=|>=|<|>)(\s*)([^\s,;]*)(\s*)/;
/** What nearly everybody writes; the whole grammar costs more to make ready than the file to read. */
const PLAIN_VERSION = /^\d+(?:\.\d+)*$/;
const VERSION =
  /^v?(?:\d+!)?\d+(?:\.\d+)*(?:\.\*|[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

/** What stands between name and marker. Undefined where it is faulty; the fault is told. */
function readSpecifiers(
  draft: Draft,
  line: Line,
  part: { readonly name: string; readonly rest: string; readonly from: number },
): Specifier[] | undefined {
  const bracketed = /^\s*\((.*)\)\s*$/.exec(part.rest);
  const rest = bracketed === null ? part.rest : ` ${bracketed[1]} `.padStart(part.rest.length);
  const specifiers: Specifier[] = [];
  let at = 0;
  while (rest.slice(at).trim() !== '') {
    const found = SPECIFIER.exec(rest.slice(at));
    if (found === null || found[4] === '' || !isVersion(found[2] ?? '', found[4] ?? '')) {
      findFault(draft, line, part, at);
      return undefined;
    }
    const [matched, blanks = '', operator = '', gap = '', version = ''] = found;
    const start = part.from + at + blanks.length;
    const versionFrom = start + operator.length + gap.length;
    specifiers.push({
      operator: operator as Specifier['operator'],
      version,
      versionAt: spanOf(draft, line, versionFrom, versionFrom + version.length),
      span: spanOf(draft, line, start, versionFrom + version.length),
    });
    at += matched.length;
    if (rest[at] === ',') {
      const comma = part.from + at++;
      if (rest.slice(at).trim() !== '') continue;
      fault(draft, line, 'comma-trailing', spanOf(draft, line, comma, comma + 1), { name: part.name, text: ',' });
      return undefined;
    }
    if (rest.slice(at).trim() !== '') {
      findFault(draft, line, part, at);
      return undefined;
    }
  }
  return specifiers;
}

function isVersion(operator: string, version: string): boolean {
  if (operator === '===') return !/^[=<>!~]/.test(version);
  // `~=` needs two parts at least, and neither a wildcard nor a local version.
  if (operator === '~=' && !/^v?(?:\d+!)?\d+\.\d+[^*+]*$/.test(version)) return false;
  return PLAIN_VERSION.test(version) || VERSION.test(version);
}

/** Names what is wrong behind a package's name, `at` offsets into what stands there. */
function findFault(
  draft: Draft,
  line: Line,
  part: { readonly name: string; readonly rest: string; readonly from: number },
  at: number,
): void {
  const rest = part.rest.slice(at);
  const lead = rest.length - rest.trimStart().length;
  const from = part.from + at + lead;
  const text = rest.trim();
  const to = from + text.length;
  const words = { name: part.name, text };
  const single = /^=(?!=)\s*(\S*)/.exec(text);
  const odd = /^(=>|=<|=!|=~|<>|\^|~(?!=)|:|=>=)\s*\S*/.exec(text);
  const operator = SPECIFIER.exec(text);
  if (odd !== null) fault(draft, line, 'operator', spanOf(draft, line, from, from + (odd[1] ?? '').length), words);
  else if (single !== null) {
    fault(draft, line, 'single-equals', spanOf(draft, line, from, from + 1), { ...words, version: single[1] ?? '' });
  } else if (operator !== null && operator[4] === '')
    fault(draft, line, 'version-missing', spanOf(draft, line, from, to), words);
  else if (operator !== null) {
    const version = operator[4] ?? '';
    const start = from + operator[0].indexOf(version);
    const kind = /["']/.test(version) ? 'quotes' : 'version';
    fault(draft, line, kind, spanOf(draft, line, start, start + version.length), { ...words, version });
  } else fault(draft, line, looseKind(text), spanOf(draft, line, from, to), words);
}

/** A rest with no operator: another name, or a version behind a blank. */
function looseKind(text: string): RequirementsFault['kind'] {
  if (/^v?\d/.test(text)) return 'space';
  if (/^,?\s*[A-Za-z]/.test(text)) return 'several-names';
  return 'syntax';
}
