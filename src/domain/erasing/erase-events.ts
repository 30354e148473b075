/**
 * Events that name a traveler: they stay, with their numbers, since others count on the order of the
 * feed, and go out where they have not yet; what names the traveler in them does not.
 */
import type { Tx } from '../../db/pool.ts';
import { redact, type Words } from './redact.ts';

export async function eraseInEvents(
  tx: Tx,
  partnerId: string,
  entityIds: readonly string[],
  words: Words,
): Promise<void> {
  const events = await tx.rows<{ id: string; data: object }>(
    `select id, data
     from events
     where partner_id = $1 and entity_id = any($2)
     order by id`,
    [partnerId, entityIds],
  );
  const changed = events.flatMap(({ id, data }) => {
    const next = redact(data, words);
    return next === data ? [] : [{ id, data: next }];
  });
  if (changed.length > 0)
    await tx.rows(
      `update events e
       set data = c.data
       from jsonb_to_recordset($2::jsonb) as c(id text, data jsonb)
       where e.partner_id = $1 and e.id = c.id`,
      [partnerId, JSON.stringify(changed)],
    );
  // What an endpoint answered may repeat what it was told.
  await tx.rows(
    `update attempts
     set response_body = null
     where partner_id = $1 and event_id = any($2) and response_body is not null`,
    [partnerId, events.map(({ id }) => id)],
  );
}
