/**
 * The limits on what nobody has to sign for, tunable by the operator: one row of `shared_values`,
 * in force everywhere within 5 s.
 */
import { invalid } from '../../errors.ts';
import type { Db, Tx } from '../../db/pool.ts';
import { mismatch } from '../../input/sentences.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';

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
  wrong_redirect_tokens_per_address_per_minute: {
    window: 60,
    default: 60,
    description: 'redirect tokens that open nothing, from one address',
  },
  codes_per_address_per_minute: {
    window: 60,
    default: 60,
    description: 'promo codes redeemed on the managed screens from one address',
  },
  codes_per_session_per_hour: {
    window: 3_600,
    default: 30,
    description: 'promo codes redeemed on the managed screens in one session',
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
  mail_sign_ins_per_address_per_minute: {
    window: 60,
    default: 20,
    description: 'e-mail addresses tried with the links of mails from one address',
  },
  member_links_per_address_per_minute: {
    window: 60,
    default: 20,
    description: 'links to sign in to the dashboard asked for from one address',
  },
  member_links_per_mailbox_per_hour: {
    window: 3_600,
    default: 10,
    description: 'links to sign in to the dashboard asked for with one e-mail address',
  },
  wrong_member_tokens_per_address_per_minute: {
    window: 60,
    default: 20,
    description: 'links and invitations of the dashboard that open nothing, from one address',
  },
  passkey_tries_per_address_per_minute: {
    window: 60,
    default: 60,
    description: 'sign-ins to the dashboard by passkey, begun or tried, from one address',
  },
  sso_sign_ins_per_address_per_minute: {
    window: 60,
    default: 30,
    description: 'sign-ins by single sign-on begun from one address',
  },
  wrong_factor_codes_per_member_per_day: {
    window: 86_400,
    default: 20,
    description: 'wrong codes of the second factor for one member, in all their sessions',
  },
  invitations_per_member_per_hour: {
    window: 3_600,
    default: 50,
    description: 'invitations to the dashboard that one member sends',
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

const merged = (stored: string | undefined): Limits => ({
  ...DEFAULTS,
  ...(stored === undefined ? {} : (JSON.parse(stored) as Partial<Limits>)),
});

export type LimitStore = {
  /** from memory, read anew every two seconds */
  inForce(): Promise<Limits>;
  read(): Promise<Limits>;
  /**
   * Sets the named ones and leaves the others; null goes back to the default, 0 switches a limit
   * off. Names every bad field.
   */
  set(actor: Actor, change: Record<string, unknown>): Promise<Limits>;
};

export function makeLimitStore(db: Db): LimitStore {
  let limits = DEFAULTS;
  let readAt = -Infinity;
  let reading: Promise<Limits> | null = null;
  const keep = (found: Limits, at: number): Limits => {
    readAt = at;
    return (limits = found);
  };
  async function read(): Promise<Limits> {
    const row = await db.one<{ value: string }>('select value from shared_values where key = $1', [
      ROW,
    ]);
    return merged(row?.value);
  }
  return {
    read,
    async inForce() {
      const now = Date.now();
      if (now - readAt < KEPT_MS && now >= readAt) return limits;
      const mine = (reading ??= read());
      try {
        const found = await mine;
        // What was set meanwhile is newer.
        return mine === reading ? keep(found, now) : limits;
      } finally {
        if (mine === reading) reading = null;
      }
    },
    async set(actor, change) {
      checkLimits(change);
      const limits = await db.tx((tx) => write(tx, actor, change));
      reading = null;
      return keep(limits, Date.now());
    },
  };
}

async function write(tx: Tx, actor: Actor, change: Record<string, unknown>): Promise<Limits> {
  const known = await tx.one<{ value: string }>(
    'select value from shared_values where key = $1 for no key update',
    [ROW],
  );
  const { value } = (await tx.one<{ value: string }>(
    `insert into shared_values (key, value)
         values ($1, jsonb_strip_nulls($2::jsonb)::text)
         on conflict (key) do update set value = jsonb_strip_nulls(shared_values.value::jsonb || $2::jsonb)::text
         returning value`,
    [ROW, JSON.stringify(change)],
  ))!;
  const [before, after] = [merged(known?.value), merged(value)];
  await recordAct(tx, actor, { partnerId: null, action: 'limits.changed', before, after });
  return after;
}

function checkLimits(change: Record<string, unknown>): void {
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
}
