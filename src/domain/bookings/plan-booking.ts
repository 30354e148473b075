/** Everything a booking would store, decided before anything is written. Pure but for the clock reading passed in. */
import type { Context } from '../../context.ts';
import type { Problem } from '../../errors.ts';
import { isValidLocale } from '../catalog/locales.ts';
import type { Market } from '../catalog/route.ts';
import type { Partner } from '../partners/key-store.ts';
import { readDates, type BookingDates } from './dates.ts';
import type { BookingInput } from './input.ts';
import { planEntry, type EntryPlan } from './plan-entry.ts';

export type BookingPlan = {
  dates: BookingDates | null;
  entries: EntryPlan[];
  /** of the booking's own fields */
  problems: Problem[];
};

export const marketOf = (ctx: Context, partner: Partner): Market => ({
  catalog: ctx.catalog.current(), providers: new Set(ctx.providers.keys()), priceOf: (bundle) => partner.prices.of(bundle),
});

/** The rules of a booking's own fields that the schema cannot say. */
export function checkFields(partner: Partner, input: Pick<BookingInput, 'locale' | 'custom_branding' | 'data'>): Problem[] {
  const problems: Problem[] = [];
  if (input.locale !== undefined && !isValidLocale(input.locale)) problems.push({ field: 'locale', issue: `expected a language tag such as es or es-ES, got "${input.locale}"` });
  if (input.custom_branding !== undefined && !Object.hasOwn(partner.settings.visual_identity, input.custom_branding)) {
    const known = Object.keys(partner.settings.visual_identity);
    problems.push({ field: 'custom_branding', issue: `expected ${known.length === 0 ? 'nothing: the partner has no brandings' : `one of ${known.join(', ')}`}, got "${input.custom_branding}"` });
  }
  if (input.data !== undefined) {
    const size = Buffer.byteLength(JSON.stringify(input.data));
    if (size > 8192) problems.push({ field: 'data', issue: `expected at most 8192 bytes of JSON, got ${size}` });
  }
  return problems;
}

/**
 * `providers`: what is known of travelers' fixed providers, by external user id. `broken`: indices of entries that the
 * schema refused; they are left out, so that all other problems are found in the same answer.
 */
export function planBooking(ctx: Context, partner: Partner, input: BookingInput, now: Date, providers: ReadonlyMap<string, string>, broken: ReadonlySet<number> = new Set()): BookingPlan {
  const problems = checkFields(partner, input);
  const dates = readDates(partner, input, now, problems);
  const market = marketOf(ctx, partner);
  const fixed = new Map(providers);
  const entries: EntryPlan[] = [];
  input.package_specifications.forEach((entry, index) => {
    if (broken.has(index)) return;
    const user = entry.external_user_id;
    const plan = planEntry(market, entry, index, { dates, provider: user === undefined ? null : fixed.get(user) ?? null, strategy: partner.settings.package_strategy });
    entries.push(plan);
    // The first choice for a traveler fixes the provider of the next ones.
    const provider = plan.choices[0]?.bundle.template.provider;
    if (user !== undefined && provider !== undefined) fixed.set(user, provider);
  });
  return { dates, entries, problems };
}

/** The schema's problems and the plan's; a field the schema named is not named again, for what was left out because of it. */
export function refusalsOf(schemaProblems: readonly Problem[], plan: BookingPlan): Problem[] {
  const named = new Set(schemaProblems.map((p) => p.field));
  return [...schemaProblems, ...problemsOf(plan).filter((p) => !named.has(p.field))];
}

/** All problems with their place in the request; a departure in the past counts only for a booking that is not stored yet. */
function problemsOf(plan: BookingPlan): Problem[] {
  const past: Problem[] = plan.dates?.isPast === true
    ? [{ field: 'departure_date', issue: `expected today or later, got "${plan.dates.departure_date}"` }] : [];
  return [...plan.problems, ...past, ...plan.entries.flatMap(entryProblems)];
}

export const entryProblems = (entry: EntryPlan): Problem[] =>
  entry.problems.map((p) => ({ ...p, field: `package_specifications.${entry.index}.${p.field}` }));
