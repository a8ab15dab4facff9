import type { Basis, Severity } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import type { Place } from './place.ts';

/** The published result: contract, *Result*. Every reporter is a pure function of it. */
export type Result = {
  readonly schema: 'compose-tutor/result/v1';
  readonly tutor: { readonly version: string };
  readonly chapter: { readonly id: string; readonly title: string };
  readonly project: { readonly composeFiles: readonly string[] };
  readonly engine: EngineSeen;
  readonly state: 'passed' | 'failed' | 'blocked';
  readonly score: Score;
  readonly steps: readonly StepResult[];
  readonly diagnoses: readonly DiagnosisResult[];
  readonly forecast?: ForecastResult;
  readonly stack?: StackPicture;
};

/** Points earned of points to earn, two decimals. */
export type Score = { readonly points: number; readonly max: number };

/** What answered: an engine, nobody asked (`off`), or none to be had (`absent`). */
export type EngineSeen = {
  readonly mode: 'observed' | 'off' | 'absent';
  readonly docker?: string;
  readonly compose?: string;
};

export type VerdictState = 'passed' | 'failed' | 'skipped' | 'blocked';

export type StepResult = {
  readonly id: string;
  readonly title: string;
  readonly state: VerdictState;
  readonly points: number;
  readonly max: number;
  readonly checks: readonly CheckResult[];
};

export type CheckResult = {
  readonly id: string;
  readonly asserts: string;
  readonly state: VerdictState;
  /** What a skipped or blocked check waits for, for people. */
  readonly needs?: string;
  /** What a failed check found, when no diagnosis of its own says it. */
  readonly finding?: string;
  /** The command that shows more, where the cause is not known. */
  readonly look?: string;
  readonly evidence?: readonly Evidence[];
  readonly durationMs: number;
};

export type EditResult = { readonly place: Place; readonly text: string };

export type DiagnosisResult = {
  readonly rule: string;
  readonly severity: Severity;
  readonly step: string;
  readonly check: string;
  readonly basis: Basis;
  readonly title: string;
  readonly primary?: Place;
  readonly labels: readonly Place[];
  readonly notes: readonly string[];
  readonly help: string;
  readonly fix?: {
    readonly title: string;
    readonly confidence: 'certain' | 'likely' | 'template';
    readonly edits: readonly EditResult[];
  };
  readonly consequences: readonly string[];
  readonly evidence: readonly Evidence[];
};

/** What will happen at `docker compose up`, worked out from the files alone; it never passes a step. */
export type ForecastResult = {
  readonly page: PageForecast;
  readonly services: Readonly<Record<string, ServiceForecast>>;
  /** The rules that decide it. */
  readonly because: readonly string[];
};

/** What `GET /` will answer: a status with a body, or the way it fails. */
export type PageForecast = {
  readonly url?: string;
  readonly status?: number;
  readonly body?: string;
  readonly fails?: 'refused' | 'reset' | 'unpublished' | 'unknown';
};

export type ServiceForecast = 'running' | 'exited' | 'restarting' | 'created' | 'not-built' | 'not-created' | 'unknown';

/** The learner's own stack, drawn from their files and coloured by what was seen. */
export type StackPicture = { readonly nodes: readonly StackNode[]; readonly edges: readonly StackEdge[] };

export type StackNode = {
  readonly id: string;
  readonly kind: 'page' | 'service' | 'network' | 'volume';
  readonly name: string;
  /** One word: `declared`, `running`, `ready`, `exited`, `kept`, `absent`, … */
  readonly state: string;
  readonly verdict: PictureVerdict;
  /** Short facts, most important first: `postgres:16-alpine`, `8000 → 8000`. */
  readonly facts: readonly string[];
};

export type StackEdge = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'publishes' | 'connects' | 'attached' | 'mounts';
  readonly label: string;
  readonly verdict: PictureVerdict;
  /** The verdict in words: `sign-in refused`, `not on one network`; left out where the mark says enough. */
  readonly says?: string;
};

/** `good` and `bad` are known; `unknown` was not looked at or cannot be told. */
export type PictureVerdict = 'good' | 'bad' | 'unknown';
