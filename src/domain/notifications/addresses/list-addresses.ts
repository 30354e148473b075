/** The addresses of a place, in the order in which they were added. */
import type { Context } from '../../../context.ts';
import { ADDRESS_COLUMNS, viewAddress, type AddressRow, type AddressView } from './address.ts';

/** `partnerId`: null = the installation */
export async function listAddresses(
  ctx: Context,
  partnerId: string | null,
): Promise<AddressView[]> {
  const rows = await ctx.db.rows<AddressRow>(
    `select ${ADDRESS_COLUMNS}
     from notification_addresses
     where coalesce(partner_id, '') = $1
     order by id`,
    [partnerId ?? ''],
  );
  return rows.map(viewAddress);
}
