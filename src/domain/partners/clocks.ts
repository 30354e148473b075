/**
 * Sandbox clocks: how far each partner's time is ahead of ours. From memory, since every operation
 * asks; a change is told to all processes by NOTIFY in the transaction that makes it. Production
 * has none.
 */
import type { Db, Queryable } from '../../db/pool.ts';

export const CLOCK_CHANNEL = 'hubby_clock';

export type ClockStore = {
  /** milliseconds */
  offsetOf(partnerId: string): number;
  /** Reads all clocks anew. */
  refresh(): Promise<void>;
  /** A message of CLOCK_CHANNEL; one that is older than what is known changes nothing. */
  hear(payload: string): void;
};

type Known = { offset: number; /** transaction of the change */ version: number };

export function makeClockStore(db: Db): ClockStore {
  let known = new Map<string, Known>();
  return {
    offsetOf: (partnerId) => known.get(partnerId)?.offset ?? 0,
    async refresh() {
      const { version, clocks } = (await db.one<{ version: number; clocks: [string, number][] }>(
        `select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as version,
           coalesce((select jsonb_agg(jsonb_build_array(partner_id, offset_ms))
             from partner_clocks
             where offset_ms > 0),
             '[]') as clocks`,
      ))!;
      const read = new Map(
        clocks.map(([id, offset]): [string, Known] => [id, { offset, version }]),
      );
      // What was heard of transactions that this reading may have missed is newer.
      for (const [id, clock] of known) if (clock.version >= version) read.set(id, clock);
      known = read;
    },
    hear(payload) {
      const [partnerId, offset, version] = payload.split(' ');
      if (partnerId === undefined || offset === undefined || version === undefined) return;
      // Who moves a clock knows it before its own message comes back: without the comparison time
      // would run backwards.
      if (Number(version) >= (known.get(partnerId)?.version ?? 0))
        known.set(partnerId, { offset: Number(offset), version: Number(version) });
    },
  };
}

/**
 * Sets the clock of a partner for whoever holds it (sandbox/hold-clock.ts) and tells every process
 * at the commit. Answers the message, for `ctx.clocks.hear` after the commit; undefined: the hold
 * was lost. `offsetMs` 0 = real time again.
 */
export async function writeClock(
  db: Queryable,
  partnerId: string,
  holder: string,
  offsetMs: number,
): Promise<string | undefined> {
  const row = await db.one<{ payload: string }>(
    `with c as (update partner_clocks
       set offset_ms = $3
       where partner_id = $1 and holder = $2 and advancing_until > clock_timestamp()
       returning partner_id || ' ' || offset_ms || ' ' || pg_current_xact_id()::text as payload)
     select payload, pg_notify('${CLOCK_CHANNEL}', payload)
     from c`,
    [partnerId, holder, offsetMs],
  );
  return row?.payload;
}
