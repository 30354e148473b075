/** What a traveler wants to buy, as it is ordered if nothing changes: bundle and source. */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Bundle } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import type { EntryInput } from '../planning/entry/entry.ts';
import { frozen, type Frozen } from '../planning/frozen.ts';
import { marketOf } from '../planning/market.ts';
import { planEntries } from '../planning/plan-entries.ts';
import { fixedProviders } from '../travelers/fixed-providers.ts';

export type Wish = {
  package_id?: string | undefined;
  destination?: string | undefined;
  size?: string | undefined;
};

/** Throws `invalid_request`, `bundle_not_available`. */
export async function choosePackage(
  ctx: Context,
  partner: Partner,
  externalUserId: string,
  { package_id, destination, size }: Wish,
): Promise<{ bundle: Bundle; choice: Frozen }> {
  if ((package_id === undefined) === (destination === undefined || size === undefined))
    throw invalid([
      { field: 'package_id', issue: 'expected either package_id, or destination and size' },
    ]);
  const entry: EntryInput = {
    external_user_id: externalUserId,
    ...(package_id === undefined ? { destination: destination!, size: size! } : { package_id }),
  };
  const fixed = await fixedProviders(ctx, partner.id, [externalUserId]);
  const [plan] = await planEntries(marketOf(ctx, partner), [{ entry, index: 0 }], fixed, {
    dates: null,
    strategy: undefined,
    now: partnerNow(ctx, partner),
    zone: partner.settings.time_zone,
  });
  if (plan!.problems.length > 0) throw invalid(plan!.problems);
  const [choice, second] = plan!.choices;
  if (choice === undefined || second !== undefined)
    throw invalid([{ field: 'destination', issue: 'expected one country or region' }]);
  const { bundle } = choice;
  return { bundle, choice: frozen(ctx.catalog.current(), partner.prices.of, choice) };
}
