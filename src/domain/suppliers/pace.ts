/** The waiting line of an account, one for all processes: see src/providers/pace.ts. */
import type { Queryable } from '../../db/pool.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Pace } from '../../providers/pace.ts';

type Found = { wait_ms: number };

export const makePace = (db: Queryable): Pace => ({
  async reserve({ key, intervalMs, burst, patienceMs }) {
    // What a silence counts back: $3. Nothing comes back where nobody waits for so long.
    const reserved = await db.one<Found>(
      `insert into supplier_pace as p (key, next_at)
       values ($1, clock_timestamp() + ($2::float8 - $3::float8) * interval '1 ms')
       on conflict (key) do update set next_at = greatest(p.next_at,
           clock_timestamp() - $3::float8 * interval '1 ms') + $2::float8 * interval '1 ms'
         where p.next_at <= clock_timestamp() + $4::float8 * interval '1 ms'
       returning (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 - $2::float8
         as wait_ms`,
      [key, intervalMs, (burst - 1) * intervalMs, patienceMs],
    );
    if (reserved !== undefined) return { waitMs: Math.max(0, reserved.wait_ms), isReserved: true };
    const busy = await db.one<Found>(
      `select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait_ms
       from supplier_pace
       where key = $1`,
      [key],
    );
    return { waitMs: Math.max(0, busy?.wait_ms ?? patienceMs), isReserved: false };
  },
  async pause(key, ms) {
    await db.rows(
      `insert into supplier_pace as p (key, next_at)
       values ($1, clock_timestamp() + $2::float8 * interval '1 ms')
       on conflict (key) do update set next_at = greatest(p.next_at, excluded.next_at)`,
      [key, ms],
    );
  },
});

const OLD = `next_at < now() - interval '1 hour'`;

/** Whoever was silent for so long begins anew. */
export const forgetOldPace = (db: Queryable): Promise<number> =>
  forgetAll(db, forget('supplier_pace', OLD, 'next_at'));
