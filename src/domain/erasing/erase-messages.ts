/**
 * What was written to a traveler: the rows stay, for figures and for their being sent once; whom
 * they went to and what they said does not. What has not left does not leave any more.
 */
import type { Tx } from '../../db/pool.ts';

/**
 * Those that are leaving at this moment are left alone: the last look at the traveler comes after
 * them.
 */
export async function eraseMessages(
  tx: Tx,
  partnerId: string,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const free = await tx.rows<{ id: string }>(
    // The dispatch before its message, as who sends takes them.
    `update dispatches
     set next_attempt_at = null, served = '{}', provider_message_id = null
     where partner_id = $1
       and message_id = any($2)
       and coalesce(lease_until < clock_timestamp(), true)
     returning message_id as id`,
    [partnerId, ids],
  );
  const held = await tx.rows<{ id: string }>(
    'select message_id as id from dispatches where partner_id = $1 and message_id = any($2)',
    [partnerId, ids],
  );
  // One without a dispatch left long ago.
  const stopped = new Set(free.map(({ id }) => id));
  const leaving = new Set(held.flatMap(({ id }) => (stopped.has(id) ? [] : id)));
  const gone = ids.filter((id) => !leaving.has(id));
  await tx.rows(
    `update messages
     set reason = case when status = 'pending' then 'traveler_erased' else reason end,
       settled_at = case when status = 'pending' then $3 else settled_at end,
       status = case when status <> 'pending' then status
         when subject is null then 'cancelled' else 'failed' end,
       recipient = 'erased:' || id, subject = null, text = null, html = null, data = '{}'
     where partner_id = $1 and id = any($2) and not starts_with(recipient, 'erased:')`,
    [partnerId, gone, at],
  );
  await tx.rows('delete from mail_tokens where partner_id = $1 and message_id = any($2)', [
    partnerId,
    gone,
  ]);
}
