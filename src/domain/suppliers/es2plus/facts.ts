/** What was learnt of an order at an SM-DP+. */
import type { Tx } from '../../../db/pool.ts';
import type { Facts } from '../../../providers/es2plus/ledger.ts';
import type { Keeper } from './keeper.ts';

/** What is left out, or null, stays as it is. */
export async function noteFacts(
  tx: Tx,
  { account }: Keeper,
  reference: string,
  { smdpAddress, productOrderId, packageId }: Facts,
): Promise<void> {
  await tx.rows(
    `update es2plus_orders
     set smdp_address = coalesce($3, smdp_address),
       product_order_id = coalesce($4, product_order_id),
       package_id = coalesce($5, package_id)
     where account = $1 and reference = $2`,
    [account, reference, smdpAddress ?? null, productOrderId ?? null, packageId ?? null],
  );
}
