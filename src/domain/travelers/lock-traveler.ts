/**
 * Whoever gives a traveler something holds the traveler first (docs/adr/0012-one-order-of-locks.md):
 * two of its devices that redeem at once go one after the other.
 */
import type { Tx } from '../../db/pool.ts';

/** False: the traveler is gone, or was erased. */
export async function lockTraveler(
  tx: Tx,
  partnerId: string,
  travelerId: string | null,
): Promise<boolean> {
  const row = await tx.one<{ is_there: boolean }>(
    `select erased_at is null as is_there
     from travelers
     where partner_id = $1 and id = $2
     for no key update`,
    [partnerId, travelerId],
  );
  return row?.is_there ?? false;
}

/** By the partner's own name for the traveler; null: there is none of this name. */
export async function lockUser(
  tx: Tx,
  partnerId: string,
  externalUserId: string,
): Promise<string | null> {
  const row = await tx.one<{ id: string }>(
    'select id from travelers where partner_id = $1 and external_user_id = $2 for no key update',
    [partnerId, externalUserId],
  );
  return row?.id ?? null;
}
