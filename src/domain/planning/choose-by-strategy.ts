/**
 * Which bundle the partner's strategy gives an entry that names none (section 11.1 of
 * docs/contract.md). Pure.
 */
import type { Bundle, Destination, EsimType, PackageType } from '../catalog/types.ts';
import { compareBundles, fits, routeCover, sellable, type Choice, type Routed } from './route.ts';
import type { Market } from './market.ts';
import { formatSize, parseSize } from '../catalog/size.ts';
import { toMajor } from '../money.ts';
import type { PackageStrategy, Rule, When } from '../settings/package-strategy.ts';

/** What an entry without a size may get: types with the days each has to last at least. */
export type StrategyCriteria = {
  types: { type: PackageType; duration: number }[];
  trafficPolicy: string | null;
  esimType: EsimType | null;
  provider: string | null;
};
export type OpenPlace =
  { kind: 'one'; destination: Destination } | { kind: 'several'; iso3s: string[] };

/**
 * What could be chosen: one bundle, or the cover of several countries. Unlimited counts as more
 * than any size.
 */
type Offer = {
  bytes: number;
  /** net, all bundles together, minor units */ price: number;
  choices: Choice[];
  proven: boolean;
};

export function chooseByStrategy(
  market: Market,
  strategy: PackageStrategy,
  place: OpenPlace,
  criteria: StrategyCriteria,
): Routed {
  const refused = offWhiteList(strategy.iso3_white_list, place);
  if (refused !== null)
    return {
      ok: false,
      issue: `${refused} is not on the white list of the partner's package strategy`,
    };
  const { rule, because } = ruleFor(market, strategy, place);
  const offers =
    place.kind === 'one'
      ? offersOf(market, place.destination, criteria)
      : coversOf(market, place.iso3s, criteria);
  if (offers.length === 0) {
    const name =
      place.kind === 'one' ? place.destination.name : `${place.iso3s.length} countries together`;
    return {
      ok: false,
      issue: `no bundle that the partner's package strategy may choose is on sale for ${name} (${criteria.types.map((t) => `${t.type} of at least ${t.duration} days`).join(', ')})`,
    };
  }
  const { offer, why } =
    rule.name === 'budget'
      ? withinBudget(offers, rule.parameters)
      : ofSize(offers, rule.parameters.size);
  const proven = offers.every((o) => o.proven);
  return { ok: true, choices: offer.choices, reason: `${because}${why}`, proven };
}

/**
 * The country or region that the white list leaves out, null when all are on it. A region is on it
 * itself, or with all its countries.
 */
export function offWhiteList(list: readonly string[] | undefined, place: OpenPlace): string | null {
  if (list === undefined) return null;
  const isOn = (iso3: string): boolean => list.includes(iso3);
  if (place.kind === 'several') return place.iso3s.find((iso3) => !isOn(iso3)) ?? null;
  const { iso3, iso3s } = place.destination;
  return isOn(iso3) || iso3s.every(isOn) ? null : iso3;
}

function ruleFor(
  market: Market,
  strategy: PackageStrategy,
  place: OpenPlace,
): { rule: Rule; because: string } {
  if (strategy.name !== 'hybrid') return { rule: strategy, because: `strategy ${strategy.name}: ` };
  const { rules, default: otherwise } = strategy.parameters;
  const index = rules.findIndex(({ when }) => matches(market, when, place));
  const rule = rules[index]?.use ?? otherwise;
  return {
    rule,
    because: `strategy hybrid, ${index === -1 ? 'default' : `rule ${index + 1}`}, ${rule.name}: `,
  };
}

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Of several countries each has to match. */
function matches(market: Market, when: When, place: OpenPlace): boolean {
  const places =
    place.kind === 'one'
      ? [place.destination]
      : place.iso3s.map((iso3) => market.catalog.byIso3(iso3)!);
  return places.every(
    ({ id, iso3, tier }) =>
      (when.iso3 === undefined || listOf(when.iso3).includes(iso3)) &&
      (when.tier === undefined || listOf(when.tier).includes(tier)) &&
      (when.region === undefined ||
        listOf(when.region).some(
          (region) => region === id || market.catalog.byId(region)?.iso3s.includes(iso3) === true,
        )),
  );
}

const isWanted =
  (market: Market, criteria: StrategyCriteria) =>
  (bundle: Bundle): boolean =>
    sellable(market, bundle, criteria) &&
    criteria.types.some((t) => fits(bundle, { ...criteria, ...t, bytes: null }));

/**
 * One offer per bundle; the better one of two equal ones first (shortest duration, priority, net
 * price, id).
 */
const offersOf = (market: Market, destination: Destination, criteria: StrategyCriteria): Offer[] =>
  (destination.is_active ? market.catalog.bundlesOf(destination.id) : [])
    .filter(isWanted(market, criteria))
    .sort((a, b) => compareBundles(market, a, b))
    .map((bundle) => ({
      bytes: bundle.bytes ?? Infinity,
      price: market.priceOf(bundle).b2b,
      choices: [{ bundle, covers: null }],
      proven: true,
    }));

/** One offer per type and size in which all countries can be covered. */
function coversOf(market: Market, iso3s: string[], criteria: StrategyCriteria): Offer[] {
  const kinds = new Map(
    market.catalog.bundles
      .filter(isWanted(market, criteria))
      .map((b) => [`${b.type} ${b.bytes}`, b]),
  );
  return [...kinds.values()].flatMap(({ type, bytes }) => {
    const { duration } = criteria.types.find((t) => t.type === type)!;
    const routed = routeCover(market, iso3s, {
      type,
      bytes,
      duration,
      trafficPolicy: criteria.trafficPolicy,
      esimType: criteria.esimType,
      provider: criteria.provider,
    });
    if (!routed.ok) return [];
    return [
      {
        bytes: bytes ?? Infinity,
        price: routed.choices.reduce((sum, c) => sum + market.priceOf(c.bundle).b2b, 0),
        choices: routed.choices,
        proven: routed.proven !== false,
      },
    ];
  });
}

const sizeOf = (bytes: number): string => (bytes === Infinity ? 'unlimited' : formatSize(bytes));
/** The best by several criteria, lowest first; of equal ones the first. */
const best = (offers: Offer[], ...criteria: ((offer: Offer) => number)[]): Offer =>
  offers.reduce((a, b) => {
    for (const of of criteria) if (of(a) !== of(b)) return of(b) < of(a) ? b : a;
    return a;
  });
const bundles = (offer: Offer): number => offer.choices.length;
const price = (offer: Offer): number => offer.price;

/** This size, else the next larger, else the largest. */
function ofSize(offers: Offer[], size: string): { offer: Offer; why: string } {
  const wanted = parseSize(size)!;
  const enough = offers.filter((o) => o.bytes >= wanted);
  if (enough.length === 0) {
    const offer = best(offers, (o) => -o.bytes, bundles);
    return {
      offer,
      why: `${size} is not on sale here and nothing larger is, so the largest, ${sizeOf(offer.bytes)}`,
    };
  }
  const offer = best(enough, (o) => o.bytes, bundles);
  return {
    offer,
    why:
      offer.bytes === wanted
        ? `the size ${size}`
        : `${size} is not on sale here, so the next larger, ${sizeOf(offer.bytes)}`,
  };
}

/** Most bytes within the price, ties the cheaper; else the cheapest. */
function withinBudget(
  offers: Offer[],
  { max_price, currency }: { max_price: number; currency: string },
): { offer: Offer; why: string } {
  const major = (o: Offer): number => toMajor({ minor: o.price, currency });
  const within = offers.filter((o) => major(o) <= max_price);
  if (within.length === 0) {
    const offer = best(offers, price, (o) => -o.bytes);
    return {
      offer,
      why: `nothing costs at most ${max_price} ${currency} here, so the cheapest, ${sizeOf(offer.bytes)} for ${major(offer)} net`,
    };
  }
  const offer = best(within, (o) => -o.bytes, price);
  return {
    offer,
    why: `the most data for at most ${max_price} ${currency}: ${sizeOf(offer.bytes)} for ${major(offer)} net`,
  };
}
