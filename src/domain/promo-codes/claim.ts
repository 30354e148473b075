/**
 * POST /api/promo-codes/claim/{uuid}, and the claim page: somebody asks for the code of a link by
 * e-mail. Exactly one of any number of tries wins; its mail is a row of the same transaction.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { emailIssue } from '../../input/email.ts';
import { atLeast } from '../abuse/latency.ts';
import { challenge, checkClaim, solves, takeRecipientIn } from '../abuse/limits.ts';
import { enqueueMessages } from '../messages/enqueue.ts';
import { partnerNow } from '../partners/now.ts';
import { recordEvents, type NewEvent } from '../webhooks/record-event.ts';
import { codeInvalid } from './find-code.ts';
import { linkUuid } from './read-typed.ts';
import { lockStanding, standingBehind, stateOf, type OfferState, type Standing } from './offer.ts';

export type ClaimInput = {
  uuid: string;
  email: string;
  /** of the visitor, behind trusted proxies only as they say */
  ip: string;
  /** language of the mail where the booking names none */
  locale?: string | undefined;
  /** a solved challenge: lifts the limit of the address for this one try */
  proof?: string | undefined;
};

/** Hits and misses take equally long, as far as a visitor can tell. */
const FLOOR_MS = 80;

const unknownLink = (): AppError => new AppError('promo_code_not_found', 'UUID not found');
const claimed = (): AppError =>
  new AppError('promo_code_claimed', 'Promo code has already been claimed');
const REFUSAL: Record<Exclude<OfferState, 'open'>, () => AppError> = {
  claimed,
  ended: codeInvalid,
};

export const claimCode = (ctx: Context, input: ClaimInput): Promise<void> =>
  atLeast(FLOOR_MS, claim(ctx, input));

async function claim(
  ctx: Context,
  { uuid, email: sent, ip, locale, proof }: ClaimInput,
): Promise<void> {
  const email = sent.toLowerCase();
  const wrong = emailIssue(email);
  if (wrong !== null)
    throw invalid([{ field: 'email', issue: `expected an e-mail address ${wrong}` }]);
  const isSolved = proof !== undefined && (await solves(ctx, proof));
  // However it is written, a link has one count.
  const verdict = await checkClaim(ctx, { ip, uuid: linkUuid(uuid) ?? uuid, isSolved });
  const seen = await standingBehind(ctx, uuid);
  const outcome =
    seen === null ? { refusal: unknownLink() } : await takeOpen(ctx, seen, email, locale ?? null);
  if ('refusal' in outcome) {
    // Whoever only tries things out meets the limits; a good link opens whatever others do at the
    // same address.
    if (verdict.isOver)
      throw new AppError('too_many_requests', 'Too many tries. Wait, or solve the challenge.', {
        retryAfter: verdict.retryAfterS,
        extra: { challenge: await challenge(ctx) },
      });
    throw outcome.refusal;
  }
  ctx.wake('messages');
  if (outcome.deliver) ctx.wake('deliveries');
}

/** Why it cannot be claimed; null: it can. */
function refusalOf(ctx: Context, row: Standing): AppError | null {
  const state = stateOf(row, partnerNow(ctx, { id: row.partner.partner_id }));
  return state === 'open' ? null : REFUSAL[state]();
}

/** Whoever only tries things out locks nothing. */
async function takeOpen(
  ctx: Context,
  seen: Standing,
  email: string,
  locale: string | null,
): Promise<{ deliver: boolean } | { refusal: AppError }> {
  const refusal = refusalOf(ctx, seen);
  return refusal !== null
    ? { refusal }
    : ctx.db.partnerTx(seen.partner.partner_id, (tx) => take(ctx, tx, seen, email, locale));
}

/** Under the code's lock. `deliver`: whether there is an event to deliver. */
async function take(
  ctx: Context,
  tx: Tx,
  seen: Standing,
  email: string,
  locale: string | null,
): Promise<{ deliver: boolean }> {
  const { queue_id: queueId, partner } = seen;
  const partnerId = partner.partner_id;
  const now = partnerNow(ctx, { id: partnerId });
  const row = await lockStanding(tx, seen);
  if (row === null) throw unknownLink();
  const refusal = refusalOf(ctx, row);
  if (refusal !== null) throw refusal;
  const code = await tx.one<{ sequence: number }>(
    `update promo_codes
     set claimed_at = $3, claimed_email = $4, claim_locale = $5, sequence = sequence + 1
     where partner_id = $1 and queue_id = $2 and claimed_at is null
     returning sequence`,
    [partnerId, queueId, now, email, locale],
  );
  if (code === undefined) throw claimed();
  // Counts only what is won; over the limit nothing of this is stored.
  const recipient = await takeRecipientIn(ctx, tx, email);
  if (recipient.isOver)
    throw new AppError('too_many_requests', 'This address has received enough codes for now.', {
      retryAfter: recipient.retryAfterS,
    });
  await enqueueMessages(
    tx,
    partnerId,
    [
      {
        channel: 'EMAIL',
        kind: 'promo_code_claim',
        subjectId: `${queueId}:${row.reissues}`,
        recipient: email,
        locale: row.locale ?? locale ?? '',
        bookingId: row.booking_id,
        data: { queue_id: queueId },
      },
    ],
    now,
  );
  return { deliver: await recordEvents(tx, [claimedEvent(row, code.sequence, now)]) };
}

const claimedEvent = (row: Standing, sequence: number, now: Date): NewEvent => ({
  partnerId: row.partner.partner_id,
  type: 'promo_code.claimed',
  entityId: row.queue_id,
  sequence,
  at: now,
  data: {
    promo_code: row.code,
    uuid: row.uuid,
    booking_id: row.booking_id,
    claimed_at: now.toISOString(),
  },
});
