import type { Tx } from '../../db/pool.ts';

/** Takes an eSIM out of use; its traveler may get another universal one. The only way in which an eSIM is archived. */
export async function archiveEsim(tx: Tx, partnerId: string, esimId: string, at: Date): Promise<void> {
  await tx.rows('update esims set archived_at = $3 where partner_id = $1 and id = $2 and archived_at is null', [partnerId, esimId, at]);
  await tx.rows(`update provider_orders set is_archived = true where partner_id = $1 and esim_id = $2 and kind = 'create_esim'`, [partnerId, esimId]);
}
