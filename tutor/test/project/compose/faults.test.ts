import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/project/compose/view.ts';
import { CHAPTER, faults, read } from './marked.ts';

/** The chapter with one text replaced by another. */
function chapter(from: string, to: string): Readonly<Record<string, string>> {
  expect(CHAPTER).toContain(from);
  return { 'compose.yaml': CHAPTER.replace(from, to) };
}

describe('one slip gives one fault, at the text to change', () => {
  it.each([
    ['ports:', 'port:', 'unknown-property compose.yaml:4:5 "port" key=port section=services.* nearest=ports'],
    ['services:', 'service:', 'unknown-property compose.yaml:1:1 "service" key=service section= nearest=services'],
    ['\nvolumes:', '\nvolume:', 'unknown-property compose.yaml:28:1 "volume" key=volume section= nearest=volumes'],
    [
      'image: p',
      'imagee: p',
      'unknown-property compose.yaml:14:5 "imagee" key=imagee section=services.* nearest=image',
    ],
    [
      'build: .',
      'context: .',
      'unknown-property compose.yaml:3:5 "context" key=context section=services.* belongs=services.*.build',
    ],
    [
      'networks:\n  app-network:\n    driver: bridge\n',
      '',
      'undefined-network compose.yaml:11:9 "app-network" service=web name=app-network',
    ],
    ['- postgres_data:', '- pg:', 'undefined-volume compose.yaml:20:9 "pg" service=db name=pg'],
    ['      - db\n', '      - dbb\n', 'undefined-dependency compose.yaml:9:9 "dbb" service=web name=dbb'],
    ['"8000:5000"', '"8000:abc"', 'port compose.yaml:5:9 "\\"8000:abc\\"" text=8000:abc why=container-port'],
    ['"8000:5000"', '"70000:5000"', 'port compose.yaml:5:9 "\\"70000:5000\\"" text=70000:5000 why=host-port'],
    [
      'ports:\n      - "8000:5000"',
      'ports:',
      'wrong-type compose.yaml:4:5 "ports" key=ports expected=a list got=nothing',
    ],
    [
      'ports:\n      - "8000:5000"',
      'ports: "8000:5000"',
      'wrong-type compose.yaml:4:12 "\\"8000:5000\\"" key=ports expected=a list got=a string slip=dash-missing',
    ],
    [
      '    build: ./web',
      '    build: ./web\n    user: 1000',
      'wrong-type compose.yaml:4:11 "1000" key=user expected=a string got=a number',
    ],
    [
      '      - POSTGRES_USER=user',
      '      - POSTGRES_USER: user',
      'wrong-type compose.yaml:16:9 "POSTGRES_USER: user" key=environment expected=a string got=a mapping',
    ],
    [
      'depends_on:\n      - db',
      'depends_on:\n      db:\n        condition: service_helthy',
      'wrong-value compose.yaml:10:20 "service_helthy" key=condition got=service_helthy allowed=service_started, service_healthy, service_completed_successfully nearest=service_healthy',
    ],
    ['    build: ./web\n', '', 'neither-image-nor-build compose.yaml:2:3 "web" service=web'],
    [
      '    build: ./web\n',
      '    build: ./web\n    container_name: db1\n    network_mode: host\n',
      'network-mode-with-networks compose.yaml:5:5 "network_mode" service=web',
    ],
    [
      '    image: p',
      '    depends_on: [web]\n    image: p',
      'dependency-cycle compose.yaml:14:18 "web" chain=web -> db -> web',
    ],
    [
      'password@db',
      '${PW:?set it}@db',
      'interpolation-required compose.yaml:7:39 "${PW:?set it}" variable=PW text=set it',
    ],
    [
      'password@db',
      '${PW@db',
      'interpolation-invalid compose.yaml:7:39 "${PW@db:5432/mydatabase" text=${PW@db:5432/mydatabase',
    ],
    [
      '    build: ./web',
      '    build: ./web\n    env_file: web.env',
      'env-file-missing compose.yaml:4:15 "web.env" file=web.env service=web',
    ],
    [
      '  app-network:\n    driver',
      '  app-network:\n  driver',
      'unknown-property compose.yaml:26:3 "driver" key=driver section=networks belongs=networks.* got=a string keys=driver stands=beneath',
    ],
    [
      '    ports:\n',
      '  ports:\n',
      'unknown-property compose.yaml:4:3 "ports" key=ports section=services belongs=services.* service=web got=a list stands=beneath',
    ],
    [
      'volumes:\n  postgres_data:\n',
      'volumes:\n  - postgres_data\n',
      'wrong-type compose.yaml:29:3 "- postgres_data" key=volumes expected=a mapping got=a list',
    ],
  ])('%j written as %j', (from, to, fault) => {
    const table = chapter(from, to);
    expect(faults(table)).toEqual([fault]);
    expect(read(table).reading.refused).toBe(true);
  });

  it.each([
    [
      'a service inside another',
      CHAPTER.replace(/ {2}db:\n( {4}.*\n)+/, (db) => db.replace(/^(?=.)/gm, '  ')),
      'unknown-property compose.yaml:13:5 "db" key=db section=services.* belongs=services',
    ],
    [
      'no line `services:`',
      'web:\n  build: .\ndb:\n  image: x\n',
      'services-missing compose.yaml:1:1 "web" keys=web, db',
    ],
    ['nothing at all', '', 'file-empty compose.yaml:1:1 "" file=compose.yaml'],
    ['a comment only', '# soon\n', 'file-empty compose.yaml:1:1 "" file=compose.yaml'],
    ['no mapping', '- a\n', 'wrong-type compose.yaml:1:1 "- a" key= expected=a mapping got=a list'],
    [
      'an empty service',
      'services:\n  web:\n',
      'wrong-type compose.yaml:2:3 "web" key=web expected=a mapping got=nothing',
    ],
    [
      'one name for two containers',
      'services:\n  a: {image: x, container_name: q1}\n  b: {image: y, container_name: q1}\n',
      'container-name-twice compose.yaml:3:33 "q1" name=q1 first=a second=b',
    ],
    [
      'an item twice',
      'services:\n  a: {image: x, depends_on: [b, b]}\n  b: {image: y}\n',
      'repeated-item compose.yaml:2:33 "b" key=depends_on text=b',
    ],
    [
      'a service that extends nothing',
      'services:\n  a: {image: x, extends: b}\n',
      'extends compose.yaml:2:26 "b" service=a file=compose.yaml text=b',
    ],
    [
      'an include of nothing',
      'include: [b.yml]\n',
      'include compose.yaml:1:11 "b.yml" file=b.yml text=b.yml missing=b.yml',
    ],
    ['no usable name', 'name: "${N}"\nservices: {a: {image: x}}\n', 'project-name compose.yaml:1:7 "\\"${N}\\"" name='],
  ])('%s', (_what, text, fault) => {
    expect(faults({ 'compose.yaml': text })[0]).toBe(fault);
  });

  it('tells three slips as three', () => {
    const text = CHAPTER.replace('ports:', 'port:').replace('- db\n', '- dbb\n').replace('- postgres_data:', '- pg:');
    expect(faults({ 'compose.yaml': text }).map((fault) => fault.split(' ')[0])).toEqual([
      'unknown-property',
      'undefined-dependency',
      'undefined-volume',
    ]);
  });
});

describe('what only warns', () => {
  it.each([
    ['version: "3"\nservices: {a: {image: x}}\n', ['version-obsolete (warns) compose.yaml:1:1 "version"']],
    ['services: {a: {image: "x:${T}"}}\n', ['interpolation-unset (warns) compose.yaml:1:26 "${T}" variable=T']],
    ['volumes: {v: }\n', ['services-missing (warns) compose.yaml:1:1 ""']],
    ['services: {a: {image: x, restart: no, environment: [A:b]}}\n', []],
  ])('%j is accepted', (text, expected) => {
    const table = { 'compose.yaml': text };
    expect(faults(table)).toEqual(expected);
    expect(read(table).reading.refused).toBe(false);
  });
});

describe('a fault in one place hides nothing in another', () => {
  it.each([
    ['ports:', 'port:'],
    ['services:', 'service:'],
    ['image: p', 'imagee: p'],
    ['networks:\n  app-network:\n    driver: bridge\n', ''],
    ['ports:\n      - "8000:5000"', 'ports: "8000:5000"'],
    ['      - POSTGRES_USER=user', '      - POSTGRES_USER: user'],
    ['    ports:\n', '  ports:\n'],
    ['volumes:\n  postgres_data:\n', 'volumes:\n  - postgres_data\n'],
  ])('%j written as %j', (from, to) => {
    const { services } = viewOf(read(chapter(from, to)).reading);
    expect(
      services.map((service) => [
        service.name,
        service.image?.value ?? service.build?.context,
        service.ports.map((port) => port.published),
        [...service.environment.keys()],
        service.mounts.map((mount) => mount.source),
      ]),
    ).toEqual([
      ['web', 'web', ['8000'], ['DATABASE_URL'], []],
      ['db', 'postgres:16-alpine', [], ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'], ['postgres_data']],
    ]);
  });
});
