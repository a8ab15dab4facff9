import type { Span } from '../../core/span.ts';

/** One reading of a requirements file. */
export type RequirementsReading = {
  readonly file: string;
  readonly requirements: readonly Requirement[];
  /** `-r other.txt`, `-c constraints.txt`, as written. */
  readonly includes: readonly RequirementsInclude[];
  /** `--index-url`, `--no-binary`, … */
  readonly options: readonly { readonly name: string; readonly value: string | undefined; readonly span: Span }[];
  readonly faults: readonly RequirementsFault[];
  /** Nothing but comments and blank lines. */
  readonly empty: boolean;
  readonly beyond?: 'too-large';
};

export type Requirement = {
  /** As written. */
  readonly name: string;
  /** PEP 503: lower case, runs of `-_.` are one `-`. */
  readonly normalised: string;
  readonly nameAt: Span;
  readonly extras: readonly string[];
  readonly specifiers: readonly Specifier[];
  /** `name @ https://…`, `git+https://…`. */
  readonly url?: string;
  /** `; python_version < "3.8"`. */
  readonly marker?: string;
  readonly markerAt?: Span;
  readonly hashes: number;
  readonly span: Span;
};

export type Specifier = {
  readonly operator: '==' | '===' | '~=' | '!=' | '<=' | '>=' | '<' | '>';
  readonly version: string;
  readonly versionAt: Span;
  readonly span: Span;
};

export type RequirementsInclude = {
  readonly kind: 'requirements' | 'constraints' | 'editable' | 'path';
  readonly path: string;
  readonly pathAt: Span;
  readonly span: Span;
};

/** A line that pip refuses. */
export type RequirementsFault = {
  readonly kind:
    | 'single-equals' // [name, version] `Flask=2.3.3`
    | 'version-missing' // [name] `flask ==`
    | 'operator' // [name, text] `flask => 2`
    | 'space' // [name, text] `flask 2.3.3`
    | 'several-names' // [text] `flask psycopg2`, `flask, gunicorn`
    | 'command' // [text] `pip install flask`
    | 'import-statement' // [text] `import flask`
    | 'quotes' // [text]
    | 'version' // [name, version] not a version
    | 'marker' // [name, text]
    | 'extras' // [name, text]
    | 'option' // [text] an option pip does not know
    | 'include-missing-path' // [text]
    | 'comma-trailing' // [name] `flask==2.3.3,`
    | 'standard-module' // [name] `os`
    | 'syntax'; // [text]
  readonly at: Span;
  readonly line: Span;
  readonly words: Readonly<Record<string, string>>;
};
