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
