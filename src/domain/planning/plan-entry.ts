/**
 * What one entry of a booking becomes (section 4.2 of docs/contract.md and section 4.3 of
 * docs/contract.md). Pure: no database, no clock.
 */
import { routeById, routeCover, routeOne, type Choice, type Routed } from './route.ts';
import type { Market } from './market.ts';
import { parseSize } from '../catalog/size.ts';
import { shorterDurations } from './shorter-durations.ts';
import { unsold } from './unsold.ts';
import type { EsimType, PackageType } from '../catalog/types.ts';
import type { PackageStrategy } from '../settings/package-strategy.ts';
import type { Wanted } from './choose-later.ts';
import { chooseByStrategy } from './choose-by-strategy.ts';
import { openTypes, wantedDuration, type TripDays } from './entry/durations.ts';
import { kindOf, type EntryInput, type EntryKind, type EntryProblem } from './entry/entry.ts';
import { fingerprintsOf } from './entry/fingerprint.ts';
import { readExpiry } from './entry/read-expiry.ts';
import { MAX_COUNTRIES, readPlace, type Place } from './entry/read-place.ts';

export type EntryPlan = {
  index: number;
  entry: EntryInput;
  /** null when not even what is asked for can be read */
  fingerprint: string | null;
  /** others that it may be stored under: its bundle had other ids once */
  formerly: string[];
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
  /** what it got otherwise than is usual, though it is no problem */
  warnings: EntryProblem[];
};

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

/** What a code is redeemed onto shows only then: any bundle will do. */
export const ESIM_TYPE = { grant: 'classic', queue: 'universal', code: null } as const;

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
    formerly: [],
    choices: [],
    open: null,
    expiresAt: readExpiry(entry, kind, context, problems),
    reason: '',
    proven: true,
    problems,
    warnings: [],
  };
  if (kind === 'grant' && entry.external_user_id === undefined && entry.email === undefined)
    problems.push({
      field: 'external_user_id',
      issue: 'required for a classic grant: external_user_id or email',
    });
  const place = readPlace(market, entry, problems);
  const bytes = readSize(entry, problems);
  if (place === null || bytes === undefined) return plan;
  const asked: Asked = {
    place,
    bytes,
    type: entry.package_type ?? 'data-limited',
    trafficPolicy: entry.traffic_policy ?? null,
    esimType: ESIM_TYPE[kind],
    provider: context.provider,
  };
  if (place.kind === 'several' && !place.isWhole) {
    const issue = unsoldOfTheRest(market, entry, place.iso3s, asked, context);
    if (issue !== null) problems.push({ field: 'destination', issue });
    return plan;
  }
  Object.assign(plan, fingerprintsOf(entry, place, bytes, packageIdOf(market, entry)));
  if (entry.package_id !== undefined) {
    const named = namedBeside(market, entry.package_id, place);
    return settle(plan, routeById(market, entry.package_id, named, asked), 'package_id');
  }
  const missing = whatIsMissing(kind, asked, context);
  if (missing !== null) {
    problems.push(missing);
    return plan;
  }
  return place.kind === 'none'
    ? leaveOpen(plan, asked, context)
    : pick(market, plan, place, asked, context);
}

/** What an entry asks for, as far as it can be read. */
type Asked = {
  place: Place;
  /** null: it names no size */
  bytes: number | null;
  type: PackageType;
  trafficPolicy: string | null;
  /** null: any */
  esimType: EsimType | null;
  provider: string | null;
};

/** Of the bundle that it names, by its id of today; as sent where there is none. */
const packageIdOf = (market: Market, { package_id: id }: EntryInput): string | null =>
  id === undefined ? null : (market.catalog.bundle(id)?.id ?? id);

/** Whether the size is the strategy's to choose. */
const isChosen = ({ bytes, type }: Pick<Asked, 'bytes' | 'type'>): boolean =>
  bytes === null && type !== 'starter' && type !== 'unlimited';

/** Whether the bundle of an entry, which can be planned, is the strategy's to choose. */
export const isOfStrategy = ({
  package_id,
  size,
  package_type: type = 'data-limited',
}: EntryInput): boolean =>
  package_id === undefined && size === undefined && isChosen({ bytes: null, type });

/** Undefined where it is no size; null where the entry names none. */
function readSize({ size }: EntryInput, problems: EntryProblem[]): number | null | undefined {
  if (size === undefined) return null;
  const bytes = parseSize(size);
  if (bytes !== null) return bytes;
  problems.push({
    field: 'size',
    issue: `expected a size such as 500MB, 1GB or 1.5GB, got "${size.slice(0, 60)}"`,
  });
  return undefined;
}

/**
 * Some names could not be read: what is not on sale for the others shows now, not when the unknown
 * ones are put right.
 */
function unsoldOfTheRest(
  market: Market,
  entry: EntryInput,
  iso3s: string[],
  asked: Asked,
  context: PlanContext,
): string | null {
  if (entry.package_id !== undefined || iso3s.length > MAX_COUNTRIES) return null;
  return unsold(market, iso3s, {
    ...asked,
    duration: wantedDuration(entry, context.dates, []) ?? 1,
  });
}

/**
 * The countries that a bundle named by its id has to cover. A regional bundle may leave out some
 * countries of its own region: naming that region beside it is no contradiction.
 */
function namedBeside(market: Market, packageId: string, place: Place): string[] | null {
  if (place.kind === 'none') return null;
  if (place.kind === 'several') return place.iso3s;
  return place.destination.id === market.catalog.bundle(packageId)?.destination
    ? null
    : place.destination.iso3s;
}

/** What keeps an entry without a package_id from being planned. */
function whatIsMissing(
  kind: EntryKind,
  asked: Asked,
  { strategy }: PlanContext,
): EntryProblem | null {
  if (asked.place.kind === 'none' && kind === 'queue')
    return {
      field: 'destination',
      issue: 'required: name a destination, an iata_code or a package_id',
    };
  if (asked.type === 'unlimited' && asked.bytes !== null)
    return { field: 'size', issue: 'unlimited bundles have no size; leave it out' };
  if (isChosen(asked) && strategy === undefined)
    return {
      field: 'size',
      type: 'strategy_not_configured',
      issue:
        'required: the entry names no size and the partner has no package_strategy setting that could choose one',
    };
  return null;
}

/** The types to choose from, with the days each has to last; null after a problem. */
function typesOf(
  { entry, problems }: EntryPlan,
  asked: Asked,
  { strategy, dates }: PlanContext,
): Wanted['types'] | null {
  if (isChosen(asked)) return openTypes(entry, strategy!, dates, problems);
  const duration = wantedDuration(entry, dates, problems);
  return duration === null ? null : [{ type: asked.type, duration }];
}

/** No place yet: the bundle is chosen with it. */
function leaveOpen(plan: EntryPlan, asked: Asked, context: PlanContext): EntryPlan {
  const types = typesOf(plan, asked, context);
  if (types === null) return plan;
  return {
    ...plan,
    open: { bytes: asked.bytes, types, trafficPolicy: asked.trafficPolicy },
    reason: `the destination, and with it the bundle, is chosen ${plan.kind === 'code' ? 'when the code is redeemed' : 'by the traveler'}`,
  };
}

/** The bundles for a place: by the strategy where it chooses the size, else by the criteria alone. */
function pick(
  market: Market,
  plan: EntryPlan,
  place: Exclude<Place, { kind: 'none' }>,
  asked: Asked,
  context: PlanContext,
): EntryPlan {
  const types = typesOf(plan, asked, context);
  if (types === null) return plan;
  const field = plan.entry.destination === undefined ? 'iata_code' : 'destination';
  const route = (lasting: Wanted['types']): Routed => {
    if (isChosen(asked))
      return chooseByStrategy(market, context.strategy!, place, { ...asked, types: lasting });
    const criteria = { ...asked, duration: lasting[0]!.duration };
    return place.kind === 'one'
      ? routeOne(market, place.destination, criteria)
      : routeCover(market, place.iso3s, criteria);
  };
  const routed = route(types);
  const isDefault = plan.entry.package_duration === undefined && asked.type === 'data-limited';
  if (routed.ok || !isDefault || types.length > 1) return settle(plan, routed, field);
  const { duration } = types[0]!;
  for (const days of shorterDurations(market, place, { ...asked, duration })) {
    const shorter = route([{ type: asked.type, duration: days }]);
    if (shorter.ok)
      return settle({ ...plan, warnings: [lastsOnly(days, duration)] }, shorter, field);
  }
  return settle(plan, routed, field);
}

/** Nothing lasts as long as is usual: what lasts longest is taken. */
const lastsOnly = (days: number, usual: number): EntryProblem => ({
  field: 'package_duration',
  issue: `nothing of ${usual} days, the default, is on sale there; the longest was taken, which lasts ${days} days`,
});

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
