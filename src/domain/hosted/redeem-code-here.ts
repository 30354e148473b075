/**
 * A promo code is redeemed on our page, by whoever has it, for an e-mail address. Nobody gets a
 * stranger's eSIM by typing an address: only the code's own recipient or claimer, as long as no
 * traveler has that address, sees the eSIM at once; to any other address the link goes by mail, and
 * the page says the same whether we know it or not.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Partner } from '../partners/partner.ts';
import { inScope, type Scope } from '../partners/scope.ts';
import { chooseLater } from '../planning/choose-later.ts';
import { codeInvalid } from '../promo-codes/find-code.ts';
import { readCode, stateOfCode, type CodeRow } from './open-code.ts';
import { fulfil, requestRedemption } from './redemptions.ts';

export type Redeeming = {
  queueId: string;
  /** as typed, an address; left out: the one that it was claimed with */
  email?: string;
  /** where it was booked without one */
  destination?: string;
  locale: string;
};

/** `here`: the page may show the eSIM to whoever asked; `by_mail`: it may not. */
export type Redeemed = 'here' | 'by_mail';

/**
 * Answers as soon as it is certain to happen. Throws `promo_code_invalid`, `already_redeemed`, and
 * `invalid_request` naming `email` (it was never claimed) or `destination`.
 */
export async function redeemCodeHere(
  ctx: Context,
  partner: Partner,
  input: Redeeming,
): Promise<Redeemed> {
  const way = await inScope(ctx, partner, (scope) => take(scope, input));
  if (way === 'here') await fulfil(ctx, partner, { queue_id: input.queueId, attempts: 0 });
  // Not waited for: how long it takes would tell whether the address has an eSIM.
  else ctx.wake('redemptions');
  return way;
}

async function take(
  { ctx, tx, partner, now }: Scope,
  { queueId, email: typed, destination, locale }: Redeeming,
): Promise<Redeemed> {
  const row = await readCode(tx, partner.id, queueId, 'for no key update of q, c');
  if (row === undefined) throw codeInvalid();
  const state = stateOfCode(partner, row, now);
  if (state === 'ended') throw codeInvalid();
  if (state !== 'open') throw new AppError('already_redeemed', 'Promo code is already redeemed');
  const email = typed?.toLowerCase() ?? row.claimed_email;
  if (email === null)
    throw new AppError('invalid_request', 'The code has not been claimed.', {
      details: [{ field: 'email', issue: 'expected an e-mail address' }],
    });
  if (row.bundle_id === null && row.wanted !== null)
    chooseLater(ctx, partner, row.wanted, destination);
  const way = await wayFor(tx, partner.id, row, email);
  // Two at once do not see each other's request under the lock; only one of them can write it down.
  if (!(await requestRedemption(tx, partner.id, queueId, { isNow: way === 'by_mail' })))
    throw new AppError('already_redeemed', 'Promo code is already redeemed');
  await tx.rows(
    `update promo_codes
     set hosted_email = $3, hosted_locale = $4, hosted_destination = $5
     where partner_id = $1 and queue_id = $2`,
    [partner.id, queueId, email, locale, row.bundle_id === null ? (destination ?? null) : null],
  );
  return way;
}

async function wayFor(tx: Tx, partnerId: string, row: CodeRow, email: string): Promise<Redeemed> {
  if (email !== row.claimed_email && email !== row.recipient) return 'by_mail';
  const known = await tx.one('select 1 from traveler_emails where partner_id = $1 and email = $2', [
    partnerId,
    email,
  ]);
  return known === undefined ? 'here' : 'by_mail';
}

/**
 * The address that a used code's link may go to once more: whoever redeemed it here, or by an app
 * with the code's own address.
 */
export const addressOfUsed = async (
  ctx: Context,
  partnerId: string,
  queueId: string,
): Promise<{ email: string; locale: string | null; bookingId: string | null } | null> =>
  ctx.db.partnerTx(
    partnerId,
    async (tx) =>
      (await tx.one<{ email: string; locale: string | null; bookingId: string | null }>(
        `select t.email, coalesce(c.hosted_locale, c.claim_locale) as locale,
           q.booking_id as "bookingId"
         from package_queues q
         join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
         join traveler_emails t on t.partner_id = q.partner_id
           and t.traveler_id = q.traveler_id
           and t.email in (c.hosted_email, c.claimed_email, c.recipient)
         where q.partner_id = $1 and q.id = $2 and q.redeemed_at is not null
         order by t.email is not distinct from c.hosted_email desc
         limit 1`,
        [partnerId, queueId],
      )) ?? null,
  );
