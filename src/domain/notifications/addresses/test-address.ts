/** A test post, now: what the address answered. It counts neither for nor against it. */
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { findPlace } from '../find-place.ts';
import { postTo } from '../posts/post-to.ts';
import { escapeSlack, textFor } from '../posts/slack-text.ts';
import { notificationAddressRow } from '../../members/sealed-rows.ts';
import type { Language } from '../say.ts';
import { addressNotFound } from './address.ts';

export type Tested = { is_taken: boolean; status_code: number | null; error: string | null };

/** `partnerId`: null = the installation. Also of one that is off: it shows whether it works again. */
export async function testAddress(
  ctx: Context,
  actor: Actor,
  { partnerId, id }: { partnerId: string | null; id: string },
): Promise<Tested> {
  const row = await ctx.db.tx(async (tx) => {
    const found = await tx.one<{ url_sealed: Buffer; language: Language }>(
      `select url_sealed, language
       from notification_addresses
       where id = $1 and coalesce(partner_id, '') = $2`,
      [id, partnerId ?? ''],
    );
    if (found !== undefined)
      await recordAct(tx, actor, { partnerId, action: 'notification_address.tested', subject: id });
    return found;
  });
  if (row === undefined) throw addressNotFound();
  const place = await findPlace(ctx, partnerId);
  const { say } = textFor(row.language, place);
  const name = escapeSlack(place.name ?? say('installation'));
  const url = ctx.secrets.open(row.url_sealed, notificationAddressRow(id));
  const { status, error } = await postTo(ctx, { id, url }, say('test', { place: name }));
  return { is_taken: error === null, status_code: status, error };
}
