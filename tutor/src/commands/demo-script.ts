/** A typical mistake of a step: the demo makes it in the step's own solution, shows what the tutor says, and mends it. */
export type DemoMistake = {
  readonly step: string;
  /** What the learner did, one line. */
  readonly says: string;
  readonly file: string;
  /** A text that stands once in the step's solution, and what takes its place. */
  readonly from: string;
  readonly to: string;
};

/** One for each step that is judged from files. */
export const DEMO_MISTAKES: readonly DemoMistake[] = [
  {
    step: 'app',
    says: 'the driver is missing from requirements.txt',
    file: 'web/requirements.txt',
    from: 'psycopg2-binary==2.9.9\n',
    to: '',
  },
  {
    step: 'dockerfile',
    says: 'the server is left on its own default address',
    file: 'web/Dockerfile',
    from: 'ENV FLASK_RUN_HOST=0.0.0.0\n',
    to: '',
  },
  { step: 'compose', says: 'a key is mistyped', file: 'compose.yaml', from: '    image: ', to: '    imgae: ' },
  {
    step: 'web',
    says: 'the page looks for its database on its own machine',
    file: 'compose.yaml',
    from: '@db:5432',
    to: '@localhost:5432',
  },
  {
    step: 'db',
    says: 'a variable has a name that the image does not know',
    file: 'compose.yaml',
    from: 'POSTGRES_PASSWORD: password',
    to: 'POSTGRES_PASSWD: password',
  },
  {
    step: 'network',
    says: 'only one of the two services joins the network',
    file: 'compose.yaml',
    from: '      POSTGRES_PASSWORD: password\n    networks:\n      - app_network\n',
    to: '      POSTGRES_PASSWORD: password\n',
  },
  {
    step: 'volume',
    says: 'the volume is mounted beside the data',
    file: 'compose.yaml',
    from: 'db_data:/var/lib/postgresql/data',
    to: 'db_data:/var/lib/postgres/data',
  },
];

/** What the demo shows while a mistake stands: keys, what they are for, how long they are looked at, the key that leads back. */
export type DemoLook = {
  readonly says: string;
  readonly keys: readonly string[];
  readonly readMs: number;
  readonly back?: string;
  readonly mends?: 'for the learner';
};

/** The steps in which the app, playing itself, makes their mistake: so few that there is time to read. */
export const DEMO_LOOKS: Readonly<Record<string, readonly DemoLook[]>> = {
  app: [{ says: 'reads the lesson of the step', keys: ['l'], readMs: 1_200, back: 'l' }],
  web: [],
  network: [
    { says: 'takes hints, one at a time; the last one says what to write', keys: ['h', 'h', 'h', 'h'], readMs: 600 },
    { says: 'after the last hint the tutor can mend it: the patch first', keys: ['f'], readMs: 1_600 },
    { says: 'yes, write it', keys: ['y'], readMs: 0, mends: 'for the learner' },
  ],
  volume: [{ says: 'looks at the stack, drawn from the files', keys: ['g'], readMs: 1_300, back: 'g' }],
};
