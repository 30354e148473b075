import { invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { checkEndpoint, type EndpointInput } from './check-endpoint.ts';
import { showEndpoint, type EndpointView } from './show-endpoint.ts';
import { writeEndpoint } from './write-endpoint.ts';

/**
 * `now`: the partner's time. `signing_secret`: only where this call made one. Throws
 * `invalid_request` naming every bad field.
 */
export async function putWebhookSettings(
  ctx: Context,
  partnerId: string,
  input: EndpointInput,
  now: Date,
): Promise<EndpointView & { signing_secret?: string }> {
  const { endpoint, problems } = await checkEndpoint(ctx, input);
  if (problems.length > 0) throw invalid(problems);
  const { isDue, signingSecret } = await ctx.db.partnerTx(partnerId, (tx) =>
    writeEndpoint(ctx, tx, partnerId, endpoint, now),
  );
  if (isDue) ctx.wake('deliveries');
  return {
    ...(await showEndpoint(ctx, partnerId)),
    ...(signingSecret === null ? {} : { signing_secret: signingSecret }),
  };
}
