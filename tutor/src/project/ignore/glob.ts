/** A pattern of Go's `filepath.Match`, where `**` stands for any number of folders. */
export type Glob = readonly GlobToken[];

type GlobToken =
  | { readonly kind: 'unit'; readonly unit: string }
  /** `?`: one character of a name. */
  | { readonly kind: 'any' }
  /** `[a-z]`. */
  | { readonly kind: 'class'; readonly accepts: RegExp }
  /** `*`: any characters of one name. */
  | { readonly kind: 'star' }
  /** `**`: anything. */
  | { readonly kind: 'deep' }
  /** `**` before more: any number of folders, also none; always followed by `folder-inside`. */
  | { readonly kind: 'folders' }
  | { readonly kind: 'folder-inside' };

/** Reads a pattern; undefined where it is malformed. */
export function readGlob(pattern: string): Glob | undefined {
  const tokens: GlobToken[] = [];
  let at = 0;
  while (at < pattern.length) {
    const read = readToken(pattern, at);
    if (read === undefined) return undefined;
    tokens.push(...read.tokens);
    at = read.next;
  }
  return tokens;
}

type TokensRead = { readonly tokens: readonly GlobToken[]; readonly next: number };

function readToken(pattern: string, at: number): TokensRead | undefined {
  const unit = pattern[at] ?? '';
  switch (unit) {
    case '*':
      return pattern[at + 1] === '*' ? readDeep(pattern, at) : { tokens: [{ kind: 'star' }], next: at + 1 };
    case '?':
      return { tokens: [{ kind: 'any' }], next: at + 1 };
    case '\\':
      return { tokens: [{ kind: 'unit', unit: pattern[at + 1] ?? '\\' }], next: at + 2 };
    case '[':
      return readClass(pattern, at);
    default:
      return { tokens: [{ kind: 'unit', unit }], next: at + 1 };
  }
}

/** At the end it stands for anything, elsewhere for folders, with or without the slash behind it. */
function readDeep(pattern: string, at: number): TokensRead {
  let next = at;
  while (pattern[next] === '*') next++;
  if (pattern[next] === '/') next++;
  return next >= pattern.length
    ? { tokens: [{ kind: 'deep' }], next }
    : { tokens: [{ kind: 'folders' }, { kind: 'folder-inside' }], next };
}

function readClass(pattern: string, at: number): TokensRead | undefined {
  const close = pattern.indexOf(']', at + 2);
  if (close < 0) return undefined;
  const inside = pattern.slice(at + 1, close);
  const negated = inside.startsWith('^');
  const body = (negated ? inside.slice(1) : inside).replace(/[[\]^\\]/g, '\\$&');
  try {
    const accepts = new RegExp(negated ? `^[^${body}]$` : `^[${body}]$`);
    return { tokens: [{ kind: 'class', accepts }], next: close + 1 };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Whether the pattern matches the whole path. All ways are followed at once,
 * so that no pattern takes longer than its length times the path's.
 */
export function globMatches(glob: Glob, path: string): boolean {
  return matchLength(glob, path, 'whole') !== undefined;
}

/** Whether the pattern matches the path or a folder that it lies in. */
export function globMatchesFolder(glob: Glob, path: string): boolean {
  return matchLength(glob, path, 'folders') !== undefined;
}

/** How much of the path the pattern matches: all of it, or with `folders` up to any slash. */
function matchLength(glob: Glob, path: string, ends: 'whole' | 'folders'): number | undefined {
  let states = closure(glob, [0]);
  for (let at = 0; at < path.length && states.size > 0; at++) {
    if (ends === 'folders' && path[at] === '/' && states.has(glob.length)) return at;
    states = closure(glob, step(glob, states, path, at));
  }
  return states.has(glob.length) ? path.length : undefined;
}

/** The states that can be reached without reading: repetitions may be empty. */
function closure(glob: Glob, from: Iterable<number>): Set<number> {
  const states = new Set<number>();
  for (const start of from) {
    let state: number | undefined = start;
    while (state !== undefined && !states.has(state)) {
      states.add(state);
      state = withoutReading(glob[state], state);
    }
  }
  return states;
}

function withoutReading(token: GlobToken | undefined, state: number): number | undefined {
  switch (token?.kind) {
    case 'star':
    case 'deep':
      return state + 1;
    case 'folders':
      return state + 2;
    default:
      return undefined;
  }
}

function step(glob: Glob, states: ReadonlySet<number>, path: string, at: number): number[] {
  const unit = path[at] ?? '';
  const next: number[] = [];
  for (const state of states) {
    const token = glob[state];
    if (token === undefined) continue;
    next.push(...afterUnit(token, state, unit));
  }
  return next;
}

function afterUnit(token: GlobToken, state: number, unit: string): readonly number[] {
  switch (token.kind) {
    case 'unit':
      return token.unit === unit ? [state + 1] : [];
    case 'any':
      return unit === '/' ? [] : [state + 1];
    case 'class':
      return unit !== '/' && token.accepts.test(unit) ? [state + 1] : [];
    case 'star':
      return unit === '/' ? [] : [state];
    case 'deep':
      return [state];
    case 'folders':
      return unit === '/' ? [state + 1, state + 2] : [state + 1];
    case 'folder-inside':
      return unit === '/' ? [state, state + 1] : [state];
  }
}
