/**
 * Timers of kind `message`: subject = a booking, a package, or a page of all of them whose
 * schedules were changed.
 */
import type { Tx } from '../../../db/pool.ts';
import { withDefaults, type EffectiveSettings, type Settings } from '../../settings/settings.ts';

export type MessageTimer = { id: string; dueAt: Date };

export const setMessageTimers = async (
  tx: Tx,
  partnerId: string,
  timers: readonly MessageTimer[],
): Promise<unknown> =>
  timers.length === 0
    ? []
    : tx.rows(
        `insert into timers (partner_id, due_at, kind, subject_id)
         select $1, w.due_at, 'message', w.id
         from unnest($2::text[], $3::timestamptz[]) as w(id, due_at)
         on conflict do nothing`,
        [partnerId, timers.map((t) => t.id), timers.map((t) => t.dueAt)],
        'set-message-timers',
      );

/** As they are now, not as some node remembers them. */
export async function presentSettings(tx: Tx, partnerId: string): Promise<EffectiveSettings> {
  const row = await tx.one<{ settings: Settings }>(
    'select settings from partners where id = $1',
    [partnerId],
    'settings-of-partner',
  );
  return withDefaults(row?.settings ?? {});
}
