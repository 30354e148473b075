import pg from 'pg';

/** What statements run on: a transaction's connection, or the pool. */
export type Run = Pick<pg.Pool, 'query'>;

export async function inTransaction<T>(pool: pg.Pool, work: (tx: Run) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const done = await work(client);
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
