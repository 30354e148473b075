/**
 * Addresses that bounced or complained: nothing more of this partner goes there until it lifts
 * that.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Tx } from '../../../db/pool.ts';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import type { Partner } from '../../partners/partner.ts';

export type SuppressionReason = 'bounced' | 'complained';

/** `at`: the partner's time. A complaint outweighs a bounce. */
export const suppress = (
  tx: Tx,
  partnerId: string,
  recipient: string,
  reason: SuppressionReason,
  messageId: string,
  at: Date,
): Promise<unknown> =>
  tx.rows(
    `insert into suppressed_recipients (partner_id, recipient, reason, message_id, suppressed_at)
     values ($1, lower($2), $3, $4, $5)
     on conflict (partner_id, recipient) do update set reason = excluded.reason,
       message_id = excluded.message_id, suppressed_at = excluded.suppressed_at
     where excluded.reason = 'complained' and suppressed_recipients.reason <> 'complained'`,
    [partnerId, recipient, reason, messageId, at],
  );

export const isSuppressed = async (
  tx: Tx,
  partnerId: string,
  recipient: string,
): Promise<boolean> =>
  (await tx.one(
    'select 1 from suppressed_recipients where partner_id = $1 and recipient = lower($2)',
    [partnerId, recipient],
  )) !== undefined;

export const SUPPRESSIONS_PAGE: PageSize = { most: 100, usual: 50 };

type Row = {
  recipient: string;
  reason: SuppressionReason;
  message_id: string | null;
  suppressed_at: Date;
};
export type SuppressionView = Omit<Row, 'suppressed_at'> & { suppressed_at: string };

const isRecipient = (text: string): boolean => text.includes('@') || /^\+\d+$/.test(text);

/** By address. */
export async function listSuppressions(
  ctx: Context,
  partner: Partner,
  query: Paging,
): Promise<{ suppressions: SuppressionView[]; next_cursor: string | null }> {
  const limit = query.limit ?? SUPPRESSIONS_PAGE.usual;
  const after = placeOf(query.cursor, (text) => (isRecipient(text) ? text : null)) ?? '';
  const rows = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows<Row>(
      `select recipient, reason, message_id, suppressed_at
       from suppressed_recipients
       where partner_id = $1 and recipient > $2
       order by recipient
       limit $3`,
      [partner.id, after, limit + 1],
    ),
  );
  const { page, next_cursor } = pageOf(rows, limit, (row) => row.recipient);
  return {
    suppressions: page.map((row) => ({ ...row, suppressed_at: row.suppressed_at.toISOString() })),
    next_cursor,
  };
}

/** Messages that were skipped meanwhile stay so. */
export async function liftSuppression(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  recipient: string,
): Promise<void> {
  await ctx.db.partnerTx(partner.id, async (tx) => {
    const row = await tx.one<{ recipient: string; reason: string }>(
      `delete from suppressed_recipients
       where partner_id = $1 and recipient = lower($2)
       returning recipient, reason`,
      [partner.id, recipient],
    );
    if (row === undefined)
      throw new AppError('not_found', 'Nothing is held back from this address.');
    await recordAct(tx, actor, {
      partnerId: partner.id,
      action: 'suppression.lifted',
      before: row,
    });
  });
}
