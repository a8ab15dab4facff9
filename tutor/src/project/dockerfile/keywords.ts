/** Instructions that Docker knows, in capitals. */
export const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

/** Flags each instruction takes, without `--`. */
export const FLAGS: Readonly<Partial<Record<Keyword, readonly string[]>>> = {
  FROM: ['platform'],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
  ADD: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude', 'unpack'],
  RUN: ['mount', 'network', 'security', 'device'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

/** Flags that stand alone, with no value. */
export const SWITCHES: readonly string[] = ['link', 'parents', 'keep-git-dir', 'unpack'];

/** The keyword that a word spells, in any case. */
export function keywordOf(word: string): Keyword | undefined {
  const upper = word.toUpperCase();
  return KEYWORDS.find((keyword) => keyword === upper);
}
