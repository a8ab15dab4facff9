import { nearest } from '../../core/nearest.ts';
import type { Expression } from './grammar/tree.ts';
import type { PlacedCall } from './placed-calls.ts';
import { lookUp, qualify, type Standing } from './qualify.ts';
import type { AttributeSlip } from './reading.ts';
import { pathOf } from './scope.ts';
import { spanIn } from './symbolic-of.ts';

/** What apps of this kind take from something, and what else it has with a name that could be taken for a slip. */
type Members = {
  readonly taken: readonly string[];
  readonly others?: readonly string[];
  /** What other libraries have, and what is written for it here. */
  readonly foreign?: Readonly<Record<string, string>>;
};

const words = (text: string): readonly string[] => text.split(' ');

const DB_API_CONNECTION = words(
  'close commit rollback cursor cancel closed autocommit isolation_level encoding info notices status',
);
const DB_API_CURSOR = words(
  'execute executemany fetchone fetchmany fetchall close closed connection description rowcount',
);
const CURSOR_OTHERS = words(
  'arraysize callproc cast copy copy_expert copy_from copy_to format itersize lastrowid mogrify name nextset query row_factory rownumber scroll scrollable setinputsizes setoutputsize statusmessage stream typecaster tzinfo_factory withhold',
);

/** By its name, with what makes it. What is made may have been given more: only names nearly like these are told. */
const MEMBERS: ReadonlyMap<string, Members> = new Map<string, Members>(
  Object.entries({
    os: { taken: ['environ', 'getenv'], others: words('environb getenvb putenv unsetenv getpid getuid') },
    psycopg2: { taken: ['connect'], others: ['Connection'] },
    psycopg: { taken: ['connect'], others: ['Connection'] },
    time: { taken: ['sleep'] },
    'os.environ': { taken: words('get items keys values setdefault copy pop update'), others: words('clear popitem') },
    'flask.Flask()': {
      taken: words(
        'route run get post put delete patch config logger register_blueprint errorhandler before_request after_request teardown_appcontext add_url_rule app_context',
      ),
      others: words(
        'name cli debug json jinja_env redirect url_for url_map endpoint extensions testing test_client make_response request_class request_context response_class root_path secret_key session_interface shell_context_processor static_folder static_url_path template_folder teardown_request context_processor view_functions wsgi_app blueprints before_first_request async_to_sync ensure_sync',
      ),
    },
    'psycopg2.connect()': {
      taken: DB_API_CONNECTION,
      others: words(
        'async async_ binary_types cursor_factory deferrable dsn fileno get_backend_pid get_dsn_parameters get_parameter_status lobject notifies poll readonly reset server_version set_client_encoding set_isolation_level set_session string_types xid',
      ),
      // Connections of psycopg 3 and of sqlite3 run queries themselves.
      foreign: { execute: 'cursor().execute', fetchone: 'cursor().fetchone', fetchall: 'cursor().fetchall' },
    },
    'psycopg2.connect().cursor()': { taken: DB_API_CURSOR, others: CURSOR_OTHERS },
    'psycopg.connect()': {
      taken: [...DB_API_CONNECTION, 'execute', 'transaction'],
      others: words(
        'adapters broken connection deferrable fileno notifies pipeline prepare_threshold read_only wait xid',
      ),
    },
    'psycopg.connect().cursor()': { taken: DB_API_CURSOR, others: [...CURSOR_OTHERS, 'adapters', 'pgresult'] },
    'psycopg.connect().execute()': { taken: DB_API_CURSOR, others: [...CURSOR_OTHERS, 'adapters', 'pgresult'] },
    'sqlalchemy.create_engine()': {
      taken: words('connect begin dispose raw_connection'),
      others: words('execute url dialect pool driver echo engine name scalar execution_options'),
    },
    'sqlalchemy.create_engine().connect()': {
      taken: words('execute scalar scalars commit rollback close begin'),
      others: words('closed connection detach engine info invalidate exec_driver_sql execution_options'),
    },
  }),
);
/** The most slips that are told. */
const MOST_SLIPS = 10;

/** `psycopg2.conect(…)`, `os.enviorn["X"]`, `cur.excute(…)`: a name that is not there, where one nearly like it is. */
export function misspeltAttributes(calls: readonly PlacedCall[]): AttributeSlip[] {
  const found = new Map<number, AttributeSlip>();
  for (const { expression, standing, around } of calls) {
    // What stands in a handler, or under a condition, may never be met.
    const isMet = around.certain === 'always';
    const slip = slipIn(expression.kind === 'call' ? expression.callee : expression.object, standing, isMet);
    if (slip !== undefined && found.size < MOST_SLIPS && !found.has(slip.span.start)) found.set(slip.span.start, slip);
  }
  return [...found.values()];
}

/** Each name behind a dot, the innermost first: the others are asked of what it gives. */
function slipIn(named: Expression, standing: Standing, isMet: boolean): AttributeSlip | undefined {
  const attributes: Attribute[] = [];
  for (let one: Expression = named; one.kind === 'attribute'; one = one.object) attributes.unshift(one);
  for (const attribute of attributes) {
    const slip = slipAt(attribute, standing, isMet);
    if (slip !== undefined) return slip;
  }
  return undefined;
}

type Attribute = Expression & { readonly kind: 'attribute' };

function slipAt(attribute: Attribute, standing: Standing, isMet: boolean): AttributeSlip | undefined {
  const owner = qualify(attribute.object, standing) ?? '';
  const members = MEMBERS.get(owner);
  const isMade = owner.includes('(');
  if (members === undefined || (isMade && !isMet)) return undefined;
  const { name, object } = attribute;
  const isThere = members.taken.includes(name) || members.others?.includes(name) === true;
  if (isThere || isGiven(attribute, standing) || isOwn(owner, standing)) return undefined;
  const foreign = members.foreign;
  const meant =
    (foreign !== undefined && Object.hasOwn(foreign, name) ? foreign[name] : undefined) ?? nearest(name, members.taken);
  if (meant === undefined) return undefined;
  const at = { ...attribute, from: attribute.to - name.length };
  const module = isMade && object.kind === 'name' ? object.name : owner;
  return { module, name, meant, span: spanIn(standing.view, at) };
}

/** What the app itself gave it, as in `app.database = …`. */
function isGiven(attribute: Attribute, standing: Standing): boolean {
  const path = pathOf(attribute);
  return path !== undefined && lookUp(path, standing) !== undefined;
}

/** A module of the project that has the name of a library's. */
function isOwn(owner: string, { view }: Standing): boolean {
  return view.linked(owner.split(/[.(]/)[0] ?? '', 0) !== undefined;
}
