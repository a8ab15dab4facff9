import type { Effect } from './effect.ts';
import type { Evidence } from './evidence.ts';
import type { Span } from './span.ts';

/** `error` fails or blocks its check; `warning` and `advice` never do. */
export type Severity = 'error' | 'warning' | 'advice';

/** Whether a diagnosis was worked out from files or seen in the running stack. */
export type Basis = 'files' | 'observed';

/** A piece of the learner's text and what it does. */
export type Label = { readonly span: Span; readonly message: string };

/** Replace `span` by `text`. */
export type Edit = { readonly span: Span; readonly text: string };

/** A mend that can be applied. `template` needs the learner's own values and is only shown. */
export type Fix = {
  readonly title: string;
  readonly confidence: 'certain' | 'likely' | 'template';
  readonly edits: readonly Edit[];
};

/**
 * Whether the learner has begun the thing a diagnosis speaks of.
 * `absent`: no such file, service, network or volume yet: not mentioned while an earlier step fails.
 */
export type Subject = 'begun' | 'absent';

/**
 * What a diagnosis may merely follow from: the slug of a rule; an effect, which stands for every error worked out from files
 * that foretells it; or `'files'`, for every error worked out from files.
 */
export type Cause = string;

/** What a rule found in this project. The rule's name, severity and step are added by the runner. */
export type Diagnosis = {
  /** What is so, in the learner's nouns: lower case, no full stop. */
  readonly title: string;
  /** The text to change; left out only where nothing names the thing. */
  readonly primary?: Label;
  readonly labels?: readonly Label[];
  /** One fact each. */
  readonly notes?: readonly string[];
  /** One imperative sentence. */
  readonly help: string;
  readonly fix?: Fix;
  readonly evidence?: readonly Evidence[];
  /** Default `begun`. */
  readonly subject?: Subject;
  /** Default `files`. */
  readonly basis?: Basis;
  /** Overrides the rule's severity for this one occurrence (a tag that now means 18 is an error, another only moves). */
  readonly severity?: Severity;
  /** Overrides the rule's check word, where one rule serves several checks. */
  readonly explains?: string;
  /** Overrides what the rule foretells. */
  readonly foretells?: Effect;
  /** Where `up` stops because the container of one service cannot be made: its name. */
  readonly unmade?: string;
  /** Where one alone of several services can start: their names. */
  readonly rivals?: readonly string[];
  /** Overrides the step the rule names, where the same cause can sit in the work of several steps. */
  readonly step?: string;
  /** A text that cannot be read as it stands, and was read as what it most likely means: what was worked out from it follows from this. */
  readonly guessed?: Span;
  /** Overrides what the rule follows from: the same symptom of another service has other causes. */
  readonly followsFrom?: readonly Cause[];
};
