import type { Service } from '../project/compose/project.ts';
import { databaseOf, parseImage } from './image.ts';

/** Whether the db service runs a database that is not PostgreSQL: what it is given, and where it keeps its files, is another matter then. */
export function isOtherDatabase({ image, build }: Service): boolean {
  return (
    build === undefined && typeof image?.value === 'string' && databaseOf(parseImage(image.value)) === 'other-database'
  );
}
