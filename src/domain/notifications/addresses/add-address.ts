/** A new address of a place: few, and each once. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { newId } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { notificationAddressRow } from '../../members/sealed-rows.ts';
import type { Language } from '../say.ts';
import type { Subject } from '../subjects.ts';
import {
  ADDRESS_COLUMNS,
  MOST_ADDRESSES,
  urlHash,
  viewAddress,
  type AddressRow,
  type AddressView,
} from './address.ts';
import { checkSubjects } from './check-subjects.ts';

export type NewAddress = {
  url: string;
  label: string;
  language?: Language;
  /** null or none: everything */
  subjects?: readonly Subject[] | null;
};

const HINT = 4;

/**
 * `partnerId`: null = the installation. Throws `invalid_request` for a URL that may not be called, and
 * `conflict` where it is there already or there are enough.
 */
export async function addAddress(
  ctx: Context,
  actor: Actor,
  partnerId: string | null,
  given: NewAddress,
): Promise<AddressView> {
  const url = given.url.trim();
  const issue = await ctx.webhooks.check(url);
  if (issue !== null) throw invalid([{ field: 'url', issue }]);
  const subjects = checkSubjects(partnerId, given.subjects ?? null);
  const id = newId('nad');
  return ctx.db.tx(async (tx) => {
    const row = await tx.one<AddressRow>(
      `insert into notification_addresses
         (id, partner_id, number, label, url_sealed, url_hash, host, hint, language, subjects, created_by)
       select $1, $2, free, $3, $4, $5, $6, $7, $8, $9, $10
       from generate_series(1, ${MOST_ADDRESSES}) free
       where not exists (select 1
         from notification_addresses
         where coalesce(partner_id, '') = coalesce($2, '') and number = free)
       order by free
       limit 1
       on conflict do nothing
       returning ${ADDRESS_COLUMNS}`,
      [
        id,
        partnerId,
        given.label.trim(),
        ctx.secrets.seal(url, notificationAddressRow(id)),
        urlHash(url),
        new URL(url).host,
        url.slice(-HINT),
        given.language ?? 'en',
        subjects,
        actor.id,
      ],
    );
    if (row === undefined)
      throw new AppError(
        'conflict',
        `The address is there already, or there are ${MOST_ADDRESSES}: remove one first.`,
      );
    const { label, url_hint } = viewAddress(row);
    await recordAct(tx, actor, {
      partnerId,
      action: 'notification_address.added',
      subject: id,
      before: null,
      after: { label, url_hint, subjects },
    });
    return viewAddress(row);
  });
}
