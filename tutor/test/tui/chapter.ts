import type { Lesson, LessonBlock } from '../../src/core/lesson.ts';
import type { Chapter, Step } from '../../src/core/step.ts';

/** A chapter for tests, so that a word changed in the real one moves no golden file. */
export const chapter: Chapter = {
  id: 'orchestrating-services',
  title: 'Orchestrating Services with Docker Compose',
  about:
    'You write two services, web and db, join them with a network, keep the data in a volume, and bring the stack up with one command.',
  steps: [
    step(1, 'app', 'Review the page', 'the page, and the packages it needs', 'the page asks its database.', [
      'app.py is a Python program with a Flask application',
      'requirements.txt lists what app.py imports',
    ]),
    step(
      2,
      'dockerfile',
      'Write the recipe',
      'two stages, and a server that can be reached',
      'the image is complete.',
      ['the final image holds app.py'],
    ),
    step(3, 'compose', 'Describe both services', 'one file that names both services', 'Compose can read your file.', [
      'Compose reads the file',
      'it describes two services',
    ]),
    step(4, 'web', 'Build web', 'build it, publish 8000, tell it where db is', 'web knows its database.', [
      'web is built from a folder with a Dockerfile',
      'web publishes its port on your machine',
    ]),
    step(5, 'db', 'Set up PostgreSQL 16', 'PostgreSQL 16 with its user and database', 'db makes its database.', [
      'db runs PostgreSQL 16',
    ]),
    step(
      6,
      'network',
      'Put web and db on a network of your own',
      'put both on a network of your own',
      'both services are on app_network, and web finds db by its name.',
      ['a network is declared', 'web is attached to it', 'db is attached to it', 'web can find db by name'],
    ),
    step(7, 'volume', 'Keep the database’s files', 'keep the database’s files', 'the data outlives its container.', [
      'a named volume is declared',
      'db keeps its files in it',
    ]),
    {
      ...step(
        8,
        'deploy',
        'Bring the stack up',
        'up, ps, logs and the page',
        'your stack runs, and the page answers.',
        ['every service runs', 'the page answers 200 and says that it is connected', 'PostgreSQL 16 lets web sign in'],
      ),
      judgedFrom: 'stack',
      files: [],
    },
    {
      ...step(9, 'teardown', 'Take the stack down', 'down, with the data kept', 'the data is kept.', [
        'no container of the stack is left',
        'the volume with the data is still there',
      ]),
      judgedFrom: 'stack',
      files: [],
    },
  ],
  roles: {},
  closing: {
    built: [
      'web, a Flask page, built by your Dockerfile in two stages',
      'db, PostgreSQL 16, which only web can reach',
      'a network that joins the two, and a volume that outlives them',
    ],
    learnt: [
      'read and write services, networks and volumes in a Compose file',
      'bring a stack up, look into it, take it down and keep its data',
    ],
    ahead: ['passwords out of the file, into secrets', 'healthchecks, so that web waits until db answers'],
  },
};

function step(
  number: number,
  id: string,
  title: string,
  asks: string,
  achieved: string,
  asserts: readonly string[],
): Step {
  return {
    id,
    number,
    title,
    asks,
    achieved,
    needs: [],
    points: 1,
    judgedFrom: 'files',
    files: id === 'app' ? ['web/app.py', 'web/requirements.txt'] : ['compose.yaml'],
    checks: asserts.map((sentence, at) => ({
      id: `${id}-${at + 1}`,
      asserts: sentence,
      word: 'any',
      with: {},
      needs: [],
    })),
    hints: ['one', 'two', 'three'],
  };
}

export const lesson: Lesson = {
  title: 'A network of your own',
  blocks: [
    {
      kind: 'paragraph',
      spans: [
        text('Services on the same network reach each other by name: the host name of a service is its key, so '),
        code('db'),
        text(' in '),
        code('DATABASE_URL'),
        text(' is the db service.'),
      ],
    },
    {
      kind: 'code',
      language: 'yaml',
      caption: 'compose.yaml',
      lines: [
        [{ role: 'key', text: 'networks:' }],
        [{ role: 'key', text: '  app_network:' }],
        [
          { role: 'key', text: '    driver:' },
          { role: 'string', text: ' bridge' },
          { role: 'comment', text: ' # the one you get unasked' },
        ],
      ],
    },
    { kind: 'heading', level: 2, spans: [text('Two places')] },
    {
      kind: 'list',
      items: [
        [{ kind: 'paragraph', spans: [text('declared at the left edge, with its name and its driver')] }],
        [{ kind: 'paragraph', spans: [text('named in the list '), code('networks'), text(' of every service')] }],
      ],
    },
    {
      kind: 'callout',
      tone: 'wrong',
      blocks: [
        {
          kind: 'paragraph',
          spans: [
            text('A service with a '),
            code('networks'),
            text(' list is no longer on '),
            code('default'),
            text('. If only one of the two names '),
            code('app_network'),
            text(', they cannot find each other.'),
          ],
        },
      ],
    },
    {
      kind: 'table',
      header: [[text('command')], [text('shows')]],
      rows: [
        [[code('docker network ls')], [text('all networks of this machine')]],
        [[code('docker network inspect')], [text('who is on one of them')]],
      ],
    },
    {
      kind: 'callout',
      tone: 'tip',
      blocks: [
        {
          kind: 'paragraph',
          spans: [
            text('The name has the project before it. Read more at '),
            { kind: 'link', text: 'docs.docker.com', href: 'https://docs.docker.com/compose/networking/' },
            text('.'),
          ],
        },
      ],
    },
  ],
};

export const ladder: readonly (readonly LessonBlock[])[] = [
  [{ kind: 'paragraph', spans: [text('A network is written in two places of '), code('compose.yaml'), text('.')] }],
  [
    {
      kind: 'paragraph',
      spans: [text('The section is called '), code('networks:'), text(' and stands at the left edge.')],
    },
  ],
  [
    { kind: 'paragraph', spans: [text('Write this into both services:')] },
    {
      kind: 'code',
      language: 'yaml',
      caption: 'compose.yaml',
      lines: [[{ role: 'key', text: 'networks:' }], [{ role: 'plain', text: '  - app_network' }]],
    },
  ],
];

function text(words: string): { readonly kind: 'text'; readonly text: string } {
  return { kind: 'text', text: words };
}

function code(words: string): { readonly kind: 'code'; readonly text: string } {
  return { kind: 'code', text: words };
}
