import { invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { checkEndpoint, type EndpointInput } from './check-endpoint.ts';
import { endpointAsSet } from './endpoint-as-set.ts';
import { showEndpoint, type EndpointView } from './show-endpoint.ts';
import { lockEndpoint, writeEndpoint } from './write-endpoint.ts';

/**
 * `now`: the partner's time. `signing_secret`: only where this call made one. Throws
 * `invalid_request` naming every bad field.
 */
export async function putWebhookSettings(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  input: EndpointInput,
  now: Date,
): Promise<EndpointView & { signing_secret?: string }> {
  const { endpoint, problems } = await checkEndpoint(ctx, input);
  if (problems.length > 0) throw invalid(problems);
  const { isDue, signingSecret } = await ctx.db.partnerTx(partnerId, async (tx) => {
    await lockEndpoint(tx, partnerId);
    const before = await endpointAsSet(ctx, tx, partnerId);
    const written = await writeEndpoint(ctx, tx, partnerId, endpoint, now);
    const after = await endpointAsSet(ctx, tx, partnerId);
    await recordAct(tx, actor, { partnerId, action: 'webhook_endpoint.changed', before, after });
    return written;
  });
  if (isDue) ctx.wake('deliveries');
  return {
    ...(await showEndpoint(ctx, partnerId)),
    ...(signingSecret === null ? {} : { signing_secret: signingSecret }),
  };
}
