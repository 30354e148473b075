/** Every connection of ours: goes to the host that takes writes, with the login that is good, and gets on with a pooler. */
import pg from 'pg';
import type { Address } from './address.ts';
import type { Way, Ways } from './ways.ts';

/** Fields that node-postgres reads when it connects; they are set as late as that. */
type Aim = {
  host: string;
  port: number;
  user: string;
  password: string;
  connectionParameters: { user: string };
};
type Done = (error?: Error) => void;

/** Whoever listens behind a pooler hears nothing, and leaves a session of the pooler's listening. */
const LISTENS = /^\s*(un)?listen\b/i;

export class Connection extends pg.Client {
  readonly #ways: Ways | undefined;
  readonly #isPooled: boolean;

  constructor(address: Address) {
    super(address);
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
    if (!this.#isPooled) return super.query(query, ...(rest as []));
    const text: unknown = typeof query === 'string' ? query : query?.text;
    if (typeof text === 'string' && LISTENS.test(text)) return super.query('select 1');
    const unnamed = query?.name === undefined ? query : { ...query, name: undefined };
    return super.query(unnamed, ...(rest as []));
  }
}

function aim(client: pg.Client, { host, login }: Way): void {
  const fields = client as unknown as Aim;
  if (host !== undefined) Object.assign(fields, host);
  if (login === undefined) return;
  fields.user = fields.connectionParameters.user = login.user;
  fields.password = login.password;
}

/** A pool of such connections. */
export const makePool = (
  config: Address & { onConnect?: (c: pg.Client) => Promise<void> },
): pg.Pool =>
  // The declared type of `Client` takes no arguments; the pool gives it the configuration.
  new pg.Pool({ ...config, Client: Connection } as unknown as pg.PoolConfig);
