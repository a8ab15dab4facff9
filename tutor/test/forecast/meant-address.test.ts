import { describe, expect, it } from 'vitest';
import { contextOf } from '../../src/commands/look.ts';
import { addressFaults } from '../../src/forecast/address-faults.ts';
import { chapter } from '../../src/generated/chapter.ts';
import { filesFromTable } from '../../src/project/files.ts';
import { readProject } from '../../src/project/project.ts';
import { edited, filesFrom } from '../rules/project.ts';

const ADDRESS = 'postgresql://user:password@db:5432/mydatabase';

/** What is wrong with an address that the finished project is given in place of its own. */
function faultsOf(address: string, name = 'DATABASE_URL'): readonly string[] {
  const files = edited(filesFrom(undefined), {
    'compose.yaml': [[`DATABASE_URL: ${ADDRESS}`, `${name}: ${JSON.stringify(address)}`]],
  });
  const request = {
    files: filesFromTable(files),
    folderName: 'p',
    folderPath: '/p',
    environment: {},
    roles: chapter.roles,
  };
  return addressFaults(contextOf(readProject(request))).map((fault) => fault.kind);
}

describe('an address with slips is read as it was meant', () => {
  it.each([
    [ADDRESS, []],
    ['postgresql://usr:password@localhost:5432/mydatabase', ['localhost', 'wrong-user']],
    ['postgresql:/user:passwrd@db:5432/mydatabase', ['malformed', 'wrong-password']],
    ['user:password@dbb:5432/mydatabase', ['malformed', 'unknown-host']],
    ['postgresql://user:p@ss@db:5433/mydatabase', ['unescaped', 'wrong-port', 'wrong-password']],
    ['postgresql+psycopg2://user:password@db:54x/mydatabas', ['scheme', 'malformed', 'wrong-database']],
    ['postgresq://usr:password@db:5432/mydatabase', ['scheme', 'wrong-user']],
    ['jdbc:postgresql://user:password@localhost:5432/mydatabase', ['scheme', 'localhost']],
    // Another database's address is one fault, whatever it holds.
    ['mysql://root:root@localhost:3306/app', ['scheme']],
  ])('%s: %j', (address, kinds) => {
    expect(faultsOf(address)).toEqual(kinds);
  });

  it('is read where its variable is misspelt', () => {
    expect(faultsOf('postgresql://user:password@localhost:5432/mydatabase', 'DATABSE_URL')).toEqual(['localhost']);
  });

  it('of another sign-in altogether names it once', () => {
    expect(faultsOf('postgresql://admin:hunter2@db:5432/shop')).toEqual(['wrong-user']);
  });
});
