import type { Span } from '../../core/span.ts';
import type { PythonImage } from './python-image.ts';
import type { CommandInstruction, ExposedPort, HealthcheckInstruction, ImageReference, Value } from './reading.ts';

/** The image that a stage makes: what a container of it starts with. Inherited through FROM. */
export type StageImage = {
  readonly environment: ReadonlyMap<string, ImageVariable>;
  /** Absolute; `/` where nothing sets it; undefined where it is not known. */
  readonly workdir: string | undefined;
  /** The WORKDIR that says so, where one does. */
  readonly workdirAt?: Span;
  readonly user?: Value;
  /** The CMD that counts: one that was inherited is dropped when the stage sets an ENTRYPOINT and no CMD of its own before. */
  readonly command?: CommandInstruction;
  readonly entrypoint?: CommandInstruction;
  readonly exposed: readonly ExposedPort[];
  readonly volumes: readonly Value[];
  readonly healthcheck?: HealthcheckInstruction;
  /** The shell of shell forms. */
  readonly shell: readonly string[];
  /** The image at the bottom, which no stage of this file makes. */
  readonly base: ImageReference | undefined;
  readonly baseAt: Span;
  /** What is known of the image at the bottom, where it is Python's own. */
  readonly python: PythonImage | undefined;
  /** Whether the bottom's own settings are known: Python's, a bare system's, `scratch`. */
  readonly bottom: 'python' | 'system' | 'scratch' | 'unknown';
  /** Numbers of the stages it is made of, the lowest first. */
  readonly chain: readonly number[];
};

/** A variable of an image. `value` is undefined where it is set and its value is not known. */
export type ImageVariable = {
  readonly value: string | undefined;
  /** Where it is set; undefined for those of the image at the bottom. */
  readonly at?: Span;
  readonly nameAt?: Span;
};
