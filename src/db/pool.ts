/** Connections, transactions and the partner scope that row-level security checks. */
import pg from 'pg';
import { withOptions, type Address } from './address.ts';
import { makeBatcher, type Batch } from './batch.ts';
import { makePool } from './connection.ts';
import { checkSession, SESSION_OPTIONS } from './session.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export type Params = readonly unknown[];

/** What can run a statement. `name` makes it a prepared statement of the connection: for hot paths. */
export interface Queryable {
  rows<T>(text: string, params?: Params, name?: string): Promise<T[]>;
  one<T>(text: string, params?: Params, name?: string): Promise<T | undefined>;
}

declare const inTransaction: unique symbol;
/** A transaction. Writes that must be atomic take a Tx, so that forgetting one does not compile. */
export interface Tx extends Queryable {
  readonly [inTransaction]: true;
}

export interface Db extends Queryable {
  /** Sees global tables only: no partner is named, so row-level security hides every partner's rows. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Sees the rows of this partner only. */
  partnerTx<T>(partnerId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One call of a hot statement, sent together with others that wait at the same time. */
  batched<Item, Row>(batch: Batch<Item, Row>, item: Item): Promise<Row>;
  readonly pool: pg.Pool;
  end(): Promise<void>;
}

const queryable = (client: pg.Pool | pg.PoolClient): Queryable => ({
  async rows<T>(text: string, params: Params = [], name?: string) {
    const query = { text, values: params as unknown[], ...(name === undefined ? {} : { name }) };
    return (await client.query(query)).rows as T[];
  },
  async one<T>(text: string, params?: Params, name?: string) {
    return (await this.rows<T>(text, params, name))[0];
  },
});

/** `address` with the application's login. A connection that is not what it must be is given to nobody. */
export function createDb(
  address: Address,
  options: { max?: number; onError?: (error: Error) => void } = {},
): Db {
  const pool = makePool({
    max: options.max ?? 16,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...(address.isPooled ? address : withOptions(address, SESSION_OPTIONS)),
    onConnect: checkSession,
  });
  // An idle connection that the server closes is replaced by the pool; without a listener node would exit.
  pool.on('error', (error) => options.onError?.(error));
  // The same for one that is checked out: whoever waits on it gets the error by its query.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });

  const transaction = async <T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work(queryable(client) as Tx);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((e: Error) => {
        broken = e;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return {
    ...queryable(pool),
    tx: (work) => transaction('begin', work),
    // One round trip: the simple protocol takes several statements, and the literal is escaped.
    partnerTx: (partnerId, work) =>
      transaction(
        `begin; select set_config('hubby.partner_id', ${pg.escapeLiteral(partnerId)}, true)`,
        work,
      ),
    batched: makeBatcher((query) => pool.query(query)),
    pool,
    end: () => pool.end(),
  };
}

const DEADLOCK = '40P01';
const TRIES = 5;

/** Begun anew when it was the one that a deadlock ended: nothing of it is stored then, and the other is done. */
export async function untilNoDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work();
    } catch (error) {
      if (n === TRIES || sqlState(error) !== DEADLOCK) throw error;
    }
  }
}

/** SQLSTATE of an error of PostgreSQL, null for anything else. */
export const sqlState = (error: unknown): string | null =>
  error instanceof pg.DatabaseError && typeof error.code === 'string' ? error.code : null;
