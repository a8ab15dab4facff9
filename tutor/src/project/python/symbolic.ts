import type { Span } from '../../core/span.ts';

/** What an expression of the app comes to, as far as the text tells; evaluated with an environment by {@link ./evaluate.ts}. */
export type Symbolic =
  | { readonly kind: 'constant'; readonly value: Constant; readonly span: Span }
  /** An environment variable. */
  | {
      readonly kind: 'environment';
      readonly name: string;
      readonly nameAt: Span;
      readonly span: Span;
      /** What it is when it is not set: KeyError (or the like), None, or a fallback. */
      readonly otherwise: 'raises' | 'none' | Symbolic;
    }
  /** Parts in a row: an f-string, `+`, `%`, `.format`. */
  | { readonly kind: 'template'; readonly parts: readonly Symbolic[]; readonly span: Span }
  /** `a or b`: the first that is true, else the last. */
  | { readonly kind: 'first-true'; readonly options: readonly Symbolic[]; readonly span: Span }
  /** `a and b`: the first that is false, else the last. */
  | { readonly kind: 'first-false'; readonly options: readonly Symbolic[]; readonly span: Span }
  /** `a if test else b`, or two assignments of which one is done. */
  | {
      readonly kind: 'conditional';
      readonly test: Symbolic;
      /** What it is where the test holds. */
      readonly value: Symbolic;
      readonly otherwise: Symbolic;
      readonly span: Span;
    }
  /** A function of known meaning applied to values. */
  | {
      readonly kind: 'apply';
      readonly operation: Operation;
      readonly values: readonly Symbolic[];
      readonly span: Span;
    }
  /** A list, tuple, or dictionary of which the parts are known. */
  | { readonly kind: 'list'; readonly items: readonly Symbolic[]; readonly span: Span }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Symbolic])[]; readonly span: Span }
  | { readonly kind: 'unknown'; readonly span: Span };

export type Constant = string | number | boolean | null;

/** Operations that `evaluate` can do. */
export type Operation =
  | 'str'
  | 'int'
  | 'bool'
  | 'quote'
  | 'quote-plus'
  | 'replace'
  | 'strip'
  | 'lower'
  | 'upper'
  | 'not'
  | 'equal'
  | 'not-equal'
  | 'in'
  | 'not-in'
  | 'starts-with'
  | 'ends-with'
  | 'less'
  | 'greater'
  | 'file-text'
  | 'file-exists'
  | 'environment-has';
