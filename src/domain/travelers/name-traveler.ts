/**
 * A traveler who is known only by an e-mail gets an id of ours, so that whatever goes by ids works
 * for them too. take-over-traveler.sql puts the partner's own in its place once it names one.
 */
import type { Tx } from '../../db/pool.ts';
import { timeOrdered } from '../../ids.ts';

/** What generated ids begin with. */
export const GENERATED = 'gen_';

/** The traveler's id at the partner, made where there is none; null: the traveler is gone, or was erased. */
export async function nameTraveler(
  tx: Tx,
  partnerId: string,
  travelerId: string,
): Promise<string | null> {
  const traveler = await tx.one<{ external_user_id: string | null }>(
    `select external_user_id
     from travelers
     where partner_id = $1 and id = $2 and erased_at is null
     for no key update`,
    [partnerId, travelerId],
  );
  if (traveler === undefined) return null;
  if (traveler.external_user_id !== null) return traveler.external_user_id;
  const generated = `${GENERATED}${timeOrdered()}`;
  await tx.rows(
    `update travelers
     set external_user_id = $3, is_id_generated = true
     where partner_id = $1 and id = $2`,
    [partnerId, travelerId, generated],
  );
  return generated;
}
