/** The traveler whom a partner names, made when new. */
import type { Tx } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import { lockTraveler } from './lock-traveler.ts';

/** At least one of the two; an e-mail beside an external id is remembered as that traveler's. */
export type Named = { external_user_id?: string | undefined; email?: string | undefined };

/** Returns the id of the traveler, who is locked. `now` is the partner's. */
export async function ensureTraveler(
  tx: Tx,
  partnerId: string,
  { external_user_id, email }: Named,
  now: Date,
): Promise<string> {
  if (external_user_id !== undefined && email !== undefined)
    await tx.rows('select take_over_traveler($1, $2, $3)', [partnerId, external_user_id, email]);
  const row = await tx.one<{ id: string }>(
    'select ensure_traveler($1, $2, $3, $4, null, $5) as id',
    [partnerId, newId('usr'), external_user_id ?? null, email ?? null, now],
  );
  const { id } = row!;
  await lockTraveler(tx, partnerId, id);
  if (external_user_id !== undefined && email !== undefined) {
    await tx.rows(
      `insert into traveler_emails (partner_id, email, traveler_id)
       values ($1, $2, $3)
       on conflict do nothing`,
      [partnerId, email, id],
    );
  }
  return id;
}
