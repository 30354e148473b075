import { createHmac } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { readSupportSecrets } from '../partners/managing/support-secrets.ts';
import { pushContext } from './push-context.ts';
import { readContext, type DeviceSaid } from './read-context.ts';

/**
 * GET /api/native/support-context: what an app boots Intercom's messenger with. `app_id` and
 * `user_hash` are null where the partner has not set them. The same context goes to Intercom's API,
 * after the answer.
 */
export async function supportContext(
  ctx: Context,
  partner: Partner,
  externalUserId: string,
  device: DeviceSaid,
) {
  const { context, secrets } = await ctx.db.partnerRead(partner.id, async (tx) => ({
    ...(await readContext(ctx, tx, partner, externalUserId, device)),
    secrets: await readSupportSecrets(ctx, tx, partner.id),
  }));
  if (secrets.access_token !== null) pushContext(ctx, partner.id, secrets.access_token, context);
  const {
    intercom_app_id = null,
    email = null,
    url = null,
    phone = null,
  } = partner.settings.support ?? {};
  return {
    app_id: intercom_app_id,
    user_id: externalUserId,
    user_hash:
      secrets.identity_secret === null
        ? null
        : createHmac('sha256', secrets.identity_secret).update(externalUserId).digest('hex'),
    ...context,
    support_email: email,
    support_url: url,
    support_phone: phone,
  };
}
