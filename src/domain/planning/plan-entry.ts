/**
 * What one entry of a booking becomes (section 4.2 of docs/contract.md and section 4.3 of
 * docs/contract.md). Pure: no database, no clock.
 */
import { createHash } from 'node:crypto';
import type { ErrorType } from '../../errors.ts';
import { countryOfIata } from '../catalog/places/airports.ts';
import { unknownPlace } from '../catalog/places/other-places.ts';
import {
  routeById,
  routeCover,
  routeOne,
  type Choice,
  type Routed,
  type Criteria,
} from './route.ts';
import type { Market } from './market.ts';
import { parseSize } from '../catalog/size.ts';
import { unsold } from './unsold.ts';
import type { Destination, PackageType } from '../catalog/types.ts';
import type { PackageStrategy } from '../settings/package-strategy.ts';
import type { Wanted } from './choose-later.ts';
import { chooseByStrategy } from './choose-by-strategy.ts';
import { DAY_MS, daysInclusive, momentEnd, readMoment } from '../time.ts';
import type { EntryInput } from './entry.ts';

export const MAX_COUNTRIES = 60;
const GRANT_DAYS = 90;
const DEFAULT_DURATION = { 'data-limited': 365, starter: 2 } as const;

/** Section 4.2 of docs/contract.md: what the entry becomes. */
export type EntryKind = 'grant' | 'queue' | 'code';
export const kindOf = (entry: EntryInput): EntryKind =>
  entry.esim_type === 'classic' ? 'grant' : entry.external_user_id === undefined ? 'code' : 'queue';

export type EntryProblem = { field: string; issue: string; type?: ErrorType };
export type EntryPlan = {
  index: number;
  entry: EntryInput;
  /** null when not even what is asked for can be read */
  fingerprint: string | null;
  kind: EntryKind;
  choices: Choice[];
  /** a code whose destination is chosen when it is redeemed; its bundle too */
  open: Wanted | null;
  /** of a grant */
  expiresAt: Date | null;
  reason: string;
  /** whether no better choice is possible; see `Routed` */
  proven: boolean;
  problems: EntryProblem[];
};

/** What the entry's destination stands for. */
type Place =
  | { kind: 'none' }
  | { kind: 'one'; destination: Destination }
  /** `isWhole` false: not all that was named could be read */
  | { kind: 'several'; iso3s: string[]; isWhole: boolean };

function readPlace(market: Market, entry: EntryInput, problems: EntryProblem[]): Place | null {
  const { catalog } = market;
  if (entry.destination === undefined) {
    if (entry.iata_code === undefined) return { kind: 'none' };
    const iso2 = countryOfIata(entry.iata_code);
    const destination = iso2 === null ? null : catalog.byId(iso2);
    if (destination === null)
      problems.push({
        field: 'iata_code',
        issue: `expected the IATA code of an airport or city, got "${entry.iata_code}"`,
      });
    return destination === null ? null : { kind: 'one', destination };
  }
  if (typeof entry.destination === 'string') {
    const destination = catalog.resolve(entry.destination);
    if (destination === null)
      problems.push({ field: 'destination', issue: unknownPlace(entry.destination) });
    return destination === null ? null : { kind: 'one', destination };
  }
  const iso3s = new Set<string>();
  const before = problems.length;
  entry.destination.forEach((text, i) => {
    const destination = catalog.resolve(text);
    if (destination === null)
      problems.push({ field: `destination.${i}`, issue: unknownPlace(text) });
    else for (const iso3 of destination.iso3s) iso3s.add(iso3);
  });
  if (iso3s.size > MAX_COUNTRIES)
    problems.push({
      field: 'destination',
      issue: `expected at most ${MAX_COUNTRIES} countries, got ${iso3s.size}`,
    });
  return { kind: 'several', iso3s: [...iso3s], isWhole: problems.length === before };
}

const ESIM_TYPE = { grant: 'classic', queue: 'universal', code: null } as const;
const placeKey = (place: Place): string[] =>
  place.kind === 'none'
    ? []
    : place.kind === 'one'
      ? [place.destination.iso3]
      : [...place.iso3s].sort();

/**
 * "Already there" of section 4.5 of docs/contract.md, without the user and the ordinal, which are
 * columns of their own. Whom only an e-mail names is part of it.
 */
function fingerprintOf(entry: EntryInput, place: Place, bytes: number | null): string {
  const parts = [
    entry.package_id ?? null,
    placeKey(place),
    bytes,
    entry.package_type ?? 'data-limited',
    entry.package_duration ?? null,
    entry.traffic_policy ?? null,
    entry.esim_type ?? 'universal',
    ...(entry.external_user_id === undefined
      ? [kindOf(entry), entry.email?.toLowerCase() ?? null]
      : []),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

function wantedDuration(
  entry: EntryInput,
  dates: TripDays | null,
  problems: EntryProblem[],
): number | null {
  const type = entry.package_type ?? 'data-limited';
  if (entry.package_duration !== undefined) return entry.package_duration;
  if (type === 'data-limited' || type === 'starter') return DEFAULT_DURATION[type];
  if (dates === null) return null;
  if (dates.returnDay === null) {
    problems.push({
      field: 'package_duration',
      issue: `${type} needs package_duration, or a return_date on the booking`,
    });
    return null;
  }
  return Math.max(1, daysInclusive(dates.day, dates.returnDay));
}

/**
 * The types a strategy may choose from, with the days each has to last: the entry's type, else
 * those of the setting, else data-limited. Those that last as long as the trip are left out where
 * nobody says how long that is.
 */
function openTypes(
  entry: EntryInput,
  strategy: PackageStrategy,
  dates: TripDays | null,
  problems: EntryProblem[],
): { type: PackageType; duration: number }[] | null {
  if (entry.package_type !== undefined || strategy.supported_package_types === undefined) {
    const duration = wantedDuration(entry, dates, problems);
    return duration === null ? null : [{ type: entry.package_type ?? 'data-limited', duration }];
  }
  const missing: EntryProblem[] = [];
  const types = strategy.supported_package_types.flatMap((type) => {
    const duration = wantedDuration({ ...entry, package_type: type }, dates, missing);
    return duration === null ? [] : [{ type, duration }];
  });
  if (types.length > 0) return types;
  if (missing[0] !== undefined) problems.push(missing[0]);
  return null;
}

/**
 * When a grant expires: as the entry says, or 90 days on; a bare date lasts to the end of its day.
 * Null for what is no grant.
 */
function readExpiry(
  entry: EntryInput,
  kind: EntryKind,
  { now, zone }: { now: Date; zone: string },
  problems: EntryProblem[],
): Date | null {
  if (kind !== 'grant') {
    if (entry.expires_at !== undefined)
      problems.push({
        field: 'expires_at',
        issue: 'only classic grants expire; leave it out here',
      });
    return null;
  }
  if (entry.expires_at === undefined) return new Date(now.getTime() + GRANT_DAYS * DAY_MS);
  const moment = readMoment(entry.expires_at, 'expires_at', problems);
  const at = moment === null ? null : momentEnd(moment, zone);
  if (at !== null && at <= now)
    problems.push({
      field: 'expires_at',
      issue: `expected a time ahead, got "${entry.expires_at}"`,
    });
  return at;
}

/** Calendar dates as written; the return where the booking names one. */
export type TripDays = { day: string; returnDay: string | null };

/**
 * `provider`: of the entry's traveler when it is fixed, null = open. `strategy`: the partner's, if
 * it has one. `zone`: the partner's.
 */
export type PlanContext = {
  dates: TripDays | null;
  provider: string | null;
  strategy: PackageStrategy | undefined;
  now: Date;
  zone: string;
};

export function planEntry(
  market: Market,
  entry: EntryInput,
  index: number,
  context: PlanContext,
): EntryPlan {
  const problems: EntryProblem[] = [];
  const kind = kindOf(entry);
  const plan: EntryPlan = {
    index,
    entry,
    kind,
    fingerprint: null,
    choices: [],
    open: null,
    expiresAt: null,
    reason: '',
    proven: true,
    problems,
  };
  plan.expiresAt = readExpiry(entry, kind, context, problems);
  if (kind === 'grant' && entry.external_user_id === undefined && entry.email === undefined)
    problems.push({
      field: 'external_user_id',
      issue: 'required for a classic grant: external_user_id or email',
    });
  const type = entry.package_type ?? 'data-limited';
  const place = readPlace(market, entry, problems);
  const bytes = entry.size === undefined ? null : parseSize(entry.size);
  if (entry.size !== undefined && bytes === null)
    problems.push({
      field: 'size',
      issue: `expected a size such as 500MB, 1GB or 1.5GB, got "${entry.size.slice(0, 60)}"`,
    });
  if (place === null || (entry.size !== undefined && bytes === null)) return plan;
  if (place.kind === 'several' && !place.isWhole) {
    if (entry.package_id !== undefined || place.iso3s.length > MAX_COUNTRIES) return plan;
    // What is not on sale for the others shows now, not when the unknown ones are put right.
    const issue = unsold(market, place.iso3s, {
      type,
      bytes,
      duration: wantedDuration(entry, context.dates, []) ?? 1,
      trafficPolicy: entry.traffic_policy ?? null,
      esimType: ESIM_TYPE[kind],
      provider: context.provider,
    });
    if (issue !== null) problems.push({ field: 'destination', issue });
    return plan;
  }
  plan.fingerprint = fingerprintOf(entry, place, bytes);

  // What a code is redeemed onto shows only then: any bundle will do.
  const common = { esimType: ESIM_TYPE[kind], provider: context.provider };
  if (entry.package_id !== undefined) {
    // A regional bundle may leave out some countries of its own region: naming that region beside
    // it is no contradiction.
    const isItsOwn =
      place.kind === 'one' &&
      place.destination.id === market.catalog.bundle(entry.package_id)?.destination;
    const named =
      place.kind === 'none' || isItsOwn
        ? null
        : place.kind === 'one'
          ? place.destination.iso3s
          : place.iso3s;
    return settle(plan, routeById(market, entry.package_id, named, common), 'package_id');
  }
  if (place.kind === 'none' && kind === 'queue') {
    problems.push({
      field: 'destination',
      issue: 'required: name a destination, an iata_code or a package_id',
    });
    return plan;
  }
  if (type === 'unlimited' && bytes !== null) {
    problems.push({ field: 'size', issue: 'unlimited bundles have no size; leave it out' });
    return plan;
  }
  const isChosen = bytes === null && type !== 'starter' && type !== 'unlimited';
  if (isChosen && context.strategy === undefined) {
    problems.push({
      field: 'size',
      type: 'strategy_not_configured',
      issue:
        'required: the entry names no size and the partner has no package_strategy setting that could choose one',
    });
    return plan;
  }
  if (place.kind === 'none') {
    const duration = isChosen ? null : wantedDuration(entry, context.dates, problems);
    const types = isChosen
      ? openTypes(entry, context.strategy!, context.dates, problems)
      : duration === null
        ? null
        : [{ type, duration }];
    if (types === null) return plan;
    return {
      ...plan,
      open: { bytes, types, trafficPolicy: entry.traffic_policy ?? null },
      reason: `the destination, and with it the bundle, is chosen ${kind === 'code' ? 'when the code is redeemed' : 'by the traveler'}`,
    };
  }
  if (isChosen) {
    const types = openTypes(entry, context.strategy!, context.dates, problems);
    if (types === null) return plan;
    return settle(
      plan,
      chooseByStrategy(market, context.strategy!, place, {
        ...common,
        types,
        trafficPolicy: entry.traffic_policy ?? null,
      }),
      entry.destination === undefined ? 'iata_code' : 'destination',
    );
  }
  const duration = wantedDuration(entry, context.dates, problems);
  if (duration === null) return plan;
  const criteria: Criteria = {
    ...common,
    type,
    bytes,
    duration,
    trafficPolicy: entry.traffic_policy ?? null,
  };
  const routed =
    place.kind === 'one'
      ? routeOne(market, place.destination, criteria)
      : routeCover(market, place.iso3s, criteria);
  return settle(plan, routed, entry.destination === undefined ? 'iata_code' : 'destination');
}

function settle(plan: EntryPlan, routed: Routed, field: string): EntryPlan {
  if (routed.ok)
    return {
      ...plan,
      choices: routed.choices,
      reason: routed.reason,
      proven: routed.proven !== false,
    };
  plan.problems.push({
    field: routed.field ?? field,
    issue: routed.issue,
    ...(routed.type === undefined ? {} : { type: routed.type }),
  });
  return plan;
}
