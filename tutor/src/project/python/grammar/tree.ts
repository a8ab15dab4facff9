/** A stretch of the module's text, in UTF-16 units. */
export type Range = { readonly from: number; readonly to: number };

/** An expression of a Python module. */
export type Expression = Range &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'constant'; readonly value: string | number | boolean | null; readonly inner: Range }
    /** Bytes, complex numbers, `...`: values that say nothing here. */
    | { readonly kind: 'opaque' }
    | { readonly kind: 'formatted'; readonly parts: readonly FormattedPart[] }
    | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string; readonly nameAt: Range }
    | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Argument[] }
    | { readonly kind: 'subscript'; readonly object: Expression; readonly index: Expression }
    | { readonly kind: 'slice'; readonly parts: readonly Expression[] }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
    | { readonly kind: 'boolean'; readonly operator: 'and' | 'or'; readonly operands: readonly Expression[] }
    | {
        readonly kind: 'compare';
        readonly first: Expression;
        readonly rest: readonly { readonly operator: string; readonly operand: Expression }[];
      }
    | {
        readonly kind: 'conditional';
        readonly test: Expression;
        readonly value: Expression;
        readonly otherwise: Expression;
      }
    | { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Expression[] }
    | { readonly kind: 'dictionary'; readonly entries: readonly DictionaryEntry[] }
    | {
        readonly kind: 'comprehension';
        readonly element: Expression;
        /** The value of a dictionary's entry. */
        readonly value?: Expression;
        readonly clauses: readonly ComprehensionClause[];
      }
    | { readonly kind: 'starred'; readonly value: Expression }
    | { readonly kind: 'walrus'; readonly target: Expression; readonly value: Expression }
    | { readonly kind: 'await'; readonly value: Expression }
    | { readonly kind: 'yield'; readonly value?: Expression }
    /** What stands where a fault was found. */
    | { readonly kind: 'missing' }
  );

export type FormattedPart =
  | { readonly kind: 'text'; readonly text: string; readonly at: Range }
  | {
      readonly kind: 'hole';
      readonly value: Expression;
      /** `!r`, `!s`, `!a`. */
      readonly conversion?: string;
      /** What follows `:`, as parts. */
      readonly format?: readonly FormattedPart[];
    };

export type Argument = Range &
  (
    | { readonly kind: 'positional'; readonly value: Expression }
    | { readonly kind: 'keyword'; readonly name: string; readonly nameAt: Range; readonly value: Expression }
    | { readonly kind: 'spread' | 'spread-map'; readonly value: Expression }
  );

export type Parameter = Range & {
  readonly name: string;
  readonly kind: 'plain' | 'rest' | 'rest-map';
  readonly annotation?: Expression;
  readonly fallback?: Expression;
};

export type DictionaryEntry =
  | { readonly kind: 'pair'; readonly key: Expression; readonly value: Expression }
  | { readonly kind: 'spread'; readonly value: Expression };

export type ComprehensionClause =
  | { readonly kind: 'for'; readonly target: Expression; readonly within: Expression }
  | { readonly kind: 'if'; readonly test: Expression };

/** A statement of a Python module. */
export type Statement = Range &
  (
    | { readonly kind: 'expression'; readonly value: Expression }
    | { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression }
    | {
        readonly kind: 'annotated';
        readonly target: Expression;
        readonly annotation: Expression;
        readonly value?: Expression;
      }
    | { readonly kind: 'augmented'; readonly target: Expression; readonly operator: string; readonly value: Expression }
    | { readonly kind: 'return'; readonly value?: Expression }
    | { readonly kind: 'raise'; readonly value?: Expression; readonly cause?: Expression }
    | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
    | { readonly kind: 'global' | 'nonlocal'; readonly names: readonly string[] }
    | { readonly kind: 'assert'; readonly test: Expression; readonly message?: Expression }
    | { readonly kind: 'pass' | 'break' | 'continue' }
    | { readonly kind: 'import'; readonly modules: readonly ImportedModule[] }
    | FromImport
    | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: Block }
    | { readonly kind: 'while'; readonly test: Expression; readonly body: Block; readonly otherwise: Block }
    | {
        readonly kind: 'for';
        readonly target: Expression;
        readonly within: Expression;
        readonly body: Block;
        readonly otherwise: Block;
      }
    | TryStatement
    | { readonly kind: 'with'; readonly items: readonly WithItem[]; readonly body: Block }
    | FunctionStatement
    | ClassStatement
    | { readonly kind: 'match'; readonly subject: Expression; readonly cases: readonly MatchCase[] }
    | { readonly kind: 'type'; readonly name: string; readonly value: Expression }
  );

export type Block = readonly Statement[];
export type Branch = { readonly test: Expression; readonly body: Block };
export type ImportedModule = Range & { readonly module: string; readonly as?: string; readonly asAt?: Range };
export type FromImport = {
  readonly kind: 'from-import';
  readonly module: string;
  readonly moduleAt: Range;
  readonly level: number;
  /** Empty for `*`. */
  readonly names: readonly (Range & { readonly name: string; readonly as: string })[];
  readonly star: 'star' | 'names';
};
export type TryStatement = {
  readonly kind: 'try';
  readonly body: Block;
  readonly handlers: readonly Handler[];
  readonly otherwise: Block;
  readonly finally: Block;
};
export type Handler = Range & { readonly type?: Expression; readonly name?: string; readonly body: Block };
export type WithItem = { readonly value: Expression; readonly target?: Expression };
export type FunctionStatement = {
  readonly kind: 'function';
  readonly name: string;
  readonly nameAt: Range;
  readonly decorators: readonly Expression[];
  readonly parameters: readonly Parameter[];
  readonly returns?: Expression;
  readonly body: Block;
  readonly runs: 'plain' | 'async';
};
export type ClassStatement = {
  readonly kind: 'class';
  readonly name: string;
  readonly nameAt: Range;
  readonly decorators: readonly Expression[];
  readonly bases: readonly Argument[];
  readonly body: Block;
};
export type MatchCase = {
  readonly names: readonly string[];
  readonly values: readonly Expression[];
  readonly guard?: Expression;
  readonly body: Block;
};
