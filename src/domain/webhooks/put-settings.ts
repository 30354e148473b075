import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import {
  checkEndpoint,
  showEndpoint,
  writeEndpoint,
  type EndpointInput,
  type EndpointView,
} from './settings.ts';

/** `now`: the partner's time. Throws `invalid_request` naming every bad field. */
export async function putWebhookSettings(
  ctx: Context,
  partnerId: string,
  input: EndpointInput,
  now: Date,
): Promise<EndpointView> {
  const { endpoint, problems } = await checkEndpoint(ctx, input);
  if (problems.length > 0) throw invalid(problems);
  if (await ctx.db.partnerTx(partnerId, (tx) => writeEndpoint(ctx, tx, partnerId, endpoint, now)))
    ctx.wake('deliveries');
  return showEndpoint(ctx, partnerId);
}
