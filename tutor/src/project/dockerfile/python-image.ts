import type { ImageReference } from './reading.ts';

/** What is known of an image whose name says that Python is in it. */
export type PythonImage = {
  /** `3.11`; undefined where the tag moves from version to version (`3`, `latest`, `slim`). */
  readonly minor: string | undefined;
  /** The version as the tag has it: `3.11.9`. */
  readonly version: string | undefined;
  readonly system: 'debian' | 'alpine' | 'windows' | 'unknown';
  /** `bullseye`, `3.20`; undefined where the tag does not say it. */
  readonly release: string | undefined;
  /** `full` has compilers, git and libpq's headers; `slim` and `alpine` have none of them. */
  readonly variant: 'full' | 'slim' | 'alpine' | 'windows' | 'unknown';
  /** Parts of the tag that no image of this name has: `slimm`, `3.111`. */
  readonly unknownParts: readonly string[];
};

/** Debian's releases by their names, oldest first. Those before `bullseye` have left the mirrors (field notes). */
export const DEBIAN_RELEASES = [
  'wheezy',
  'jessie',
  'stretch',
  'buster',
  'bullseye',
  'bookworm',
  'trixie',
  'forky',
] as const;

/** Python's minor versions that were ever published as an image. */
export const PYTHON_MINORS = [
  '2.7',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  '3.6',
  '3.7',
  '3.8',
  '3.9',
  '3.10',
  '3.11',
  '3.12',
  '3.13',
  '3.14',
  '3.15',
] as const;

/** Variables that the official image sets. Undefined: set, and its value is not known from the name. */
export const PYTHON_IMAGE_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  PATH: '/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: undefined,
  GPG_KEY: undefined,
  PYTHON_VERSION: undefined,
  PYTHON_SHA256: undefined,
  PYTHON_PIP_VERSION: undefined,
  PYTHON_SETUPTOOLS_VERSION: undefined,
};

/** What the official image runs where nothing else is said: Python's prompt, which ends at once without a terminal. */
export const PYTHON_IMAGE_COMMAND = 'python3';

/** Reads the tag of the official Python image; undefined for any other image. */
export function pythonImage(reference: ImageReference): PythonImage | undefined {
  if (reference.registry !== undefined || reference.repository !== 'python') return undefined;
  if (reference.tag === undefined) return readTag('latest');
  return readTag(reference.tag);
}

type Draft = {
  version: string | undefined;
  system: PythonImage['system'];
  release: string | undefined;
  variant: PythonImage['variant'];
  unknownParts: string[];
};

function readTag(tag: string): PythonImage {
  const draft: Draft = { version: undefined, system: 'debian', release: undefined, variant: 'full', unknownParts: [] };
  tag.split('-').forEach((part, at) => {
    readPart(draft, part, at);
  });
  const minor = draft.version === undefined ? undefined : /^\d+\.\d+/.exec(draft.version)?.[0];
  return { ...draft, minor };
}

function readPart(draft: Draft, part: string, at: number): void {
  const alpine = /^alpine(\d+\.\d+)?$/.exec(part);
  if (at === 0 && /^\d/.test(part)) readVersion(draft, part);
  else if (part === 'latest' && at === 0) draft.version = undefined;
  else if (part === 'slim') draft.variant = 'slim';
  else if (alpine !== null) {
    draft.variant = 'alpine';
    draft.system = 'alpine';
    draft.release = alpine[1];
  } else if (isRelease(part)) draft.release = part;
  else if (
    /^(?:windowsservercore|nanoserver)$/.test(part) ||
    (draft.system === 'windows' && /^ltsc\d+|^\d+$/.test(part))
  ) {
    draft.variant = 'windows';
    draft.system = 'windows';
  } else if (!/^(?:rc|a|b)\d*$/.test(part)) draft.unknownParts.push(part);
}

function readVersion(draft: Draft, part: string): void {
  draft.version = part;
  const found = /^(\d+)(?:\.(\d+)(?:\.\d+)?)?(?:(?:a|b|rc)\d+|t)?$/.exec(part);
  const minor = found?.[2] === undefined ? undefined : `${found[1]}.${found[2]}`;
  const known = found !== null && (minor === undefined ? /^[23]$/.test(part) : isMinor(minor));
  if (!known) draft.unknownParts.push(part);
}

function isRelease(part: string): boolean {
  return DEBIAN_RELEASES.some((release) => release === part);
}

function isMinor(minor: string): boolean {
  return PYTHON_MINORS.some((known) => known === minor);
}
