/** Connections, transactions and the partner scope that row-level security checks. */
import pg from 'pg';
import { withOptions, type Address } from './address.ts';
import { makeBatcher, type Batch } from './batch.ts';
import { makeConfirmation, type Confirmation } from './confirmation.ts';
import { makePool } from './connection.ts';
import { readInstant } from './instants.ts';
import { lendFairly, type Lend } from './lend.ts';
import { nameOftenUsed, type NameOftenUsed } from './name-often-used.ts';
import { isReadOnly } from './not-now.ts';
import { untilNoConflict } from './retry.ts';
import { NOBODY } from '../turns.ts';
import { checkSession, SESSION_OPTIONS } from './session.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, readInstant);

export type Params = readonly unknown[];

/**
 * What can run a statement. `name` makes it a prepared statement of the connection: for hot paths.
 * In a transaction that writes, what is used often is prepared without one; what only reads is not,
 * since the plan of a list depends on its filters.
 */
export interface Queryable {
  rows<T>(text: string, params?: Params, name?: string): Promise<T[]>;
  one<T>(text: string, params?: Params, name?: string): Promise<T | undefined>;
}

declare const inTransaction: unique symbol;
/**
 * A transaction. Writes that must be atomic take a Tx, so that forgetting one does not compile. One
 * that a deadlock ended is begun anew (retry.ts), so its work does nothing but talk to the
 * database.
 */
export interface Tx extends Queryable {
  readonly [inTransaction]: true;
}

type ActAs = (partnerId: string) => Promise<unknown>;

export interface Db extends Queryable {
  /**
   * Sees global tables only: no partner is named, so row-level security hides every partner's rows.
   */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Sees the rows of this partner only. */
  partnerTx<T>(partnerId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for reading: all its statements see one moment, so that an answer made of several
   * never contradicts itself.
   */
  partnerRead<T>(partnerId: string, work: (db: Queryable) => Promise<T>): Promise<T>;
  /**
   * The same over all partners, for the operator: global tables, and the rows of the partner that
   * `actAs` named last.
   */
  operatorRead<T>(work: (db: Queryable, actAs: ActAs) => Promise<T>): Promise<T>;
  /**
   * The same database, whose `partnerTx` writes for this request of a partner's key: columns
   * `caused_by` have its id. Null: for none.
   */
  causedBy(requestId: string | null): Db;
  /** One call of a hot statement, sent together with others that wait at the same time. */
  batched<Item, Row>(batch: Batch<Item, Row>, item: Item): Promise<Row>;
  readonly pool: pg.Pool;
  end(): Promise<void>;
}

type Query = { text: string; values: unknown[]; name?: string };
type Ask = (query: Query) => Promise<pg.QueryResult>;

const queryable = (ask: Ask, nameOf: NameOftenUsed = () => undefined): Queryable => ({
  async rows<T>(text: string, params: Params = [], given?: string) {
    const name = given ?? nameOf(text);
    const query = { text, values: params as unknown[], ...(name === undefined ? {} : { name }) };
    return (await ask(query)).rows as T[];
  },
  async one<T>(text: string, params?: Params, name?: string) {
    return (await this.rows<T>(text, params, name))[0];
  },
});

/**
 * `address` with the application's login. A connection that is not what it must be is given to
 * nobody.
 */
export function createDb(
  address: Address,
  options: { max?: number; onError?: (error: Error) => void } = {},
): Db {
  const max = options.max ?? 16;
  const pool = makePool({
    max,
    ...(address.isPooled ? address : withOptions(address, SESSION_OPTIONS)),
    onConnect: checkSession,
  });
  pool.on('error', (error) => options.onError?.(error));
  const confirmation = makeConfirmation(Math.ceil(max / 3));
  const lend = lendFairly(pool, max);
  const attempt = makeTransaction(lend, confirmation);
  const transaction = <T>(who: string, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    untilNoConflict(() => attempt(who, begin, work));
  const batched = makeBatcher((query) => lend.query(query.name, query), confirmation);
  const db: Db = {
    ...queryable((query) => confirmation.within(lend.query(NOBODY, query))),
    tx: (work) => transaction(NOBODY, 'begin', work),
    partnerTx: (partnerId, work) => transaction(partnerId, `begin; ${actAs(partnerId)}`, work),
    partnerRead: (partnerId, work) =>
      transaction(partnerId, `${BEGIN_READ}; ${actAs(partnerId)}`, work),
    operatorRead: (work) =>
      transaction(NOBODY, BEGIN_READ, (tx) => work(tx, (id) => tx.rows(actAs(id)))),
    causedBy: (requestId) =>
      requestId === null
        ? db
        : {
            ...db,
            partnerTx: (partnerId, work) =>
              transaction(partnerId, `begin; ${actAs(partnerId)}${because(requestId)}`, work),
          },
    batched: (batch, item) => untilNoConflict(() => batched(batch, item)),
    pool,
    end: () => pool.end(),
  };
  return db;
}

const BEGIN_READ = 'begin isolation level repeatable read, read only';

/**
 * Sent with `begin` in one round trip: the simple protocol takes several statements, and the
 * literal is escaped.
 */
const actAs = (partnerId: string): string =>
  `select set_config('hubby.partner_id', ${pg.escapeLiteral(partnerId)}, true)`;

/** Behind it in the same statement: what columns `caused_by` are filled with. */
const because = (requestId: string): string =>
  `, set_config('hubby.caused_by', ${pg.escapeLiteral(requestId)}, true)`;

function makeTransaction(lend: Lend, confirmation: Confirmation) {
  const nameOf = nameOftenUsed();
  return async <T>(who: string, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const { client, release } = await lend.connect(who);
    let result: T;
    try {
      await client.query(begin);
      const often = begin.startsWith(BEGIN_READ) ? undefined : nameOf;
      result = await work(queryable((query) => client.query(query), often) as Tx);
      if (confirmation.isStuck() && (await hasWritten(client))) confirmation.demandRoom();
    } catch (error) {
      let broken: Error | undefined = isReadOnly(error) ? (error as Error) : undefined;
      await client.query('rollback').catch((e: Error) => {
        broken = e;
      });
      release(broken);
      throw error;
    }
    // Given back when the server has answered, which may be after its caller was told to try again.
    const commit = client.query('commit').then(
      () => release(),
      (error: Error) => {
        release(error);
        throw error;
      },
    );
    await confirmation.within(commit);
    return result;
  };
}

/** Only what has written waits for others at its commit. */
async function hasWritten(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query('select pg_current_xact_id_if_assigned() as id');
  return rows[0].id !== null;
}
