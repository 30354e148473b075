/**
 * A promo code as our own page shows it, where its partner has no app that redeems it. Reading it
 * changes nothing.
 */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { readInstallable, type Installable } from '../esims/installable.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import type { Wanted } from '../planning/choose-later.ts';
import type { ChosenPackage } from '../planning/frozen.ts';

/**
 * `open`: can be redeemed; `making`: somebody asked for its eSIM; `used`: it is on one; `ended`:
 * too late, or withdrawn.
 */
export type CodeState = 'open' | 'making' | 'used' | 'ended';
export type OpenedCode = {
  partner: Partner;
  queueId: string;
  state: CodeState;
  destinationId: string | null;
  iso3: string | null;
  covers: string[] | null;
  packageType: string;
  bytes: number | null;
  days: number | null;
  validUntil: Date;
  /** what is chosen with the destination; null: that is set */
  wanted: Wanted | null;
  /** it was claimed: its link is known to whoever claimed it */
  isClaimed: boolean;
  /** for whom it was redeemed here */
  hostedEmail: string | null;
  /** on which it is, once it is redeemed */
  esim: Installable | null;
};

export type CodeRow = ChosenPackage & {
  wanted: Wanted | null;
  bundle_id: string | null;
  cancelled_at: Date | null;
  redeemed_at: Date | null;
  valid_until: Date;
  claimed_email: string | null;
  recipient: string | null;
  hosted_email: string | null;
  is_making: boolean;
  esim_id: string | null;
};

/** With `lock`, until the transaction ends. */
export const readCode = (
  db: Queryable,
  partnerId: string,
  queueId: string,
  lock: '' | 'for no key update of q, c' = '',
): Promise<CodeRow | undefined> =>
  db.one<CodeRow>(
    `select q.destination_id, q.iso3, q.covers, q.package_type, q.bytes, q.duration_days, q.wanted, q.bundle_id, q.cancelled_at, q.redeemed_at,
       c.valid_until, c.claimed_email, c.recipient, c.hosted_email,
       exists (select 1 from hosted_redemptions h where h.partner_id = q.partner_id and h.queue_id = q.id)
         or exists (select 1 from provider_orders o where o.partner_id = q.partner_id and o.queue_id = q.id and o.state in ('intent', 'unknown', 'pending', 'needs_review')) as is_making,
       (select k.esim_id from packages k where k.partner_id = q.partner_id and k.queue_id = q.id) as esim_id
     from package_queues q join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     where q.partner_id = $1 and q.id = $2 ${lock}`,
    [partnerId, queueId],
  );

export const stateOfCode = (partner: Partner, row: CodeRow, now: Date): CodeState =>
  row.redeemed_at !== null
    ? 'used'
    : row.cancelled_at !== null || partner.suspendedAt !== null
      ? 'ended'
      : row.is_making
        ? 'making'
        : now > row.valid_until
          ? 'ended'
          : 'open';

/**
 * `withEsim`: for whoever just redeemed it, who may see what came of it. Null: it was issued anew.
 */
export const openCode = (
  ctx: Context,
  partner: Partner,
  queueId: string,
  withEsim: boolean,
): Promise<OpenedCode | null> =>
  ctx.db.partnerRead(partner.id, async (db) => {
    const row = await readCode(db, partner.id, queueId);
    if (row === undefined) return null;
    return {
      partner,
      queueId,
      state: stateOfCode(partner, row, partnerNow(ctx, partner)),
      destinationId: row.destination_id,
      iso3: row.iso3,
      covers: row.covers,
      packageType: row.package_type,
      bytes: row.bytes,
      days: row.duration_days,
      validUntil: row.valid_until,
      wanted: row.bundle_id === null ? row.wanted : null,
      isClaimed: row.claimed_email !== null,
      hostedEmail: row.hosted_email,
      esim:
        withEsim && row.esim_id !== null
          ? await readInstallable(ctx, db, partner, row.esim_id)
          : null,
    };
  });
