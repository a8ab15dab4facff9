import type { Evidence } from './evidence.ts';

/** What the machine lacks: the slug of a rule of the family *Machine* (contract, *Rules*). */
export type LackRule =
  | 'docker-cli-missing'
  | 'docker-daemon-unreachable'
  | 'docker-permission-denied'
  | 'compose-plugin-missing'
  | 'compose-outdated'
  | 'docker-timeout'
  | 'docker-host-invalid'
  | 'docker-context-unknown'
  | 'disk-full'
  | 'registry-unreachable'
  | 'registry-rate-limited';

/** Why the machine could not answer. Never the learner's fault. */
export type Lack = {
  readonly rule: LackRule | 'engine-off';
  /** What is so: lower case, no full stop. */
  readonly title: string;
  readonly help: string;
  readonly evidence?: readonly Evidence[];
};

/** Thrown by adapters only, caught only where the stack is observed: the machine could not answer. */
export class Blocked extends Error {
  readonly lack: Lack;

  constructor(lack: Lack) {
    super(lack.title);
    this.name = 'Blocked';
    this.lack = lack;
  }
}
