/**
 * Counts bookings that were refused, for the funnel: a figure, so it never delays an answer or
 * makes one fail. What is refused while a count is being written waits and goes with the next, so
 * that a partner who sends nothing but nonsense takes one connection at most.
 */
import type { Db } from '../../db/pool.ts';

/** No time zone's day begins within one. */
const QUARTER_MS = 15 * 60_000;

export type RefusedBookings = {
  /** After the answer is out; `now` in the partner's time. */
  note(partnerId: string, now: Date): void;
};

type Warn = { warn(fields: object, message: string): void };
type Counted = { partnerId: string; at: Date; count: number };

export function makeRefusedBookings(db: Db, log: Warn): RefusedBookings {
  const waiting = new Map<string, Counted>();
  let isWriting = false;

  async function write(): Promise<void> {
    isWriting = true;
    for (const [key, counted] of waiting) {
      waiting.delete(key);
      await store(db, log, counted);
    }
    isWriting = false;
  }

  return {
    note(partnerId, now) {
      const at = new Date(Math.floor(now.getTime() / QUARTER_MS) * QUARTER_MS);
      const key = `${partnerId} ${at.getTime()}`;
      waiting.set(key, { partnerId, at, count: (waiting.get(key)?.count ?? 0) + 1 });
      if (!isWriting) void write();
    },
  };
}

async function store(db: Db, log: Warn, { partnerId, at, count }: Counted): Promise<void> {
  try {
    await db.partnerTx(partnerId, (tx) =>
      tx.rows(
        `insert into refused_bookings (partner_id, at, count) values ($1, $2, $3)
         on conflict (partner_id, at) do update set count = refused_bookings.count + excluded.count`,
        [partnerId, at, count],
        'note-refusal',
      ),
    );
  } catch (error) {
    log.warn(
      { message: error instanceof Error ? error.message : String(error), count },
      'refused bookings were not counted',
    );
  }
}
