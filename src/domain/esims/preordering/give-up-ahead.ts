/**
 * It is certain that nothing was made of what was ordered ahead. Nobody waits for it and nobody is
 * told: it is tried again on the schedule, and by the next redemption at once.
 */
import type { Context } from '../../../context.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { countFailed } from '../provisioning/count-failed.ts';
import { intend } from '../provisioning/intend-order.ts';
import { delaySeconds, MAX_ATTEMPTS, settle, type Order } from '../provisioning/orders.ts';
import { isAhead } from './hold-package.ts';

class Superseded extends Error {}

const PAUSE = '15 minutes';

/** `redeemed`: a redemption has taken the order over, and its caller is to be told. */
export const giveUpAhead = (
  ctx: Context,
  order: Order,
  evidence: Record<string, unknown>,
): Promise<'kept' | 'superseded' | 'redeemed'> =>
  inScope(ctx, { id: order.partner_id }, async (scope) => {
    if (!(await isAhead(scope.tx, order))) return 'redeemed' as const;
    const isKept =
      order.provider_order_id === null
        ? await settle(scope.tx, order, {
            state: 'intent',
            after: delaySeconds(order.lookups),
            lookups: Math.min(order.lookups + 1, MAX_ATTEMPTS),
            nothingSent: true,
            evidence,
          })
        : await beginAnew(scope, order, evidence);
    if (!isKept) throw new Superseded();
    return 'kept' as const;
  }).catch((error: unknown) => {
    if (error instanceof Superseded) return 'superseded';
    throw error;
  });

/** The telco had accepted it, and would tell the same again under its reference. */
async function beginAnew(
  scope: Scope<{ id: string }>,
  order: Order,
  evidence: Record<string, unknown>,
): Promise<boolean> {
  const { tx } = scope;
  await countFailed(tx, order);
  if (!(await settle(tx, order, { state: 'rejected', after: null, evidence }))) return false;
  const again = await intend(scope, {
    travelerId: order.traveler_id,
    kind: 'create_esim',
    provider: order.provider,
  });
  if (again !== undefined)
    await tx.rows(
      `update provider_orders
       set lease_until = null, next_attempt_at = clock_timestamp() + interval '${PAUSE}'
       where id = $1`,
      [again.id],
    );
  return true;
}
