import { describe, expect, it } from 'vitest';
import { type Address, parseAddress } from '../../src/forecast/address.ts';

const values = (address: Address) =>
  address.kind === 'malformed'
    ? { why: address.why, at: [address.from, address.to] }
    : Object.fromEntries(
        (['scheme', 'user', 'password', 'host', 'port', 'database'] as const).flatMap((part) =>
          address[part] === undefined ? [] : [[part, address[part]?.value]],
        ),
      );

describe('an address is taken apart as libpq does', () => {
  it.each([
    [
      'postgresql://user:password@db:5432/mydatabase',
      { scheme: 'postgresql', user: 'user', password: 'password', host: 'db', port: '5432', database: 'mydatabase' },
    ],
    ['postgres://db', { scheme: 'postgres', host: 'db' }],
    ['postgresql://user@db/x', { scheme: 'postgresql', user: 'user', host: 'db', database: 'x' }],
    ['postgresql:///x?host=db&user=u', { scheme: 'postgresql', host: 'db', user: 'u', database: 'x' }],
    ['postgresql://u:p%40ss@db/x', { scheme: 'postgresql', user: 'u', password: 'p@ss', host: 'db', database: 'x' }],
    ['postgresql://u:p@ss@db/x', { scheme: 'postgresql', user: 'u', password: 'p', host: 'ss@db', database: 'x' }],
    [
      'postgresql://u:p@[::1]:5433/x',
      { scheme: 'postgresql', user: 'u', password: 'p', host: '::1', port: '5433', database: 'x' },
    ],
    [
      'postgresql://u:p@a:1,b:2/x',
      { scheme: 'postgresql', user: 'u', password: 'p', host: 'a', port: '1', database: 'x' },
    ],
    [
      'host=db port=5432 dbname=x user=u password=p',
      { host: 'db', port: '5432', database: 'x', user: 'u', password: 'p' },
    ],
    ["host = db password='a b\\'c'", { host: 'db', password: "a b'c" }],
    ['host= user=u', { host: '', user: 'u' }],
    [
      'postgresql://u:p@db: 5432/x',
      { scheme: 'postgresql', user: 'u', password: 'p', host: 'db', port: '5432', database: 'x' },
    ],
    [
      'postgresql+psycopg2://u:p@db/x',
      { scheme: 'postgresql+psycopg2', user: 'u', password: 'p', host: 'db', database: 'x' },
    ],
  ])('%s', (text, expected) => {
    expect(values(parseAddress(text))).toEqual(expected);
  });

  it.each([
    ['', 'empty'],
    ['postgresql://u:p/ss@db:5432/x', 'port'],
    ['postgresql://u:p%zz@db/x', 'escape'],
    ['postgresql://u:p@db:abc/x', 'port'],
    ['postgresql://u:p@db:70000/x', 'port'],
    ['"postgresql://u:p@db/x"', 'keyword'],
    ['postgresql:/u:p@db/x', 'scheme'],
    ['db:5432/x', 'scheme'],
    ["host='db", 'quote'],
    ['host=db;user=u;password=p', 'separator'],
    ['host=db username=u', 'option'],
    ['postgresql://u:p@db/x?charset=utf8', 'option'],
    ['jdbc:postgresql://db/x?user=u&password=p', 'scheme'],
  ])('%s is malformed: %s', (text, why) => {
    const address = parseAddress(text);
    expect(address.kind === 'malformed' ? address.why : address).toBe(why);
  });

  it('lets a slash stand in a password where SQLAlchemy reads it', () => {
    expect(values(parseAddress('postgresql://u:p/ss@db:5432/x', 'sqlalchemy'))).toMatchObject({
      password: 'p/ss',
      host: 'db',
    });
  });

  it('ends the sign-in at the last @ where a library uses urllib', () => {
    expect(values(parseAddress('postgresql://u:p@ss@db:5432/x', 'urllib'))).toMatchObject({
      password: 'p@ss',
      host: 'db',
    });
  });

  it.each(['sqlalchemy', 'urllib'] as const)('leaves a percent sign that begins no code to %s', (reader) => {
    expect(values(parseAddress('postgresql://u:100%25%zz@db/x', reader))).toMatchObject({ password: '100%%zz' });
  });

  it('points at each part inside the text', () => {
    const text = 'postgresql://user:password@db:5432/mydatabase';
    const address = parseAddress(text);
    if (address.kind === 'malformed') throw new Error('not malformed');
    for (const part of ['user', 'password', 'host', 'port', 'database'] as const) {
      const found = address[part];
      expect(text.slice(found?.from, found?.to)).toBe(found?.value);
    }
  });
});
