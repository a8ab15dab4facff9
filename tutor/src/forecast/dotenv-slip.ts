import { editDistance, nearest } from '../core/nearest.ts';
import type { Span } from '../core/span.ts';
import type { Project } from '../project/project.ts';
import { servicesUsing } from './place-to-change.ts';

/** A line of `.env` whose name is nearly the one that the Compose files ask for, and which of the two has the slip. */
export type DotenvSlip = { readonly name: string; readonly at: Span; readonly misspelt: 'line' | 'use' };

/** The line of `.env` that was meant by the name of a variable that nothing sets. */
export function dotenvSlip(project: Project, asked: string): DotenvSlip | undefined {
  const name = nearest(asked, [...project.compose.dotenv.keys()]);
  const line = name === undefined ? undefined : project.compose.dotenv.get(name);
  if (name === undefined || line === undefined || !isSlipOf(name, asked)) return undefined;
  return { name, at: line.keySpan, misspelt: lineIsRight(project, name, asked) ? 'use' : 'line' };
}

const MOST_LETTERS = 2;

/** `DB_USER` and `DB_URL` are two names: a slip makes no words out of words. */
function isSlipOf(name: string, asked: string): boolean {
  if (plain(name) === plain(asked)) return true;
  const distance = editDistance(name.toLowerCase(), asked.toLowerCase());
  return distance <= MOST_LETTERS && !(isOfWords(name) && isOfWords(asked));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Whether the line of `.env` stays as it is, and the place that asks is changed. */
function lineIsRight(project: Project, name: string, asked: string): boolean {
  if (servicesUsing(project, name) > 0) return true;
  if (isOfWords(name) !== isOfWords(asked)) return isOfWords(name);
  const isUsual = (one: string): boolean => one === one.toUpperCase();
  if (isUsual(name) !== isUsual(asked)) return isUsual(name);
  const uses = project.compose.faults.filter(
    ({ kind, words }) =>
      (kind === 'interpolation-unset' || kind === 'interpolation-required') && words?.variable === asked,
  );
  return uses.length < 2;
}

/** Words that names of variables are made of in projects of this kind. */
const WORDS = new Set(
  'APP BACKEND COMPOSE DATABASE DATA DB DEBUG ENV FLASK FRONTEND HOST IMAGE KEY MODE NAME PASS PASSWD PASSWORD PG PORT POSTGRES POSTGRESQL PW PWD ROOT SECRET SERVER SERVICE SQL TAG TOKEN URI URL USER USERNAME VERSION WEB'.split(
    ' ',
  ),
);

function isOfWords(name: string): boolean {
  return name.split('_').every((word) => WORDS.has(word.toUpperCase()));
}
