/**
 * Every connection of ours: goes to the host that takes writes, with the login that is good, and
 * gets on with a pooler.
 */
import pg from 'pg';
import type { Address } from './address.ts';
import { isReadTimeout } from './not-now.ts';
import type { Way, Ways } from './ways.ts';

/**
 * Longer than the server's own limit on a statement, so that it counts only where nothing comes
 * back at all.
 */
const ANSWER_MS = 65_000;

/** How long a connection may take to come about, to answer, and to be found dead. */
export const PATIENCE = {
  connectionTimeoutMillis: 5_000,
  query_timeout: ANSWER_MS,
  // Without a first delay of its own, two hours pass before a silent peer is asked whether it is
  // still there.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} satisfies pg.ClientConfig;

/** Fields that node-postgres reads when it connects; they are set as late as that. */
type Aim = {
  host: string;
  port: number;
  user: string;
  password: string;
  connectionParameters: { user: string };
};
type Wire = { connection: pg.Connection };
type Done = (error?: Error) => void;

/**
 * Whoever listens behind a pooler hears nothing, and leaves a session of the pooler's listening.
 */
const LISTENS = /^\s*(un)?listen\b/i;

export class Connection extends pg.Client {
  readonly #ways: Ways | undefined;
  readonly #isPooled: boolean;

  constructor(address: Address) {
    super(address);
    // A server may end a connection before anybody listens: with the very packet that makes it
    // ready. Without a listener that would end the process; whoever asks something of it gets the
    // error by that question.
    this.on('error', () => {});
    this.#ways = address.ways;
    this.#isPooled = address.isPooled === true;
  }

  override connect(): Promise<this>;
  override connect(done: Done): void;
  override connect(done?: Done): Promise<this> | void {
    const ready = this.#ways === undefined ? super.connect() : this.#follow(this.#ways);
    if (done === undefined) return ready.then(() => this);
    ready.then(
      () => done(),
      (error: Error) => done(error),
    );
  }

  async #follow(ways: Ways): Promise<void> {
    const way = await ways.find();
    aim(this, way);
    try {
      await super.connect();
    } catch (error) {
      ways.lost(way);
      throw error;
    }
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- passes on what node-postgres declares in nine ways
  override query(query: any, ...rest: any[]): any {
    const asked = this.#isPooled ? forPooler(query) : query;
    const answer: unknown = super.query(asked, ...(rest as []));
    // One that stopped answering would keep others waiting behind its open question. Who asks by
    // callback, the pool itself, takes a connection that failed out of use.
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (isReadTimeout(error)) (this as unknown as Wire).connection.stream.destroy();
      });
    return answer;
  }
}

function forPooler(query: string | pg.QueryConfig): string | pg.QueryConfig {
  const text = typeof query === 'string' ? query : query.text;
  if (LISTENS.test(text)) return 'select 1';
  return typeof query === 'string' ? query : { ...query, name: undefined };
}

function aim(client: pg.Client, { host, login }: Way): void {
  const fields = client as unknown as Aim;
  if (host !== undefined) Object.assign(fields, host);
  if (login === undefined) return;
  fields.user = fields.connectionParameters.user = login.user;
  fields.password = login.password;
}

/**
 * A pool of such connections. Idle ones that the server ends are replaced; whoever wants to hear of
 * it listens as well.
 */
export function makePool(
  config: Address & { onConnect?: (c: pg.Client) => Promise<void> },
): pg.Pool {
  // The declared type of `Client` takes no arguments; the pool gives it the configuration.
  const options = { ...PATIENCE, ...config, Client: Connection } as unknown as pg.PoolConfig;
  const pool = new pg.Pool(options);
  // The job queue complains of a pool where nobody listens to both, though connections listen to
  // themselves.
  return pool.on('error', () => {}).on('connect', () => {});
}
