/**
 * The pool's connections, lent in turns: partners that wait for one get it one after another, and no
 * partner holds them all, so that what waits for locks or is slow keeps its own waiting only.
 */
import type pg from 'pg';
import { Turnstile } from '../turns.ts';
import { PATIENCE } from './connection.ts';

/** In a pool of four and more, that share of it is never one partner's. */
const OTHERS_SHARE = 1 / 4;

export type Lent = { client: pg.PoolClient; release(broken?: Error): void };
export type Lend = {
  /** `who`: a partner, or a word of its own for what is nobody's. To be given back once. */
  connect(who: string): Promise<Lent>;
  query(who: string, query: pg.QueryConfig): Promise<pg.QueryResult>;
};

/** The words of the pool itself, which not-now.ts knows. */
const tooLong = (): Error => new Error('timeout exceeded when trying to connect');

export function lendFairly(pool: pg.Pool, max: number): Lend {
  const turns = new Turnstile({
    atOnce: max,
    ofOneKey: max - Math.floor(max * OTHERS_SHARE),
    patienceMs: PATIENCE.connectionTimeoutMillis,
    full: tooLong,
  });
  return {
    async connect(who) {
      const leave = await turns.enter(who);
      try {
        const client = await pool.connect();
        return {
          client,
          release(broken) {
            client.release(broken);
            leave();
          },
        };
      } catch (error) {
        leave();
        throw error;
      }
    },
    query: (who, query) => turns.run(who, () => pool.query(query)),
  };
}
