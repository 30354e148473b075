/** What was learnt of an order at an SM-DP+. */
import type { Tx } from '../../../db/pool.ts';
import type { Facts } from '../../../providers/es2plus/ledger.ts';
import type { Keeper } from './keeper.ts';
import { matchingIdRow } from './orders.ts';

/** What is left out, or null, stays as it is. */
export async function noteFacts(
  tx: Tx,
  { secrets, account }: Keeper,
  reference: string,
  { matchingId, smdpAddress, productOrderId, packageId }: Facts,
): Promise<void> {
  const sealed =
    matchingId == null ? null : secrets.seal(matchingId, matchingIdRow(account, reference));
  await tx.rows(
    `update es2plus_orders
     set matching_id_sealed = coalesce($3, matching_id_sealed),
       smdp_address = coalesce($4, smdp_address),
       product_order_id = coalesce($5, product_order_id),
       package_id = coalesce($6, package_id)
     where account = $1 and reference = $2`,
    [account, reference, sealed, smdpAddress ?? null, productOrderId ?? null, packageId ?? null],
  );
}
