import { describe, expect, it } from 'vitest';
import {
  importsOf,
  installedWith,
  normalisePackage,
  packageFor,
  packagesFor,
} from '../../../src/project/requirements/packages.ts';

describe('packages and the modules they bring', () => {
  it.each([
    ['psycopg2', 'psycopg2-binary'],
    ['flask', 'flask'],
    ['flask.views', 'flask'],
    ['dotenv', 'python-dotenv'],
    ['flask_sqlalchemy', 'flask-sqlalchemy'],
    ['yaml', 'pyyaml'],
    ['PIL', 'pillow'],
    ['psycopg', 'psycopg'],
    ['something_new', 'something-new'],
    ['constructor', 'constructor'],
  ])('%s comes with %s', (module, name) => {
    expect(packageFor(module)).toBe(name);
  });

  it('a module can come with several', () => {
    expect(packagesFor('psycopg2')).toEqual(['psycopg2-binary', 'psycopg2']);
  });

  it.each([
    ['psycopg2-binary', ['psycopg2']],
    ['Flask', ['flask']],
    ['python_dotenv', ['dotenv']],
    ['My.Package', ['my_package']],
  ])('%s brings %j', (name, modules) => {
    expect(importsOf(name)).toEqual(modules);
  });

  it('are one for every way to write them', () => {
    expect(['Flask_SQLAlchemy', 'flask.sqlalchemy', 'FLASK--sqlalchemy'].map(normalisePackage)).toEqual(
      Array(3).fill('flask-sqlalchemy'),
    );
  });

  it('bring others along', () => {
    const { packages, open } = installedWith([
      { name: 'Flask-SQLAlchemy', extras: [] },
      { name: 'psycopg', extras: ['binary'] },
    ]);
    expect(
      [...packages].filter((name) => ['flask', 'werkzeug', 'sqlalchemy', 'psycopg-binary'].includes(name)).sort(),
    ).toEqual(['flask', 'psycopg-binary', 'sqlalchemy', 'werkzeug']);
    expect(open).toEqual([]);
  });

  it('that are not known may bring anything', () => {
    expect(installedWith([{ name: 'my-company-base', extras: [] }]).open).toEqual(['my-company-base']);
  });
});
