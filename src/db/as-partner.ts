import type { Tx } from './pool.ts';

/** In a transaction over several partners: the statements that follow are of this one's rows. */
export const asPartner = (tx: Tx, partnerId: string): Promise<unknown> =>
  tx.rows(`select set_config('hubby.partner_id', $1, true)`, [partnerId], 'as-partner');
