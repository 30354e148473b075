/**
 * What another strategy would have made of the bookings of the last 30 days: each is planned twice,
 * by the strategy in force and by the other one, with the same prices and accounts, as if its
 * travelers were new. Nothing is stored.
 */
import type { Context } from '../../../context.ts';
import { toMajor } from '../../money.ts';
import { marketOf, type Market } from '../../planning/market.ts';
import type { EntryInput } from '../../planning/entry/entry.ts';
import { planEntries } from '../../planning/plan-entries.ts';
import { daysInclusive } from '../../time.ts';
import { checkSettings } from '../../settings/settings.ts';
import type { PackageStrategy } from '../../settings/package-strategy.ts';
import { makeCovers } from '../../planning/covers.ts';
import type { Partner } from '../../partners/partner.ts';
import { bookedByStrategy, type Booked } from './booked-by-strategy.ts';

/** So many bookings that are not alike are planned; of others like them the result is known. */
const MOST_PLANS = 1_000;
/** Of those: with several countries at once, which take a search. */
const MOST_COVERS = 50;
/** So many bookings that would be others are shown, those that differ the most. */
const SHOWN = 100;

type Chosen = { bundle_id: string; label: string; destination: string; count: number };
/** What a booking gets. Prices in minor units. */
type Outcome = { bundles: Chosen[]; price: number; bytes: number; issue: string | null };
type Compared = { booked: Booked; before: Outcome; after: Outcome };

/** `strategy`: null = none. Throws `invalid_request` naming every bad field of it. */
export async function previewStrategy(
  ctx: Context,
  partner: Partner,
  strategy: PackageStrategy | null,
) {
  if (strategy !== null) checkSettings({ package_strategy: strategy }, ctx.catalog.current());
  const recent = await bookedByStrategy(ctx, partner);
  const market = { ...marketOf(ctx, partner), covers: makeCovers(ctx.coverThread) };
  const plan = planner(market, partner, recent.to);
  const compared: Compared[] = [];
  let isComplete = recent.isComplete;
  for (const booked of recent.booked) {
    const before = await plan(booked, partner.settings.package_strategy, 'before');
    const after = await plan(booked, strategy ?? undefined, 'after');
    if (before === null || after === null) isComplete = false;
    else compared.push({ booked, before, after });
  }
  const changed = compared.filter(({ before, after }) => isOther(before, after));
  const major = majorOf(ctx);
  return {
    from: recent.from.toISOString(),
    to: recent.to.toISOString(),
    bookings: recent.bookings,
    of_strategy: compared.length,
    changed: changed.length,
    is_complete: isComplete,
    currency: ctx.catalog.current().currency,
    paid: major(compared.reduce((sum, { booked }) => sum + booked.paid, 0)),
    before: totalOf(
      compared.map(({ before }) => before),
      major,
    ),
    after: totalOf(
      compared.map(({ after }) => after),
      major,
    ),
    changes: changed
      .sort((a, b) => difference(b) - difference(a))
      .slice(0, SHOWN)
      .map(({ booked: { id, booking_id, departure_date }, before, after }) => ({
        id,
        booking_id,
        departure_date,
        before: viewOutcome(before, major),
        after: viewOutcome(after, major),
      })),
  };
}

type Major = (minor: number) => number;
const majorOf = (ctx: Context): Major => {
  const { currency } = ctx.catalog.current();
  return (minor) => toMajor({ minor, currency });
};

const isOther = (a: Outcome, b: Outcome): boolean =>
  a.issue !== b.issue ||
  a.price !== b.price ||
  JSON.stringify(a.bundles) !== JSON.stringify(b.bundles);
const difference = ({ before, after }: Compared): number => Math.abs(after.price - before.price);

const totalOf = (outcomes: readonly Outcome[], major: Major) => ({
  b2b_price: major(outcomes.reduce((sum, { price }) => sum + price, 0)),
  size_in_bytes: outcomes.reduce((sum, { bytes }) => sum + bytes, 0),
  refused: outcomes.filter(({ issue }) => issue !== null).length,
});

const viewOutcome = ({ bundles, price, issue }: Outcome, major: Major) => ({
  bundles,
  b2b_price: major(price),
  issue,
});

type Plan = (
  booked: Booked,
  strategy: PackageStrategy | undefined,
  which: 'before' | 'after',
) => Promise<Outcome | null>;

/** Null: as many as are planned at most have been. Bookings that are alike are planned once. */
function planner(market: Market, partner: Partner, now: Date): Plan {
  const known = new Map<string, Outcome>();
  let covers = 0;
  return async ({ entries, days }, strategy, which) => {
    const key = `${which} ${signatureOf(entries, days)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const hasCover = entries.some(({ destination }) => Array.isArray(destination));
    if (known.size >= 2 * MOST_PLANS || (hasCover && covers >= 2 * MOST_COVERS)) return null;
    if (hasCover) covers++;
    const planned = await planEntries(
      market,
      entries.map((entry, index) => ({ entry, index })),
      new Map(),
      { dates: days, strategy, now, zone: partner.settings.time_zone },
    );
    const outcome = outcomeOf(market, planned);
    known.set(key, outcome);
    // Whoever else waits has its turn between two bookings.
    await new Promise((resolve) => setImmediate(resolve));
    return outcome;
  };
}

/** What a plan depends on: who its travelers are does not matter, which entries are whose does. */
function signatureOf(entries: readonly EntryInput[], { day, returnDay }: Booked['days']): string {
  const users: (string | undefined)[] = [];
  const alike = entries.map(({ external_user_id: user, email: _email, ...asked }) => {
    if (!users.includes(user)) users.push(user);
    return [user === undefined ? -1 : users.indexOf(user), asked];
  });
  return JSON.stringify([returnDay === null ? null : daysInclusive(day, returnDay), alike]);
}

function outcomeOf(market: Market, planned: Awaited<ReturnType<typeof planEntries>>): Outcome {
  const issue = planned.flatMap(({ problems }) => problems)[0]?.issue ?? null;
  // A booking is refused whole.
  if (issue !== null) return { bundles: [], price: 0, bytes: 0, issue };
  const bundles = planned.flatMap(({ choices }) => choices.map(({ bundle }) => bundle));
  return {
    bundles: [...Map.groupBy(bundles, ({ id }) => id).values()].map((same) => ({
      bundle_id: same[0]!.id,
      label: same[0]!.label,
      destination: same[0]!.destination,
      count: same.length,
    })),
    price: bundles.reduce((sum, bundle) => sum + market.priceOf(bundle).b2b, 0),
    bytes: bundles.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    issue: null,
  };
}
