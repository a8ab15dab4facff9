import { editDistance } from '../core/nearest.ts';
import type { Service } from '../project/compose/project.ts';
import { isOfficialPostgres, parseImage } from './image.ts';
import { type TestWord, testWords } from './psql-test.ts';

/** A program that a healthcheck calls and the official image of PostgreSQL does not hold. */
export type AbsentProgram = { readonly word: TestWord; readonly meant?: 'pg_isready' | 'psql' };

/** Programs of other images and of the page's (looked for in the image of 16, Debian and Alpine). */
const ELSEWHERE =
  /^(curl|http|mysqladmin|mysql|mariadb-admin|mongo|mongosh|redis-cli|healthcheck\.sh|python3?|flask|node|CMD|CMD-SHELL)$/;
const OWN = ['pg_isready', 'psql'] as const;
/** Letters that a slip may change in a program's name. */
const SLIP = 2;

/** The first program of a service's healthcheck, where the image of PostgreSQL is known not to have it. */
export function absentProgram(service: Service): AbsentProgram | undefined {
  const { image, build, healthcheck } = service;
  const official = typeof image?.value === 'string' && isOfficialPostgres(parseImage(image.value));
  if (build !== undefined || !official || healthcheck?.test === undefined || healthcheck.disabled) return undefined;
  const [word] = testWords(service).words;
  if (word === undefined || OWN.some((name) => name === word.text)) return undefined;
  if (ELSEWHERE.test(word.text)) return { word };
  const letters = word.text.replace(/[-_.]/g, '').toLowerCase();
  const meant = OWN.find((name) => {
    const wanted = name.replace('_', '');
    return (
      letters === wanted || (/^p.{3,}/.test(letters) && editDistance(letters, wanted) <= (name === 'psql' ? 1 : SLIP))
    );
  });
  return meant === undefined ? undefined : { word, meant };
}
