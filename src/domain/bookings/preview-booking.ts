/** POST /api/bookings/preview: what the same body would lead to, why, and at what net cost. Stores nothing. */
import { invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { formatSize } from '../catalog/size.ts';
import { toMajor } from '../money.ts';
import type { Partner } from '../partners/key-store.ts';
import { partnerNow } from '../partners/now.ts';
import { fixedProviders } from './create-booking.ts';
import type { BookingInput } from './input.ts';
import { planBooking, refusalsOf } from './plan-booking.ts';

export async function previewBooking(ctx: Context, partner: Partner, input: BookingInput, schemaProblems: Problem[], broken: ReadonlySet<number>) {
  const providers = await fixedProviders(ctx, partner, input, broken);
  const plan = planBooking(ctx, partner, input, partnerNow(ctx, partner), providers, broken);
  const refusals = refusalsOf(schemaProblems, plan);
  if (refusals.length > 0) throw invalid(refusals);
  const catalog = ctx.catalog.current();
  let total = 0;
  const package_specifications = plan.entries.flatMap((entry) => entry.choices.map(({ bundle, covers }) => {
    const price = partner.prices.of(bundle);
    total += price.b2b;
    return {
      entry: entry.index,
      becomes: 'universal_package_queue',
      external_user_id: entry.entry.external_user_id,
      package_id: bundle.id,
      label: bundle.label,
      iso3: catalog.byId(bundle.destination)!.iso3,
      ...(covers === null ? {} : { covers }),
      coverage: bundle.template.coverage,
      size: bundle.bytes === null ? null : formatSize(bundle.bytes),
      package_type: bundle.type,
      package_duration: bundle.duration_days,
      traffic_policy: bundle.traffic_policy,
      esim_type: 'universal',
      b2b_price: toMajor(price.b2b),
      b2c_price: toMajor(price.b2c),
      currency: bundle.currency,
      reason: entry.reason,
    };
  }));
  return { departure_date: plan.dates!.departure_date, return_date: plan.dates!.return_date, package_specifications, total_b2b_price: toMajor(total), currency: catalog.currency };
}
