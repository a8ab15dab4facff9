/** Lines that name a failure: PostgreSQL's FATAL and PANIC, Python's last traceback line, a shell's complaint. */
const FATAL =
  /\b(?:FATAL|PANIC):|^(?:[\w.]*(?:Error|Exception)|ModuleNotFoundError|KeyError)\b(?::|$)|(?:^|: )(?:exec |\/bin\/sh: ).*(?:not found|no such file|permission denied)|^Error: |^initdb: error: |^psql:\S+: (?:ERROR|FATAL): |: can't open file '|^\S+\.sh: (?:line )?\d+: .*: (?:command )?not found$/i;
/** Lines that look like one and are harmless (field notes; *What really goes wrong*, §2: noise of a healthcheck). */
const NOISE = [
  /the database system is (?:starting up|shutting down|not yet accepting connections)/,
  /role "root" does not exist/,
  /logical replication launcher/,
  /terminating connection due to administrator command/,
  /terminating autovacuum process/,
];

/** The lines of a log that say why something does not work, in order: a traceback's last line is one, whatever it is called. */
export function fatalLines(lines: readonly string[]): readonly string[] {
  let isInTraceback = false;
  return lines.filter((line) => {
    const endsTraceback = isInTraceback && /^[A-Za-z_]/.test(line);
    if (TRACEBACK.test(line)) isInTraceback = true;
    else if (endsTraceback) isInTraceback = false;
    const isFatal = FATAL.test(line.trim()) || (endsTraceback && EXCEPTION.test(line));
    return isFatal && !NOISE.some((noise) => noise.test(line));
  });
}

const TRACEBACK = /^Traceback \(most recent call last\):/;
/** `psycopg2.errors.UndefinedTable: relation "x" does not exist`; an end that was asked for is none. */
const EXCEPTION = /^(?!KeyboardInterrupt\b|SystemExit\b)[A-Za-z_][\w.]*(?::|$)/;
