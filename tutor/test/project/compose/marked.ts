import type { Span } from '../../../src/core/span.ts';
import { readCompose } from '../../../src/project/compose/read.ts';
import type { ComposeReading } from '../../../src/project/compose/reading.ts';
import { filesFromTable } from '../../../src/project/files.ts';

/** A project read from a table of files, and the texts to look spans up in. */
export type Read = {
  readonly reading: ComposeReading;
  /** `file:line:column "text"` of a span. */
  readonly place: (span: Span | undefined) => string;
};

/** Reads a project in the folder `/home/ann/shop`. */
export function read(
  table: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = { HOME: '/home/ann' },
): Read {
  const reading = readCompose({
    files: filesFromTable(table),
    folderName: 'shop',
    folderPath: '/home/ann/shop',
    environment,
  });
  return { reading, place: (span) => say(span, table) };
}

function say(span: Span | undefined, table: Readonly<Record<string, string>>): string {
  if (span === undefined) return 'nowhere';
  const text = table[span.file] ?? '';
  const head = text.slice(0, span.start).split('\n');
  const marked = text.slice(span.start, span.end);
  return `${span.file}:${head.length}:${(head.at(-1) ?? '').length + 1} ${JSON.stringify(marked)}`;
}

/** What is wrong with a project, a line a fault: kind, place, words. */
export function faults(table: Readonly<Record<string, string>>): readonly string[] {
  const { reading, place } = read(table);
  return reading.faults.map(({ kind, refuses, at, words }) => {
    const said = Object.entries(words ?? {}).map(([name, word]) => ` ${name}=${word}`);
    return `${kind}${refuses ? '' : ' (warns)'} ${place(at)}${said.join('')}`;
  });
}

/** The chapter's own project, whole. */
export const CHAPTER = `services:
  web:
    build: ./web
    ports:
      - "8000:5000"
    environment:
      DATABASE_URL: postgresql://user:password@db:5432/mydatabase
    depends_on:
      - db
    networks:
      - app-network

  db:
    image: postgres:16-alpine
    environment:
      - POSTGRES_USER=user
      - POSTGRES_PASSWORD=password
      - POSTGRES_DB=mydatabase
    volumes:
      - postgres_data:/var/lib/postgresql/data
    networks:
      - app-network

networks:
  app-network:
    driver: bridge

volumes:
  postgres_data:
`;
