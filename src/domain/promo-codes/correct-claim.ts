/**
 * Whoever just claimed a code with a mistyped address corrects it on the claim page, once: the code
 * is issued anew for the right address, and the mail that left before holds a dead one.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { takeRecipientIn } from '../abuse/limits.ts';
import { byPage } from '../actor.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { inScope } from '../partners/scope.ts';
import { findLink } from './offer.ts';
import { reissueIn } from './reissue.ts';

/** Who asked, in the record of re-issues. */
const BY = byPage('claim-page');

type Row = { code: string; claimed_email: string | null; is_corrected: boolean };

/**
 * `uuid`: of the link that was claimed. Answers the uuid of the link in its place; null: there is
 * nothing to correct, or it was corrected already. Throws what re-issuing does, and
 * `too_many_requests` for an address that had too many codes.
 */
export async function correctClaim(
  ctx: Context,
  uuid: string,
  email: string,
): Promise<string | null> {
  const link = await findLink(ctx, uuid);
  if (link === null) return null;
  const partner = await findPartner(ctx, link.partnerId);
  const made = await inScope(ctx, partner, async (scope) => {
    const { tx } = scope;
    const row = await tx.one<Row>(
      `select c.code, c.claimed_email,
         exists (select 1
           from promo_code_reissues r
           where r.partner_id = c.partner_id
             and r.queue_id = c.queue_id
             and r.number = c.reissues
             and r.api_key = $4) as is_corrected
       from promo_codes c
       where c.partner_id = $1 and c.queue_id = $2 and c.uuid = $3`,
      [partner.id, link.queueId, uuid, BY.id],
    );
    if (row === undefined || row.claimed_email === null || row.is_corrected) return null;
    // Of two at once the second finds the code gone: it was issued anew.
    const issued = await reissueIn(scope, row.code, { reason: 'mistyped address', email }, BY);
    const recipient = await takeRecipientIn(ctx, tx, email.toLowerCase());
    if (recipient.isOver)
      throw new AppError('too_many_requests', 'This address has received enough codes for now.', {
        retryAfter: recipient.retryAfterS,
      });
    return issued;
  });
  if (made === null) return null;
  ctx.wake('messages');
  if (made.deliver) ctx.wake('deliveries');
  return made.view.data.uuid;
}

/** The address that a link was claimed with; null: it was not, or is dead. */
export async function claimedAddress(ctx: Context, uuid: string): Promise<string | null> {
  const link = await findLink(ctx, uuid);
  if (link === null) return null;
  const row = await ctx.db.partnerTx(link.partnerId, (tx) =>
    tx.one<{ claimed_email: string | null }>(
      'select claimed_email from promo_codes where partner_id = $1 and queue_id = $2 and uuid = $3',
      [link.partnerId, link.queueId, uuid],
    ),
  );
  return row?.claimed_email ?? null;
}
