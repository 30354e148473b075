/**
 * Everything a booking would store, decided before anything is written. Pure but for the clock
 * reading passed in.
 */
import type { Context } from '../../../context.ts';
import type { Problem } from '../../../errors.ts';
import { makeCovers } from '../../planning/covers.ts';
import { isValidLocale } from '../../catalog/locales.ts';
import { marketOf } from '../../planning/market.ts';
import type { TravelerKind } from '../../message.ts';
import { confirmsAtOnce } from '../../messages/schedules/schedules.ts';
import { missingTemplate } from '../../messages/sending/sender-of.ts';
import type { Partner } from '../../partners/partner.ts';
import { readDates, type BookingDates } from '../dates.ts';
import type { BookingInput } from '../input.ts';
import type { EntryInput } from '../../planning/entry/entry.ts';
import { planEntries, type PlannedEntry } from '../../planning/plan-entries.ts';
import { kindOf } from '../../planning/entry/entry.ts';
import { MAX_COUNTRIES } from '../../planning/entry/read-place.ts';

export type BookingPlan = {
  dates: BookingDates | null;
  entries: PlannedEntry[];
  /** of the booking's own fields */
  problems: Problem[];
};

/** The rules of a booking's own fields that the schema cannot say. */
export function checkFields(
  partner: Partner,
  input: Pick<BookingInput, 'locale' | 'custom_branding' | 'data'>,
): Problem[] {
  const problems: Problem[] = [];
  if (input.locale !== undefined && !isValidLocale(input.locale))
    problems.push({
      field: 'locale',
      issue: `expected a language tag such as es or es-ES, got "${input.locale}"`,
    });
  if (
    input.custom_branding !== undefined &&
    !Object.hasOwn(partner.settings.visual_identity, input.custom_branding)
  ) {
    const known = Object.keys(partner.settings.visual_identity);
    problems.push({
      field: 'custom_branding',
      issue: `expected ${known.length === 0 ? 'nothing: the partner has no brandings' : `one of ${known.join(', ')}`}, got "${input.custom_branding}"`,
    });
  }
  if (input.data !== undefined) {
    const size = Buffer.byteLength(JSON.stringify(input.data));
    if (size > 8192)
      problems.push({ field: 'data', issue: `expected at most 8192 bytes of JSON, got ${size}` });
  }
  return problems;
}

/**
 * `providers`: what is known of travelers' fixed providers, by external user id. `broken`: indices
 * of entries that the schema refused; they are left out, so that all other problems are found in
 * the same answer.
 */
export async function planBooking(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  now: Date,
  providers: ReadonlyMap<string, string>,
  broken: ReadonlySet<number> = new Set(),
): Promise<BookingPlan> {
  const problems = checkFields(partner, input);
  // Grants need no trip: a booking of nothing else may leave the departure out.
  const isGift =
    input.departure_date === undefined &&
    input.package_specifications.length > 0 &&
    input.package_specifications.every((e) => kindOf(e) === 'grant');
  const dates = readDates(partner, input, now, problems, isGift);
  const readable = input.package_specifications
    .map((entry, index) => ({ entry, index }))
    .filter(({ index }) => !broken.has(index));
  const named = namesIn(readable.map(({ entry }) => entry));
  if (named > MAX_NAMES)
    problems.push({
      field: 'package_specifications',
      issue: `expected at most ${MAX_NAMES} countries in all destinations together, got ${named}`,
    });
  const entries =
    named > MAX_NAMES
      ? []
      : await planEntries(
          { ...marketOf(ctx, partner), covers: makeCovers(ctx.coverThread) },
          readable,
          providers,
          {
            dates,
            strategy: partner.settings.package_strategy,
            now,
            zone: partner.settings.time_zone,
          },
        );
  for (const { index, choices } of entries.filter((e) => !e.proven))
    ctx.log.warn(
      { partner_id: partner.id, entry: index, bundles: choices.length, proven: false },
      'the cover of an entry is not proven to be the best',
    );
  problems.push(...templateProblems(ctx, partner, input, entries));
  return { dates, entries, problems };
}

/** As many as entries and their countries allow; an array may name one many times. */
const MAX_NAMES = 500 * MAX_COUNTRIES;
const namesIn = (entries: readonly EntryInput[]): number =>
  entries.reduce(
    (n, { destination }) => n + (Array.isArray(destination) ? destination.length : 0),
    0,
  );

/**
 * A sender that fills templates of its own has to have one for what this booking leads to: said
 * now, not when somebody waits for the mail.
 */
function templateProblems(
  ctx: Context,
  partner: Partner,
  input: BookingInput,
  entries: readonly PlannedEntry[],
): Problem[] {
  const problem = (field: string, kind: TravelerKind): Problem[] =>
    missingTemplate(ctx, partner, kind)
      ? [
          {
            field,
            type: 'template_not_configured',
            issue: `mails go through Brevo, and the setting message_templates.${kind}.brevo_template_id is missing`,
          },
        ]
      : [];
  const shouldSend =
    input.communication_options?.should_send_message ??
    partner.settings.communication_options.should_send_message;
  return [
    ...(entries.some((e) => e.kind === 'code')
      ? problem('package_specifications', 'promo_code_claim')
      : []),
    ...(shouldSend && confirmsAtOnce(partner.settings)
      ? problem('communication_options', 'booking_confirmation')
      : []),
  ];
}

/**
 * The schema's problems and the plan's, all with their place in the request; a field the schema
 * named is not named again, for what was left out because of it. `isJudged`: of these entries;
 * those that are stored already are what they are.
 */
export function refusalsOf(
  schemaProblems: readonly Problem[],
  plan: BookingPlan,
  isJudged: (entry: PlannedEntry) => boolean = () => true,
): Problem[] {
  const named = new Set(schemaProblems.map((p) => p.field));
  const problems = [
    ...plan.problems,
    ...(plan.dates?.refusal == null ? [] : [plan.dates.refusal]),
    ...plan.entries.filter(isJudged).flatMap(entryProblems),
  ];
  return [...schemaProblems, ...problems.filter((p) => !named.has(p.field))];
}

/** What entries got otherwise than is usual, with their place in the request. */
export const warningsOf = (plan: BookingPlan): Problem[] =>
  plan.entries.flatMap(({ index, warnings }) =>
    warnings.map((w) => ({ ...w, field: `package_specifications.${index}.${w.field}` })),
  );

const entryProblems = (entry: PlannedEntry): Problem[] =>
  entry.problems.map((p) => ({ ...p, field: `package_specifications.${entry.index}.${p.field}` }));
