/** What a support team would be told of the visitor, shown to them before it is sent. */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { readContext, type DeviceSaid } from '../support/read-context.ts';
import type { Visitor } from './visitor.ts';

/** No secret: neither Intercom's app id nor its proof of who it is. */
export async function ownSupportContext(
  ctx: Context,
  partner: Partner,
  visitor: Visitor,
  device: DeviceSaid,
) {
  const { context } = await ctx.db.partnerRead(partner.id, (db) =>
    readContext(ctx, db, partner, visitor.externalUserId, said(visitor, device)),
  );
  const { email = null, url = null, phone = null } = partner.settings.support ?? {};
  return { ...context, support_email: email, support_url: url, support_phone: phone };
}

/** The device as the page says it now, else as it was said when the session was opened. */
export const said = ({ device }: Visitor, now: DeviceSaid): DeviceSaid => ({
  device_model: now.device_model ?? device.device_name,
  os: now.os ?? device.phone_os,
  os_version: now.os_version ?? device.os_version,
});
