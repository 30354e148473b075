/** The provider order of a trial. */
import { randomUUID } from 'node:crypto';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Article } from '../../../providers/article.ts';
import { inScope } from '../../partners/scope.ts';
import { ensureTraveler } from '../../travelers/ensure-traveler.ts';
import { intend } from '../provisioning/intend-order.ts';
import type { Order, OrderState } from '../provisioning/orders.ts';
import { trialPartner } from './trial-partner.ts';

/** Committed before anything leaves, for a traveler of its own. */
export async function intendTrial(
  ctx: Context,
  actor: Actor,
  account: string,
  article: Article,
): Promise<Order> {
  const partner = await trialPartner(ctx);
  return inScope(ctx, partner, async (scope) => {
    const reference = randomUUID();
    const named = { external_user_id: `trial-${reference}` };
    const travelerId = await ensureTraveler(scope.tx, partner.id, named, scope.now);
    const order = await intend(scope, {
      travelerId,
      kind: 'create_esim',
      provider: account,
      reference,
      template: {
        id: article.id,
        topup_id: article.topup_id,
        bytes: article.bytes,
        duration_days: article.duration_days,
        coverage: article.coverage,
        imsi: article.imsi,
      },
      isClassic: true,
    });
    await recordAct(scope.tx, actor, {
      partnerId: null,
      action: 'supplier.tried',
      subject: account,
      after: { article: article.id, order_id: order!.id },
    });
    return order!;
  });
}

export type TrialRow = {
  id: string;
  state: OrderState;
  /** of the eSIM, null until there is one */
  iccid: string | null;
  provider_order_id: string | null;
  cost_minor: number | null;
  cost_currency: string | null;
  /** what the last line of its evidence says */
  why: string | null;
};

export const readTrial = async (ctx: Context, id: string): Promise<TrialRow> =>
  (await ctx.db.one<TrialRow>(
    `select o.id, o.state, i.iccid, o.provider_order_id, o.cost_minor, o.cost_currency,
       o.evidence->-1->>'why' as why
     from provider_orders o
     left join iccids i on i.partner_id = o.partner_id and i.esim_id = o.esim_id
     where o.id = $1`,
    [id],
  ))!;
