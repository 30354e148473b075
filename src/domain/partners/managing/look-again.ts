/** After a change of `schedules` or the time zone. */
import type { Tx } from '../../../db/pool.ts';

/** Until then another node may book by the settings it remembers. */
const KNOWN_EVERYWHERE_MS = 5_000;

/**
 * What is booked already gets timers by the new settings (domain/messages/schedules/rearm.ts).
 * `now` is the partner's.
 */
export const lookAgain = (tx: Tx, partnerId: string, now: Date): Promise<unknown> =>
  tx.rows(
    `insert into timers (partner_id, due_at, kind, subject_id)
     select $1, $2, 'message', s
     from unnest('{bookings:,packages:}'::text[]) s
     on conflict do nothing`,
    [partnerId, new Date(now.getTime() + KNOWN_EVERYWHERE_MS)],
  );
