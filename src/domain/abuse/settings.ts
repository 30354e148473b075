/**
 * The limits on what nobody has to sign for, tunable by the operator: one row of `shared_values`,
 * in force everywhere within 5 s.
 */
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { mismatch } from '../../input/sentences.ts';

type Limit = {
  /** seconds from the first one counted */ window: number;
  default: number;
  description: string;
};

export const LIMITS = {
  claims_per_address_per_minute: {
    window: 60,
    default: 60,
    description: 'tries to claim a promo code from one address (IPv4 whole, IPv6 by /64)',
  },
  claims_per_link_per_minute: {
    window: 60,
    default: 120,
    description: 'tries to claim by one link',
  },
  claims_per_recipient_per_hour: {
    window: 3_600,
    default: 5,
    description: 'codes claimed for one mailbox',
  },
  wrong_codes_per_user_per_hour: {
    window: 3_600,
    default: 10,
    description: 'wrong promo codes that one traveler redeems',
  },
  unknown_codes_per_address_per_minute: {
    window: 60,
    default: 60,
    description: 'unknown codes on the page of deep links from one address',
  },
  links_per_address_per_minute: {
    window: 60,
    default: 20,
    description: 'fresh links to an eSIM asked for from one address',
  },
  links_per_mailbox_per_day: {
    window: 86_400,
    default: 3,
    description: 'fresh links to an eSIM sent to one mailbox',
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Record<LimitName, number>;

export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];
export const MAX_LIMIT = 1_000_000;
export const DEFAULTS = Object.fromEntries(
  LIMIT_NAMES.map((name) => [name, LIMITS[name].default]),
) as Limits;

const ROW = 'abuse_limits';
const KEPT_MS = 2_000;

type Known = { limits: Limits; readAt: number; reading: Promise<Limits> | null };
const known = new WeakMap<Context['db'], Known>();

const merged = (stored: string | undefined): Limits => ({
  ...DEFAULTS,
  ...(stored === undefined ? {} : (JSON.parse(stored) as Partial<Limits>)),
});

/** From memory, read anew every two seconds. */
export async function limitsInForce(ctx: Context): Promise<Limits> {
  const now = Date.now();
  const state = known.get(ctx.db) ?? { limits: DEFAULTS, readAt: -Infinity, reading: null };
  known.set(ctx.db, state);
  if (now - state.readAt < KEPT_MS && now >= state.readAt) return state.limits;
  state.reading ??= readLimits(ctx)
    .then((limits) => Object.assign(state, { limits, readAt: now }).limits)
    .finally(() => {
      state.reading = null;
    });
  return state.reading;
}

export async function readLimits(ctx: Context): Promise<Limits> {
  const row = await ctx.db.one<{ value: string }>(
    'select value from shared_values where key = $1',
    [ROW],
  );
  return merged(row?.value);
}

/**
 * Sets the named ones and leaves the others; null goes back to the default, 0 switches a limit off.
 * Names every bad field.
 */
export async function setLimits(ctx: Context, change: Record<string, unknown>): Promise<Limits> {
  const problems = Object.entries(change).flatMap(([field, value]) => {
    if (!Object.hasOwn(LIMITS, field))
      return [{ field, issue: `unknown limit; known ones: ${LIMIT_NAMES.join(', ')}` }];
    const isFine =
      value === null ||
      (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_LIMIT);
    return isFine
      ? []
      : [
          {
            field,
            issue: mismatch(
              `an integer from 0 (no limit) to ${MAX_LIMIT}, or null for the default`,
              value,
            ),
          },
        ];
  });
  if (problems.length > 0) throw invalid(problems, 'The limits are not valid; see details.');
  const { value } = (await ctx.db.one<{ value: string }>(
    `insert into shared_values (key, value)
     values ($1, jsonb_strip_nulls($2::jsonb)::text)
     on conflict (key) do update set value = jsonb_strip_nulls(shared_values.value::jsonb || $2::jsonb)::text
     returning value`,
    [ROW, JSON.stringify(change)],
  ))!;
  const limits = merged(value);
  known.set(ctx.db, { limits, readAt: Date.now(), reading: null });
  return limits;
}
