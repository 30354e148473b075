/**
 * POST /api/promo-codes/{code}/redeem: the code becomes a package on the traveler's eSIM (section
 * 6.5 of docs/contract.md). The code's queue gets its traveler, its bundle where that was left
 * open, and its kind of eSIM; the rest is what every queue goes through.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { countWrongCode, wrongCodes } from '../abuse/limits.ts';
import { frozen } from '../planning/frozen.ts';
import { unknownPlace } from '../catalog/places/other-places.ts';
import { alreadyRedeemed } from '../esims/provisioning/already-redeemed.ts';
import { currentUniversal } from '../esims/provisioning/current-universal.ts';
import { freezeChoice } from '../esims/provisioning/freeze-choice.ts';
import { nextStep, provision, type Step } from '../esims/provisioning/provision.ts';
import { QUEUE_FIELDS, type Queue } from '../esims/provisioning/queue.ts';
import { queueDashboard } from '../esims/queue-dashboard.ts';
import type { Partner } from '../partners/partner.ts';
import type { Scope } from '../partners/scope.ts';
import { onSaleNow } from '../routing/supply.ts';
import { chooseLater, type Wanted } from '../planning/choose-later.ts';
import { codeInvalid, codeNotFound, findCode } from './find-code.ts';
import { ensureTraveler } from '../travelers/ensure-traveler.ts';

export type RedeemInput = {
  external_user_id?: string | undefined;
  email?: string | undefined;
  destination?: string | undefined;
};

export async function redeemCode(
  ctx: Context,
  partner: Partner,
  text: string,
  input: RedeemInput,
  requestKey: string | null = null,
) {
  if (partner.suspendedAt !== null) throw codeInvalid();
  const email = input.email?.toLowerCase();
  const user = input.external_user_id ?? email;
  if (user === undefined)
    throw invalid([{ field: 'external_user_id', issue: 'expected external_user_id or email' }]);
  const code = await ctx.db.partnerTx(partner.id, (tx) => findCode(tx, partner.id, text));
  // After the look-up, so that guesses sent together are counted by the time the right one is
  // looked at.
  const tried = await (code === null ? countWrongCode : wrongCodes)(ctx, partner.id, user);
  if (tried.isOver)
    throw new AppError('too_many_requests', 'Too many wrong codes for this user.', {
      retryAfter: tried.retryAfterS,
    });
  if (code === null) throw codeNotFound();
  await provision(
    ctx,
    partner,
    (scope) => prepare(scope, code.queue_id, code.code, { ...input, email }),
    { queueId: code.queue_id, requestKey },
  );
  return queueDashboard(ctx, partner, code.queue_id);
}

type Row = Omit<Queue, 'bundle_id'> & {
  bundle_id: string | null;
  code: string;
  valid_until: Date;
  wanted: Wanted | null;
  traveler_id: string | null;
};

async function prepare(
  scope: Scope,
  queueId: string,
  code: string,
  input: RedeemInput,
): Promise<Step> {
  const { ctx, tx, partner, now } = scope;
  const travelerId = await ensureTraveler(tx, partner.id, input, now);
  const row = await tx.one<Row>(
    `select ${QUEUE_FIELDS.split(', ')
      .map((f) => `q.${f}`)
      .join(', ')}, q.wanted,
       c.code, c.valid_until
     from package_queues q
     join promo_codes c on c.partner_id = q.partner_id and c.queue_id = q.id
     where q.partner_id = $1 and q.id = $2
     for no key update of q, c`,
    [partner.id, queueId],
  );
  // Issued anew since it was looked up.
  if (row === undefined || row.code !== code) throw codeNotFound();
  if (row.redeemed_at !== null)
    throw await alreadyRedeemed(scope, row, 'Promo code is already redeemed');
  const isUnderWay =
    (await tx.one(`select 1 from provider_orders where queue_id = $1 and state <> 'rejected'`, [
      queueId,
    ])) !== undefined;
  // One that began in time ends well, whatever the hour it ends at.
  if (row.cancelled_at !== null || (now > row.valid_until && !isUnderWay)) throw codeInvalid();
  if (isUnderWay) {
    if (row.traveler_id !== travelerId)
      throw new AppError(
        'redeem_in_progress',
        'Another redemption of this promo code is still under way.',
        { retryAfter: 5 },
      );
    return nextStep(scope, travelerId, row as Queue);
  }
  const choice =
    row.wanted === null
      ? fixed(ctx, row, input.destination)
      : chooseLater(ctx, partner, row.wanted, input.destination);
  const chosen = choice === null ? null : frozen(ctx.catalog.current(), partner.prices.of, choice);
  const queue = { ...row, ...chosen, traveler_id: travelerId } as Queue;
  queue.esim_type = (await fitsUniversal(scope, travelerId, queue)) ? 'universal' : 'classic';
  await tx.rows(
    'update package_queues set traveler_id = $3, esim_type = $4 where partner_id = $1 and id = $2',
    [partner.id, queue.id, queue.traveler_id, queue.esim_type],
  );
  if (chosen !== null) await freezeChoice(tx, partner.id, queue.id, chosen);
  return nextStep(scope, travelerId, queue);
}

/** A code for a destination is for no other: one sent beside it has to be covered. */
function fixed(ctx: Context, row: Row, destination: string | undefined): null {
  if (destination === undefined) return null;
  const place = ctx.catalog.current().resolve(destination);
  if (place === null)
    throw invalid([
      {
        field: 'destination',
        issue: unknownPlace(destination),
      },
    ]);
  if (place.id !== row.destination_id && !place.iso3s.every((iso3) => row.coverage.includes(iso3)))
    throw invalid([
      {
        field: 'destination',
        issue: 'the package of this promo code does not cover that destination; leave it out',
      },
    ]);
  return null;
}

/**
 * Whether the traveler's universal eSIM takes it: there is one, or one is being made, its account
 * delivers the bundle, and the partner wants it so.
 */
async function fitsUniversal(scope: Scope, travelerId: string, queue: Queue): Promise<boolean> {
  const { ctx, tx, partner } = scope;
  if (partner.settings.promo_code_esim === 'classic') return false;
  const bundle = ctx.catalog.current().bundle(queue.bundle_id);
  if (bundle === null) return false;
  const account =
    (await currentUniversal(scope, travelerId))?.provider ??
    (
      await tx.one<{ provider: string }>(
        `select provider from provider_orders where partner_id = $1 and traveler_id = $2 and kind = 'create_esim' and (is_universal or (queue_id is null and not is_classic)) and state in ('intent', 'unknown', 'pending', 'needs_review')`,
        [partner.id, travelerId],
      )
    )?.provider;
  return account !== undefined && onSaleNow(ctx, partner).isSold(bundle, 'universal', account);
}
