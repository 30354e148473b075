/**
 * The bundle of a code that was booked without a destination: chosen when the traveler says where
 * they go.
 */
import { invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { unfrozen, type Frozen, type SourcedChoice } from './frozen.ts';
import { routeOne, type Choice } from './route.ts';
import { withSource } from './with-source.ts';
import { marketOf } from './market.ts';
import { unknownPlace } from '../catalog/places/other-places.ts';
import type { Destination, EsimType, PackageType } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { chooseByStrategy, offWhiteList } from './choose-by-strategy.ts';

/**
 * What such a code asks for, stored with it: bytes null and a type that has sizes = the partner's
 * strategy chooses.
 */
export type Wanted = {
  bytes: number | null;
  /** with the days each has to last */ types: { type: PackageType; duration: number }[];
  trafficPolicy: string | null;
};

/** As it is shown until then: the only type where there is one, else what nearly all codes are. */
export const unfrozenOf = ({ bytes, types, trafficPolicy }: Wanted): Frozen => {
  const only = types.length === 1 ? types[0]! : null;
  return unfrozen({
    package_type: only?.type ?? 'data-limited',
    bytes,
    duration_days: only?.duration ?? null,
    traffic_policy: trafficPolicy,
  });
};

/**
 * Throws `invalid_request` naming `field` where it is missing, unknown, off the white list or
 * without such a bundle.
 */
export function chooseLater(
  ctx: Context,
  partner: Partner,
  wanted: Wanted,
  destination: string | undefined,
  { field, esimType }: { field: string; esimType: EsimType | null } = {
    field: 'destination',
    esimType: null,
  },
): SourcedChoice {
  const refuse = (issue: string, type?: Problem['type']) =>
    invalid([{ field, issue, ...(type === undefined ? {} : { type }) }]);
  if (destination === undefined) throw refuse('required: it was booked without one');
  const catalog = ctx.catalog.current();
  const place = catalog.resolve(destination);
  if (place === null) throw refuse(unknownPlace(destination));
  const market = marketOf(ctx, partner);
  const strategy = partner.settings.package_strategy;
  if (offWhiteList(strategy?.iso3_white_list, { kind: 'one', destination: place }) !== null)
    throw refuse(`it is not for ${place.name}`);
  if (!place.is_active) throw refuse(`nothing is on sale for ${place.name}`);
  const only = wanted.types[0]!;
  const sourced = (routed: ReturnType<typeof routeOne>): SourcedChoice =>
    withSource(market, chosen(routed, place, refuse), esimType);
  if (wanted.bytes !== null || only.type === 'starter' || only.type === 'unlimited')
    return sourced(
      routeOne(market, place, {
        ...only,
        bytes: wanted.bytes,
        trafficPolicy: wanted.trafficPolicy,
        esimType,
        provider: null,
      }),
    );
  if (strategy === undefined)
    throw refuse(
      'the partner has no package_strategy setting that could choose a size',
      'strategy_not_configured',
    );
  return sourced(
    chooseByStrategy(
      market,
      strategy,
      { kind: 'one', destination: place },
      { types: wanted.types, trafficPolicy: wanted.trafficPolicy, esimType, provider: null },
    ),
  );
}

function chosen(
  routed: ReturnType<typeof routeOne>,
  place: Destination,
  refuse: (issue: string) => Error,
): Choice {
  if (!routed.ok) throw refuse(`${place.name}: ${routed.issue}`);
  return routed.choices[0]!;
}
