/**
 * POST /api/esims/topup: a booking that departs today, for one traveler, redeemed at once. Always
 * data-limited.
 */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { dateIn } from '../../time.ts';
import { redeemPackage, redemptionView } from '../../esims/user-dashboard.ts';
import type { Partner } from '../../partners/partner.ts';
import { partnerNow } from '../../partners/now.ts';
import { cancelUnredeemed } from '../changing/cancel-booking.ts';
import { createBooking } from './create-booking.ts';

export type TopUpInput = {
  iccid?: string | undefined;
  external_user_id?: string | undefined;
  size: string;
  destination?: string | undefined;
};

export async function topUp(
  ctx: Context,
  partner: Partner,
  input: TopUpInput,
  requestKey: string | null,
) {
  const target = await findTarget(ctx, partner, input);
  const destination = input.destination ?? target.newest;
  if (destination === null)
    throw invalid([
      {
        field: 'destination',
        issue: 'required: the eSIM has no package yet whose destination could be taken',
      },
    ]);
  const { booking } = await createBooking(
    ctx,
    partner,
    {
      departure_date: dateIn(partner.settings.time_zone, partnerNow(ctx, partner)),
      package_specifications: [
        { external_user_id: target.externalUserId, destination, size: input.size },
      ],
    },
    { requestKey, kind: 'topup' },
  ).catch((error: unknown) => {
    throw renamed(error);
  });
  const queue = booking.package_queues[0]!;
  try {
    return { booking, ...(await redeemPackage(ctx, partner, target.externalUserId, queue.id)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A retry under the same Idempotency-Key finds the first try's booking, finished meanwhile.
    if (error.type === 'already_redeemed')
      return { booking, ...(await redemptionView(ctx, partner, target.externalUserId, queue.id)) };
    // Nothing was provisioned and nobody asked for a package that waits: take the booking back.
    if (error.extra['reason'] === 'out_of_stock' || error.extra['reason'] === 'rejected')
      await cancelUnredeemed(ctx, partner, booking.id);
    throw new AppError(error.type, error.message, {
      details: error.details,
      extra: { ...error.extra, booking_id: booking.id, package_queue_id: queue.id },
      ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    });
  }
}

/** Problems of the one entry are the caller's own fields. */
function renamed(error: unknown): unknown {
  if (!(error instanceof AppError) || error.details.length === 0) return error;
  return invalid(
    error.details.map((d): Problem => ({
      ...d,
      field: d.field.replace(/^package_specifications\.0\./, ''),
    })),
  );
}

type Target = { externalUserId: string; newest: string | null };

async function findTarget(ctx: Context, partner: Partner, input: TopUpInput): Promise<Target> {
  if ((input.iccid === undefined) === (input.external_user_id === undefined)) {
    throw invalid([
      { field: 'external_user_id', issue: 'expected either external_user_id or iccid' },
    ]);
  }
  const row = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.one<{ external_user_id: string | null; esim_type: string | null; newest: string | null }>(
      `select t.external_user_id, e.type as esim_type,
         (select k.iso3
           from packages k
           where k.partner_id = $1 and k.esim_id = e.id and k.status <> 'CANCELLED'
           order by k.assigned_at desc, k.id desc
           limit 1) as newest
       from travelers t
       left join esims e on e.partner_id = t.partner_id
         and e.traveler_id = t.id
         and e.archived_at is null
         and (e.iccid = $3 or ($3 is null and e.type = 'universal'))
       where t.partner_id = $1
         and ($2::text is null or t.external_user_id = $2)
         and ($3::text is null or e.iccid = $3)
       limit 1`,
      [partner.id, input.external_user_id ?? null, input.iccid ?? null],
    ),
  );
  if (row === undefined || row.external_user_id === null) {
    throw input.iccid === undefined
      ? new AppError('user_not_found', 'There is no such user.')
      : new AppError('esim_not_found', 'There is no such eSIM.');
  }
  return { externalUserId: row.external_user_id, newest: row.newest };
}
