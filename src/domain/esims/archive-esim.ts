import type { Tx } from '../../db/pool.ts';

const OPEN = `('intent', 'unknown', 'pending', 'needs_review')`;

/**
 * Takes an eSIM out of use: nothing is put on it any more, and its traveler may get another
 * universal one.
 */
export async function archiveEsim(
  tx: Tx,
  partnerId: string,
  esimId: string,
  at: Date,
): Promise<void> {
  await tx.rows(
    'update esims set archived_at = $3 where partner_id = $1 and id = $2 and archived_at is null',
    [partnerId, esimId, at],
  );
  await tx.rows(
    // A package that was ordered ahead for it is given back.
    `update provider_orders
     set is_archived = true,
       preorder_due_at = case when preorder = 'held' then clock_timestamp() else preorder_due_at end
     where partner_id = $1 and esim_id = $2 and kind = 'create_esim'`,
    [partnerId, esimId],
  );
}

/** Whether a package is being put on it, or may have been. */
export const isBeingFilled = async (tx: Tx, partnerId: string, esimId: string): Promise<boolean> =>
  (await tx.one(
    `select 1
     from provider_orders
     where partner_id = $1 and esim_id = $2 and state in ${OPEN}
     limit 1`,
    [partnerId, esimId],
  )) !== undefined;

/**
 * Classic eSIMs that were removed from their device and hold nothing that can be used. A universal
 * one waits for the next redemption, which replaces it.
 */
export const archiveRemoved = (
  tx: Tx,
  partnerId: string,
  esimIds: readonly string[],
  at: Date,
): Promise<unknown> =>
  tx.rows(
    `update esims e set archived_at = $3 where e.partner_id = $1 and e.id = any($2) and e.type = 'classic' and e.archived_at is null and e.status = 'DELETED'
     and not exists (select 1 from packages k where k.partner_id = $1 and k.esim_id = e.id and k.status = 'ACTIVE')
     and not exists (select 1 from provider_orders o where o.partner_id = $1 and o.esim_id = e.id and o.state in ${OPEN})`,
    [partnerId, esimIds, at],
  );
