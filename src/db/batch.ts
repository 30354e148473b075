/**
 * Calls of one statement that arrive while `LANES` of them are under way wait and go to the server together: one round
 * trip, one transaction and one flush for up to `MAX` of them. Alone, a call goes at once. This is what makes a busy
 * node fast; see docs/adr/0008-hot-statements-travel-together.md.
 */
import pg from 'pg';

export type Batch<Item, Row> = {
  /** of the prepared statement */
  name: string;
  /** takes the parameters of all items and returns, per item, a row with its place `n` (from 1) and its result `r` */
  text: string;
  params(items: Item[]): unknown[];
  /** Items that lock rows are sent in this order, so that two batches wait for one another instead of dead-locking. */
  order?(item: Item): string;
  /** only for the type of the result */
  row?: Row;
};

type Waiting = {
  item: unknown;
  key: string;
  resolve(row: unknown): void;
  reject(error: unknown): void;
};
type Run = (query: {
  name: string;
  text: string;
  values: unknown[];
}) => Promise<{ rows: { n: number; r: unknown }[] }>;

const LANES = 3;
const MAX = 16;

/** The statement failed on the server, so nothing of it is stored. A lost connection says no such thing. */
const wasRolledBack = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '');

export function makeBatcher(
  run: Run,
): <Item, Row>(batch: Batch<Item, Row>, item: Item) => Promise<Row> {
  const queues = new Map<string, { waiting: Waiting[]; busy: number }>();

  async function send(batch: Batch<never, unknown>, group: Waiting[]): Promise<void> {
    try {
      const { rows } = await run({
        name: batch.name,
        text: batch.text,
        values: batch.params(group.map((w) => w.item as never)),
      });
      for (const { n, r } of rows) group[n - 1]!.resolve(r);
    } catch (error) {
      // One of them fails for all: each alone shows whose error it is.
      if (group.length > 1 && wasRolledBack(error))
        for (const one of group) await send(batch, [one]);
      else for (const w of group) w.reject(error);
    }
  }

  return <Item, Row>(batch: Batch<Item, Row>, item: Item) => {
    let queue = queues.get(batch.name);
    if (queue === undefined) queues.set(batch.name, (queue = { waiting: [], busy: 0 }));
    const { waiting } = queue;
    const next = (): void => {
      while (queue.busy < LANES && waiting.length > 0) {
        queue.busy++;
        const group = waiting.splice(0, MAX);
        if (batch.order !== undefined) group.sort((a, b) => (a.key < b.key ? -1 : 1));
        void send(batch as unknown as Batch<never, unknown>, group).finally(() => {
          queue.busy--;
          next();
        });
      }
    };
    return new Promise<Row>((resolve, reject) => {
      waiting.push({
        item,
        key: batch.order?.(item) ?? '',
        resolve: resolve as (row: unknown) => void,
        reject,
      });
      // What arrives in the same turn of the event loop goes together.
      if (waiting.length === 1) setImmediate(next);
    });
  };
}
