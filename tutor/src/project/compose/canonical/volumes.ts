import type { FaultList } from '../fault-list.ts';
import { entry, made, mapping, slice, stringOf } from '../grow.ts';
import { sayKind } from '../merge.ts';
import type { TreePath } from '../path.ts';
import { cleanPath } from '../resolve.ts';
import type { Entry, Mapping, Scalar, TreeNode } from '../tree.ts';
import { isTiny, readVolume, type VolumePart, type VolumeText } from './volume-text.ts';

const WHY: Readonly<Record<NonNullable<VolumeText['refusal']>, string>> = {
  empty: 'it is empty',
  'empty-section': 'there is nothing between two colons',
  'too-many-colons': 'it has too many colons',
};

/** One entry of a service's `volumes` in long form. */
export function canonicalVolume(item: TreeNode, path: TreePath, faults: FaultList): TreeNode | undefined {
  if (item.kind === 'mapping') return item;
  const text = stringOf(item);
  if (text === undefined || item.kind !== 'scalar') {
    const got = sayKind(item);
    faults.add({
      kind: 'wrong-type',
      message: `a volume is a string or a mapping, here is ${got}`,
      at: item.span,
      path,
      words: { key: 'volumes', expected: 'a string or a mapping', got },
    });
    return undefined;
  }
  const volume = readVolume(text);
  if (volume.refusal === undefined) return longForm(item, volume);
  faults.add({
    kind: 'mount',
    message: `\`${text}\` is not a volume: ${WHY[volume.refusal]}`,
    at: item.span,
    path,
    words: { text, why: volume.refusal },
  });
  return volume.target === undefined || volume.target.text === '' ? undefined : longForm(item, volume);
}

const PROPAGATIONS = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

function longForm(item: Scalar, volume: VolumeText): Mapping {
  const { span } = item;
  const part = (key: string, from: VolumePart | undefined): readonly Entry[] => {
    if (from === undefined || from.text === '') return [];
    const scalar = slice(item, from.from, from.from + from.text.length);
    return [entry(key, scalar.span, key === 'target' ? cleaned(scalar) : scalar)];
  };
  return mapping(
    [
      entry('type', span, made(volume.type, span)),
      ...part('source', volume.source),
      ...part('target', volume.target),
      ...readOnly(item, volume),
      ...bindOptions(item, volume),
      ...volumeOptions(item, volume),
    ],
    span,
  );
}

function cleaned(target: Scalar): Scalar {
  const text = String(target.value);
  const clean = cleanPath(text);
  return clean === text ? target : { ...made(clean, target.span) };
}

function readOnly(item: Scalar, volume: VolumeText): readonly Entry[] {
  const last = volume.options.findLast(({ text }) => text === 'ro' || text === 'rw');
  if (last?.text !== 'ro') return [];
  const { span } = slice(item, last.from, last.from + last.text.length);
  return [entry('read_only', span, made(true, span))];
}

function bindOptions(item: Scalar, volume: VolumeText): readonly Entry[] {
  const { span } = item;
  const option = (key: string, names: readonly string[]) => {
    const last = volume.options.findLast(({ text }) => names.includes(text));
    if (last === undefined) return [];
    const scalar = slice(item, last.from, last.from + last.text.length);
    return [entry(key, scalar.span, scalar)];
  };
  const options = [...option('selinux', ['z', 'Z']), ...option('propagation', PROPAGATIONS)];
  // The short form makes a host folder that is not there.
  if (volume.type === 'bind') options.push(entry('create_host_path', span, made(true, span)));
  return options.length === 0 ? [] : [entry('bind', span, mapping(options, span))];
}

function volumeOptions(item: Scalar, volume: VolumeText): readonly Entry[] {
  const { span } = item;
  const nocopy = volume.options.find(({ text }) => text === 'nocopy');
  const short = isTiny(String(item.value));
  if (nocopy === undefined) {
    return volume.type === 'bind' || short ? [] : [entry('volume', span, mapping([], span))];
  }
  const at = slice(item, nocopy.from, nocopy.from + nocopy.text.length).span;
  return [entry('volume', span, mapping([entry('nocopy', at, made(true, at))], span))];
}
