/** An address is called otherwise, told of other things, switched off or on again, or removed. */
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Language } from '../say.ts';
import type { Subject } from '../subjects.ts';
import {
  ADDRESS_COLUMNS,
  addressNotFound,
  viewAddress,
  type AddressRow,
  type AddressView,
} from './address.ts';
import { checkSubjects } from './check-subjects.ts';

/** What is not given stays. */
export type AddressChange = {
  label?: string | undefined;
  language?: Language | undefined;
  /** null = everything */
  subjects?: readonly Subject[] | null | undefined;
  is_on?: boolean | undefined;
};

/** `partnerId`: null = the installation. Switched on, it starts anew, whatever failed before. */
export async function changeAddress(
  ctx: Context,
  actor: Actor,
  { partnerId, id }: { partnerId: string | null; id: string },
  change: AddressChange,
): Promise<AddressView> {
  const subjects =
    change.subjects === undefined ? undefined : checkSubjects(partnerId, change.subjects);
  return ctx.db.tx(async (tx) => {
    const before = await hold(tx, partnerId, id);
    const after = await tx.one<AddressRow>(
      `update notification_addresses
       set label = $3, language = $4, subjects = $5,
         off_at = case when $6 then null else coalesce(off_at, now()) end,
         off_reason = case when $6 then null else coalesce(off_reason, 'member') end,
         failing_since = case when $6 and off_at is not null then null else failing_since end,
         last_error = case when $6 and off_at is not null then null else last_error end
       where id = $1 and coalesce(partner_id, '') = $2
       returning ${ADDRESS_COLUMNS}`,
      [
        id,
        partnerId ?? '',
        change.label?.trim() ?? before.label,
        change.language ?? before.language,
        subjects === undefined ? before.subjects : subjects,
        change.is_on ?? before.off_at === null,
      ],
    );
    await recordAct(tx, actor, {
      partnerId,
      action: 'notification_address.changed',
      subject: id,
      before: changeable(before),
      after: changeable(after!),
    });
    return viewAddress(after!);
  });
}

/** What waits to be posted there goes with it. */
export const removeAddress = (
  ctx: Context,
  actor: Actor,
  { partnerId, id }: { partnerId: string | null; id: string },
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const before = await hold(tx, partnerId, id);
    await tx.rows(
      `delete from notification_addresses where id = $1 and coalesce(partner_id, '') = $2`,
      [id, partnerId ?? ''],
    );
    const { label, url_hint } = viewAddress(before);
    await recordAct(tx, actor, {
      partnerId,
      action: 'notification_address.removed',
      subject: id,
      before: { label, url_hint },
      after: null,
    });
  });

const changeable = ({ label, language, subjects, off_at: off }: AddressRow) => ({
  label,
  language,
  subjects,
  is_on: off === null,
});

async function hold(tx: Tx, partnerId: string | null, id: string): Promise<AddressRow> {
  const row = await tx.one<AddressRow>(
    `select ${ADDRESS_COLUMNS}
     from notification_addresses
     where id = $1 and coalesce(partner_id, '') = $2
     for update`,
    [id, partnerId ?? ''],
  );
  if (row === undefined) throw addressNotFound();
  return row;
}
