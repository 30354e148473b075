/**
 * POST /api/bookings/preview: what the same body would lead to, why, and at what net cost. Stores
 * nothing.
 */
import { invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { frozen } from '../../planning/frozen.ts';
import { unfrozenOf } from '../../planning/choose-later.ts';
import { formatSize } from '../../catalog/size.ts';
import { toMajor } from '../../money.ts';
import type { Partner } from '../../partners/partner.ts';
import { partnerNow } from '../../partners/now.ts';
import type { BookingInput } from '../input.ts';
import { planBooking, refusalsOf, warningsOf } from './plan-booking.ts';
import { fixedProviders } from '../../travelers/fixed-providers.ts';
import { usersOf } from '../input.ts';

const BECOMES = {
  grant: 'classic_package_queue',
  queue: 'universal_package_queue',
  code: 'promo_code',
} as const;

export async function previewBooking(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  schemaProblems: Problem[],
  broken: ReadonlySet<number>,
) {
  const providers = await fixedProviders(ctx, partner.id, usersOf(input, broken));
  const plan = await planBooking(ctx, partner, input, partnerNow(ctx, partner), providers, broken);
  const refusals = refusalsOf(schemaProblems, plan);
  if (refusals.length > 0) throw invalid(refusals);
  const catalog = ctx.catalog.current();
  let total = 0;
  const package_specifications = plan.entries.flatMap(
    ({ index, entry, kind, choices, open, proven, reason }) => {
      const chosen =
        open === null
          ? choices.map((choice) => ({
              ...frozen(catalog, partner.prices.of, choice),
              coverage: choice.bundle.coverage,
              label: choice.bundle.label,
            }))
          : [{ ...unfrozenOf(open), label: null }];
      return chosen.map((c) => {
        total += c.b2b_price ?? 0;
        const currency = c.currency ?? catalog.currency;
        return {
          entry: index,
          becomes: BECOMES[kind],
          ...(entry.external_user_id === undefined
            ? {}
            : { external_user_id: entry.external_user_id }),
          package_id: c.bundle_id,
          label: c.label,
          iso3: c.iso3,
          ...(c.covers === null ? {} : { covers: c.covers }),
          coverage: c.coverage ?? [],
          size: c.bytes === null ? null : formatSize(c.bytes),
          package_type: c.package_type,
          package_duration: c.duration_days,
          traffic_policy: c.traffic_policy,
          esim_type: entry.esim_type ?? 'universal',
          b2b_price: c.b2b_price === null ? null : toMajor({ minor: c.b2b_price, currency }),
          b2c_price: c.b2c_price === null ? null : toMajor({ minor: c.b2c_price, currency }),
          currency,
          proven,
          reason,
        };
      });
    },
  );
  const shown = {
    departure_date: plan.dates!.departure_date,
    return_date: plan.dates!.return_date,
    package_specifications,
    total_b2b_price: toMajor({ minor: total, currency: catalog.currency }),
    currency: catalog.currency,
  };
  return { shown, warnings: warningsOf(plan) };
}
