import { describe, expect, it } from 'vitest';
import { toConfig, toConfigYaml } from '../../../src/project/compose/config.ts';
import { originsOf } from '../../../src/project/compose/origins.ts';
import { CHAPTER, faults, read } from './marked.ts';

/** One service as Compose prints it, for a service that says `lines`. */
function service(lines: string, files: Readonly<Record<string, string>> = {}): Readonly<Record<string, unknown>> {
  const table = { 'compose.yaml': `services:\n  a:\n    image: x\n    ${lines}\n`, ...files };
  const { reading } = read(table);
  expect(reading.faults.filter((fault) => fault.refuses)).toEqual([]);
  const {
    command: _,
    entrypoint: __,
    image: ___,
    networks: ____,
    ...rest
  } = (toConfig(reading) as { services: { a: Record<string, unknown> } }).services.a;
  return rest;
}

describe('the chapter as Compose reads it', () => {
  it('has the shape of `docker compose config --format json`', () => {
    const { reading } = read({ 'compose.yaml': CHAPTER });
    expect(reading.refused).toBe(false);
    expect(toConfig(reading)).toEqual({
      name: 'shop',
      networks: { 'app-network': { name: 'shop_app-network', driver: 'bridge', ipam: {} } },
      services: {
        db: {
          command: null,
          entrypoint: null,
          environment: { POSTGRES_DB: 'mydatabase', POSTGRES_PASSWORD: 'password', POSTGRES_USER: 'user' },
          image: 'postgres:16-alpine',
          networks: { 'app-network': null },
          volumes: [{ type: 'volume', source: 'postgres_data', target: '/var/lib/postgresql/data', volume: {} }],
        },
        web: {
          build: { context: '/home/ann/shop/web', dockerfile: 'Dockerfile' },
          command: null,
          depends_on: { db: { condition: 'service_started', required: true } },
          entrypoint: null,
          environment: { DATABASE_URL: 'postgresql://user:password@db:5432/mydatabase' },
          networks: { 'app-network': null },
          ports: [{ mode: 'ingress', target: 5000, published: '8000', protocol: 'tcp' }],
        },
      },
      volumes: { postgres_data: { name: 'shop_postgres_data' } },
    });
  });

  it('has the text of `docker compose config`', () => {
    const { reading } = read({ 'compose.yaml': 'services:\n  a:\n    image: "x:$$1"\n    ports: ["80"]\n' });
    expect(toConfigYaml(reading)).toBe(`name: shop
services:
  a:
    image: x:$$1
    networks:
      default: null
    ports:
      - mode: ingress
        target: 80
        protocol: tcp
networks:
  default:
    name: shop_default
`);
  });

  it('is read in a few milliseconds', () => {
    const once = () => read({ 'compose.yaml': CHAPTER });
    for (let warm = 0; warm < 20; warm++) once();
    const start = performance.now();
    for (let run = 0; run < 20; run++) once();
    expect((performance.now() - start) / 20).toBeLessThan(40);
  });
});

describe('short forms', () => {
  it.each([
    ['ports: ["9-10"]', [{ target: 10 }, { target: 9 }]],
    ['ports: ["8100-8105:80"]', [{ target: 80, published: '8100-8105' }]],
    ['ports: ["127.0.0.1::53/udp"]', [{ target: 53, protocol: 'udp', host_ip: '127.0.0.1' }]],
    ['ports: ["[::1]:0080:80/TCP"]', [{ target: 80, host_ip: '::1', published: '80' }]],
    ['ports: [5, {target: "81", published: 8081}]', [{ target: 5 }, { target: 81, published: '8081' }]],
    ['ports: ["1:2", "1:2"]', [{ target: 2, published: '1' }]],
  ])('%s', (lines, ports) => {
    const whole = ports.map((port) => ({ mode: 'ingress', protocol: 'tcp', ...port }));
    expect(service(lines)).toEqual({ ports: whole });
  });

  it.each([
    ['./data', { type: 'volume', target: 'data', volume: {} }],
    ['v:/w', { type: 'volume', target: 'v:/w', volume: {} }],
    ['~/x:/x', { type: 'bind', source: '/home/ann/x', target: '/x', bind: { create_host_path: true } }],
    [
      './d:/c/../d/:ro,z',
      {
        type: 'bind',
        source: '/home/ann/shop/d',
        target: '/d',
        read_only: true,
        bind: { selinux: 'z', create_host_path: true },
      },
    ],
    ['x', { type: 'volume', target: 'x' }],
  ])('volume %s', (text, mount) => {
    expect(service(`volumes: ["${text}"]`)).toEqual({ volumes: [mount] });
  });

  it.each([
    ['command: a "b c" d\'e f\'g 2>&1; x', { command: ['a', 'b c', 'de fg'] }],
    ['command: ""', { command: [] }],
    ['command: c="d"e # four', { command: ['c=de'] }],
    ['entrypoint: [a, "b c"]', { entrypoint: ['a', 'b c'] }],
  ])('%s', (lines, expected) => {
    const { reading } = read({ 'compose.yaml': `services:\n  a:\n    image: x\n    ${lines}\n` });
    expect(toConfig(reading)).toMatchObject({ services: { a: expected } });
  });

  it.each([
    ['stop_grace_period: 90s', { stop_grace_period: '1m30s' }],
    ['stop_grace_period: 1.5h', { stop_grace_period: '1h30m0s' }],
    ['stop_grace_period: 1d', { stop_grace_period: '24h0m0s' }],
    ['stop_grace_period: 1500us', { stop_grace_period: '1.5ms' }],
    ['mem_limit: 512m', { mem_limit: '536870912' }],
    ['shm_size: 1.5 gib', { shm_size: '1610612736' }],
    ['cpus: "1.50"', { cpus: 1.5 }],
    ['cpus: 0.1', { cpus: 0.1 }],
    ['ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}', { ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } } }],
    ['privileged: "${X:-yes}"', { privileged: true }],
    ['init: false', { init: false }],
    ['tty: false', {}],
    ['healthcheck: {test: curl x, retries: "3"}', { healthcheck: { test: ['CMD-SHELL', 'curl x'], retries: 3 } }],
    ['extra_hosts: {b: "[::1]", a: [1.1.1.1, 2.2.2.2]}', { extra_hosts: ['a=1.1.1.1', 'a=2.2.2.2', 'b=::1'] }],
    [
      'environment: {A: 0755, B: 1e3, C: yes, D: , E: true}',
      { environment: { A: '493', B: '1000', C: 'yes', D: null, E: 'true' } },
    ],
    ['environment: [A="b", C, D=1, D=2]', { environment: { A: '"b"', C: null, D: '2' } }],
    ['labels: {a: 1.0, b: }', { labels: { a: '1', b: '' } }],
    ['dns: 1.1.1.1', { dns: ['1.1.1.1'] }],
    ['devices: ["/dev/a:/dev/b"]', { devices: [{ source: '/dev/a', target: '/dev/b', permissions: 'rwm' }] }],
    ['gpus: all', { gpus: [{ count: -1 }] }],
    ['scale: 2', { scale: 2 }],
    ['deploy: {}', { deploy: { resources: {}, placement: {} } }],
    ['x-note: 1', {}],
  ])('%s', (lines, expected) => {
    expect(service(lines)).toEqual(expected);
  });
});

describe('several files', () => {
  it('lays the override file over the first, path by path', () => {
    const { reading } = read({
      'compose.yaml':
        'services: {a: {image: x, command: b, environment: {A: 1}, ports: ["1:1"], volumes: ["./a:/d"], security_opt: [q], logging: {driver: one, options: {x: y}}}}\n',
      'compose.override.yaml':
        'services: {a: {command: , environment: [A=2, B=3], ports: ["2:2"], volumes: ["./b:/d"], security_opt: [r], logging: {driver: two}}}\n',
    });
    expect(reading.files).toEqual(['compose.yaml', 'compose.override.yaml']);
    expect(toConfig(reading)).toMatchObject({
      services: {
        a: {
          command: null,
          environment: { A: '2', B: '3' },
          logging: { driver: 'two' },
          ports: [{ target: 1 }, { target: 2 }],
          security_opt: ['q', 'r'],
          volumes: [{ source: '/home/ann/shop/b', target: '/d' }],
        },
      },
    });
  });

  it('merges the documents of one file like files', () => {
    const { reading } = read({
      'compose.yaml': 'services: {a: {image: x}}\n---\nname: second\nservices: {a: {user: u}, b: {image: y}}\n',
    });
    expect(toConfig(reading)).toMatchObject({ name: 'second', services: { a: { image: 'x', user: 'u' }, b: {} } });
  });

  it('takes back what is marked `!reset` and replaces what is marked `!override`', () => {
    const { reading } = read({
      'compose.yaml': 'services: {a: {image: x, ports: ["1:1"], labels: {q: r}, environment: {A: 1, B: 2}}}\n',
      'compose.override.yaml':
        'services: {a: {ports: !override ["2:2"], labels: !reset null, environment: {A: !reset null}}}\n',
    });
    const { a } = (toConfig(reading) as { services: { a: Record<string, unknown> } }).services;
    expect([a.ports, a.labels, a.environment]).toEqual([
      [{ mode: 'ingress', target: 2, published: '2', protocol: 'tcp' }],
      undefined,
      { B: '2' },
    ]);
  });

  it('extends a service of another folder, whose paths start there and whose `.env` is not read', () => {
    const { reading } = read({
      'compose.yaml': 'services: {a: {extends: {file: s/b.yml, service: q}, ports: ["1:1"]}}\n',
      's/b.yml': 'services: {q: {build: ., image: "x:${V}", env_file: e.env, volumes: [./d:/d]}}\n',
      's/.env': 'V=no\n',
      's/e.env': 'E=1\n',
    });
    expect(toConfig(reading)).toMatchObject({
      services: {
        a: {
          build: { context: '/home/ann/shop/s' },
          environment: { E: '1' },
          image: 'x:',
          ports: [{ target: 1 }],
          volumes: [{ source: '/home/ann/shop/s/d' }],
        },
      },
    });
  });

  it('includes a file with the variables beside it, the top ones winning', () => {
    const { reading } = read({
      'compose.yaml': 'include: [s/b.yml]\nservices: {a: {image: "a:${V}"}}\n',
      's/b.yml': 'services: {b: {image: "b:${V}-${W}", volumes: [./d:/d]}}\n',
      's/.env': 'V=below\nW=beside\n',
      '.env': 'V=top\n',
    });
    expect(toConfig(reading)).toMatchObject({
      services: { a: { image: 'a:top' }, b: { image: 'b:top-beside', volumes: [{ source: '/home/ann/shop/s/d' }] } },
    });
  });

  it('obeys the COMPOSE_ variables of `.env`', () => {
    const { reading } = read({
      '.env': 'COMPOSE_FILE=a.yml;b.yml\nCOMPOSE_PATH_SEPARATOR=;\nCOMPOSE_PROJECT_NAME=named\nCOMPOSE_PROFILES=p, q\n',
      'a.yml': 'services: {a: {image: x, profiles: [q]}, z: {image: z, profiles: [zz]}}\n',
      'b.yml': 'services: {b: {image: "${COMPOSE_PROJECT_NAME}"}}\n',
      'compose.yaml': 'services: {never: {image: x}}\n',
    });
    expect([reading.files, reading.name, reading.inactive]).toEqual([['a.yml', 'b.yml'], 'named', ['z']]);
    expect(toConfig(reading)).toMatchObject({ services: { a: {}, b: { image: 'named' } } });
  });

  it('takes env files below `environment`, the last one first', () => {
    const { reading, place } = read({
      'compose.yaml':
        'services:\n  a:\n    image: x\n    env_file: [one.env, two.env]\n    environment: {A: mine, P: , Q: }\n',
      'one.env': 'A=one\nB=one\nP=file\n',
      'two.env': 'B=two\nC=${B}-${D:-d}\n',
      '.env': 'Q=dot\n',
    });
    expect(toConfig(reading)).toMatchObject({
      services: { a: { environment: { A: 'mine', B: 'two', C: 'two-d', P: null, Q: 'dot' } } },
    });
    const origins = originsOf(reading)
      .filter(({ path }) => path.includes('environment'))
      .map(({ path, span, variable }) => `${path} ${place(span)} ${variable?.name ?? ''}`.trim());
    expect(origins).toEqual([
      'services.a.environment.B two.env:1:3 "two"',
      'services.a.environment.C two.env:2:3 "${B}-${D:-d}" B',
      'services.a.environment.A compose.yaml:5:22 "mine"',
      'services.a.environment.P compose.yaml:5:31 ""',
      'services.a.environment.Q .env:1:3 "dot" Q',
    ]);
  });

  it('keeps what no service uses, and profiles that are off, out of the model', () => {
    const { reading } = read({
      'compose.yaml':
        'services: {a: {image: x}, b: {image: y, profiles: [p], networks: [n]}}\nnetworks: {n: }\nvolumes: {v: }\n',
    });
    expect(toConfig(reading)).toEqual({
      name: 'shop',
      networks: { default: { name: 'shop_default', ipam: {} } },
      services: { a: { command: null, entrypoint: null, image: 'x', networks: { default: null } } },
    });
  });
});

describe('finding the Compose file', () => {
  it.each([
    [['compose.yml', 'docker-compose.yml'], 'compose.yml'],
    [['docker-compose.yaml', 'docker-compose.yml'], 'docker-compose.yml'],
  ])('of %j takes %s and says so', (names, chosen) => {
    const table = Object.fromEntries(names.map((name) => [name, 'services: {a: {image: x}}\n']));
    expect(read(table).reading.files).toEqual([chosen]);
    const others = names.filter((name) => name !== chosen).join(', ');
    expect(faults(table)).toEqual([`file-ambiguous (warns) nowhere chosen=${chosen} others=${others}`]);
  });

  it.each(['compose.yaml.txt', 'docker-compose.yaml.yml', 'Compose.yaml', 'docker_compose.yml'])(
    'knows %s for a near miss',
    (name) => {
      expect(faults({ [name]: 'services: {a: {image: x}}\n' })).toEqual([
        `file-missing nowhere file=compose.yaml nearest=${name}`,
      ]);
    },
  );

  it('says that there is none', () => {
    const { reading } = read({ 'readme.md': 'x' });
    expect([reading.files, reading.refused, reading.model]).toEqual([[], true, undefined]);
  });

  it('names the variable that names a file which is not there', () => {
    expect(faults({ '.env': 'COMPOSE_FILE=a.yml\n' })).toEqual(['file-missing .env:1:14 "a.yml" file=a.yml']);
  });
});
