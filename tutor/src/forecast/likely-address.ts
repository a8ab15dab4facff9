import type { Facts } from './facts.ts';
import { valueOfGiven } from './given.ts';

/**
 * What a variable of the web should hold, judged by its name, for the database as it is made:
 * the whole address, or its host, port, user, password or name. Undefined where the name tells nothing.
 */
export function likelyValue({ db }: Facts, variable: string): string | undefined {
  if (db === undefined) return undefined;
  const [user, password, database] = [db.user, db.password, db.database].map((one) => valueOfGiven(one));
  const name = variable.toUpperCase();
  if (/URL|URI|DSN|CONN/.test(name)) {
    if (user === undefined || password === undefined || database === undefined) return undefined;
    const signIn = [user, password].map(encodeURIComponent).join(':');
    return `postgresql://${signIn}@${db.service.name}:${db.port}/${encodeURIComponent(database)}`;
  }
  if (/HOST|SERVER/.test(name)) return db.service.name;
  if (/PORT/.test(name)) return String(db.port);
  if (/USER|LOGIN/.test(name)) return user;
  if (/PASS|PWD|PW$/.test(name)) return password;
  return /(^|_)(DB|NAME|DBNAME|DATABASE)$/.test(name) ? database : undefined;
}
