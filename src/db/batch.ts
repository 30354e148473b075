/**
 * Calls of one statement that arrive while `LANES` of them are under way wait and go to the server
 * together: one round trip, one transaction and one flush for up to `MAX` of them. Alone, a call
 * goes at once. This is what makes a busy node fast; see
 * docs/adr/0008-hot-statements-travel-together.md. Partners take turns (batch-queue.ts).
 */
import pg from 'pg';
import { BatchQueue } from './batch-queue.ts';
import { inTime, type Confirmation } from './confirmation.ts';
import { isNotNow } from './not-now.ts';
import { SQLSTATE } from './sqlstate.ts';

export type Batch<Item, Row> = {
  /** of the prepared statement */
  name: string;
  /**
   * takes the parameters of all items and returns, per item, a row with its place `n` (from 1) and
   * its result `r`
   */
  text: string;
  params(items: Item[]): unknown[];
  /** whose call it is: partners take turns */
  partnerOf(item: Item): string;
  /**
   * Items that lock rows are sent in this order, so that two batches wait for one another instead
   * of dead-locking.
   */
  order?(item: Item): string;
  /** What others may write too: it goes with them or after them, never beside them. */
  touches?(item: Item): string[];
  /** whether it changes anything: refused while too much is unconfirmed already */
  writes?: boolean;
  /** only for the type of the result */
  row?: Row;
};

type Waiting = {
  item: unknown;
  partner: string;
  key: string;
  touches?: readonly string[];
  /** its caller was told that it takes too long */
  isGone: boolean;
  resolve(row: unknown): void;
  reject(error: unknown): void;
};
type Run = (query: {
  name: string;
  text: string;
  values: unknown[];
}) => Promise<{ rows: { n: number; r: unknown }[] }>;

const LANES = 3;
/** For calls of partners that have none under way. */
const RESERVED = 1;

/** `free`: lanes of either kind */
type Queue = { calls: BatchQueue<Waiting>; free: { lanes: number; reserved: number } };

/** Ended because of another one: the next try may do. */
const IN_THE_WAY: readonly string[] = [
  SQLSTATE.serializationFailure,
  SQLSTATE.deadlock,
  SQLSTATE.lockNotAvailable,
  SQLSTATE.queryCanceled,
];

/**
 * The statement failed on the server for a reason of one member, so nothing of it is stored and the
 * others may go. A lost connection says no such thing, and on a server that takes no writes each
 * alone would fare no better.
 */
const goesAlone = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (IN_THE_WAY.includes(error.code ?? '') || !isNotNow(error));

/**
 * A batch that gets no answer gives up its lane after a while, and its callers hear of it; see
 * confirmation.ts.
 */
export function makeBatcher(
  run: Run,
  confirmation: Confirmation,
): <Item, Row>(batch: Batch<Item, Row>, item: Item) => Promise<Row> {
  const queues = new Map<string, Queue>();

  async function send(batch: Batch<never, unknown>, group: Waiting[]): Promise<void> {
    if (group.length === 0) return;
    try {
      if (batch.writes === true) confirmation.demandRoom();
      const { rows } = await confirmation.within(
        run({
          name: batch.name,
          text: batch.text,
          values: batch.params(group.map((w) => w.item as never)),
        }),
      );
      for (const { n, r } of rows) group[n - 1]!.resolve(r);
    } catch (error) {
      // One of them fails for all: each alone shows whose error it is.
      if (group.length > 1 && goesAlone(error))
        await Promise.all(group.filter((w) => !w.isGone).map((one) => send(batch, [one])));
      else for (const w of group) w.reject(error);
    }
  }

  return <Item, Row>(batch: Batch<Item, Row>, item: Item) => {
    let queue = queues.get(batch.name);
    if (queue === undefined) queues.set(batch.name, (queue = makeQueue()));
    const { calls, free } = queue;
    const go = (lane: keyof typeof free, group: Waiting[]): void => {
      free[lane]--;
      const ordered = inOrder(group, batch as unknown as Batch<never, unknown>);
      void send(batch as unknown as Batch<never, unknown>, ordered).finally(() => {
        free[lane]++;
        calls.ended(group);
        next();
      });
    };
    const next = (): void => {
      while (free.lanes > 0 && calls.size > 0) go('lanes', calls.take());
      if (free.reserved > 0 && calls.newcomers > 0) go('reserved', calls.takeNewcomers());
    };
    const entry = {
      item,
      partner: batch.partnerOf(item),
      key: batch.order?.(item) ?? '',
      touches: batch.touches?.(item),
      isGone: false,
    } as Waiting;
    const answer = new Promise<Row>((resolve, reject) => {
      Object.assign(entry, { resolve, reject });
    });
    // What arrives in the same turn of the event loop goes together.
    if (calls.add(entry)) setImmediate(next);
    return inTime(answer, () => {
      entry.isGone = true;
    });
  };
}

const makeQueue = (): Queue => ({
  calls: new BatchQueue(isHere),
  free: { lanes: LANES, reserved: RESERVED },
});

/** Who gave up waiting is left out. */
const isHere = (one: Waiting): boolean => !one.isGone;

const inOrder = (group: Waiting[], { order }: Batch<never, unknown>): Waiting[] =>
  order === undefined ? group : group.sort((a, b) => (a.key < b.key ? -1 : 1));
