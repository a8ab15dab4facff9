import type { Span } from '../../core/span.ts';
import type { FaultList } from './fault-list.ts';
import { isNull, mapEntries, stringOf, withEntry, without } from './grow.ts';
import { mergeService } from './merge.ts';
import { applyResets, type Resets } from './reset.ts';
import { child, type Mapping, type TreeNode } from './tree.ts';

/** The services of another file, as far as `extends` needs them. */
export type ExtendedFile = { readonly services: Mapping | undefined; readonly resets: Resets };

/** How `extends` gets at other files. Undefined where the file could not be read, which has been told. */
export type OpenExtended = (reference: {
  readonly file: string;
  /** Where the file is named. */
  readonly named: Span;
  /** The service that extends one of it. */
  readonly service: string;
}) => ExtendedFile | undefined;

type Chain = readonly { readonly file: string; readonly service: string }[];

type Job = {
  readonly services: Mapping;
  /** The Compose file that is being read, for the chain. */
  readonly file: string;
  readonly resets: Resets;
  readonly chain: Chain;
  readonly open: OpenExtended;
  readonly faults: FaultList;
  /** Services that are done, by the services that they stand among: a long chain is walked once. */
  readonly done: Map<Mapping, Map<string, TreeNode>>;
  /** How many values all extended services together may still hold: a chain of them grows with the square of its length. */
  readonly budget: { values: number };
};

/** The most values that extended services of one file may hold together. */
const MAX_EXTENDED_VALUES = 200_000;

/** Lays every service over the one that it extends (compose-go, `loader/extends.go`). */
export function applyExtends(
  document: Mapping,
  setting: { readonly file: string; readonly resets: Resets; readonly open: OpenExtended; readonly faults: FaultList },
): Mapping {
  const services = child(document, 'services');
  if (services?.kind !== 'mapping' || !services.entries.some(({ value }) => child(value, 'extends') !== undefined)) {
    return document;
  }
  const budget = { values: MAX_EXTENDED_VALUES };
  const job: Job = { ...setting, services, chain: [], done: new Map(), budget };
  const extended = mapEntries(services, (service, name) => extend(name, job) ?? service);
  return withEntry(document, 'services', extended);
}

/** A service with what it extends below it; undefined where there is nothing to read. */
function extend(name: string, job: Job): TreeNode | undefined {
  const known = job.done.get(job.services) ?? new Map<string, TreeNode>();
  job.done.set(job.services, known);
  const extended = known.get(name) ?? extendOnce(name, job);
  if (extended !== undefined) known.set(name, extended);
  return extended;
}

function extendOnce(name: string, job: Job): TreeNode | undefined {
  const service = child(job.services, name);
  if (service?.kind !== 'mapping') return service;
  const written = child(service, 'extends');
  if (written === undefined) return service;
  const bare = without(service, 'extends');
  const reference = referenceOf(written, name, job);
  if (reference === undefined) return bare;
  const found = findBase(reference, name, job);
  if (found === undefined) return bare;
  const base = extend(reference.service, found);
  // Of a service that is left empty nothing is taken, and Compose leaves `extends` where it is.
  if (base !== undefined && isNull(base)) return service;
  if (base !== undefined && base.kind !== 'mapping') {
    refuse(job, name, reference.at, `\`${name}\` extends \`${reference.service}\`, which is no mapping`, {
      text: reference.service,
    });
  }
  if (base?.kind !== 'mapping') return bare;
  const kept = child(applyResets(wrap(name, base), job.resets), 'services');
  const source = child(kept, name);
  if (source?.kind !== 'mapping') return bare;
  job.budget.values -= valuesIn(source);
  return job.budget.values < 0 ? tooLarge(bare, written.span, job) : mergeService(source, bare, name, job.faults);
}

function valuesIn(node: TreeNode): number {
  if (node.kind === 'scalar') return 1;
  const inside = node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value);
  return inside.reduce((sum, value) => sum + valuesIn(value), 1);
}

function tooLarge(bare: Mapping, at: Span, job: Job): Mapping {
  const told = job.faults.all().some(({ kind }) => kind === 'too-large');
  if (told) return bare;
  job.faults.add({
    kind: 'too-large',
    message: `the services of ${job.file} that extend others hold more than ${MAX_EXTENDED_VALUES} values`,
    at,
    words: { file: job.file, what: 'values', limit: String(MAX_EXTENDED_VALUES) },
  });
  return bare;
}

type Reference = { readonly service: string; readonly file?: string; readonly at: Span; readonly fileAt?: Span };

function referenceOf(written: TreeNode, name: string, job: Job): Reference | undefined {
  const short = stringOf(written);
  if (short !== undefined) return { service: short, at: written.span };
  const service = child(written, 'service');
  const file = child(written, 'file');
  const text = stringOf(service);
  if (service === undefined || text === undefined) {
    refuse(job, name, written.span, `\`${name}\` does not say which service it extends`, { text: '' });
    return undefined;
  }
  const path = stringOf(file);
  if (file === undefined || path === undefined) return { service: text, at: service.span };
  return { service: text, file: path, at: service.span, fileAt: file.span };
}

function findBase(reference: Reference, name: string, job: Job): Job | undefined {
  const opened = openBase(reference, name, job);
  if (opened === undefined) return undefined;
  const services = opened.services;
  const { service, file, at } = reference;
  const where = file === undefined ? '' : ` in ${file}`;
  if (services === undefined || child(services, service) === undefined) {
    refuse(job, name, at, `\`${name}\` extends \`${service}\`, which is not there${where}`, {
      text: service,
      ...(file === undefined ? {} : { file }),
    });
    return undefined;
  }
  const link = { file: file ?? job.file, service: name };
  if (job.chain.some((one) => one.file === link.file && one.service === link.service)) {
    refuse(job, name, at, `\`${name}\` extends itself, by way of \`${service}\``, { text: service });
    return undefined;
  }
  return { ...job, services, resets: opened.resets, chain: [...job.chain, link] };
}

function openBase(reference: Reference, name: string, job: Job): ExtendedFile | undefined {
  if (reference.file === undefined) return { services: job.services, resets: job.resets };
  return job.open({
    file: reference.file,
    named: reference.fileAt ?? reference.at,
    service: job.chain[0]?.service ?? name,
  });
}

function wrap(name: string, service: Mapping): Mapping {
  const services: Mapping = {
    kind: 'mapping',
    entries: [{ key: name, keySpan: service.span, value: service }],
    span: service.span,
  };
  return {
    kind: 'mapping',
    entries: [{ key: 'services', keySpan: service.span, value: services }],
    span: service.span,
  };
}

function refuse(job: Job, name: string, at: Span, message: string, words: Readonly<Record<string, string>>): void {
  job.faults.add({
    kind: 'extends',
    message,
    at,
    // Whatever the service lacks may stand in what it extends.
    path: ['services', name],
    words: { service: name, file: job.file, ...words },
  });
}
