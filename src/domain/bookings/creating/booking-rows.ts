/** The rows of a booking beside its own: travelers, queues and codes. */
import { randomUUID } from 'node:crypto';
import type { Context } from '../../../context.ts';
import { newId, newPromoCode } from '../../../ids.ts';
import { frozen } from '../../planning/frozen.ts';
import { isOfStrategy } from '../../planning/plan-entry.ts';
import type { PlannedEntry } from '../../planning/plan-entries.ts';
import type { Partner } from '../../partners/partner.ts';
import { unfrozenOf } from '../../planning/choose-later.ts';
import { validUntil } from '../../promo-codes/validity.ts';
import type { Requested } from '../booking-view.ts';
import type { EntryInput } from '../../planning/entry/entry.ts';
import type { QueueName } from '../../planning/queue-ids.ts';

/**
 * external_user_id null: known by the e-mail; provider null: no universal package here; order_id
 * null: the eSIM comes with its first package, and its account orders none ahead.
 */
export type Traveler = {
  id: string;
  key: string;
  external_user_id: string | null;
  email: string | null;
  provider: string | null;
  order_id: string | null;
};

/**
 * Travelers once each, in a fixed order, so that two bookings about the same people wait instead of
 * dead-locking.
 */
export function travelersOf(
  ctx: Pick<Context, 'providers' | 'suppliers'>,
  entries: readonly PlannedEntry[],
): Traveler[] {
  const byUser = new Map<string, Traveler>();
  for (const { entry, kind, choices } of entries) {
    if (kind === 'code') continue;
    const email = entry.email?.toLowerCase() ?? null;
    const key = keyOf(entry);
    const known = byUser.get(key) ?? {
      id: newId('usr'),
      key,
      external_user_id: entry.external_user_id ?? null,
      email,
      provider: null,
      order_id: null,
    };
    known.email ??= email;
    // Grants say nothing of the universal eSIM.
    if (kind === 'queue' && known.provider === null) {
      known.provider = choices[0]!.source.account;
      if (makesAhead(ctx, known.provider)) known.order_id = newId('ord');
    }
    byUser.set(key, known);
  }
  return [...byUser.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Whether the account's eSIMs are made before a package is redeemed. */
const makesAhead = (
  { providers, suppliers }: Pick<Context, 'providers' | 'suppliers'>,
  account: string,
): boolean =>
  providers.get(account)?.can.emptyProfile === true || suppliers.find(account)?.preorder === true;

/** Who a package is for: by external_user_id where there is one, else by e-mail. */
const keyOf = (entry: EntryInput): string =>
  entry.external_user_id !== undefined
    ? `user ${entry.external_user_id}`
    : mailKey(entry.email?.toLowerCase() ?? '');

/** The key of whoever is known by this address, in lower case. */
export const mailKey = (email: string): string => `mail ${email}`;

/** The id that a bundle was booked by, where it has another one: the partner's answers keep it. */
const namedPackage = (ctx: Context, { package_id: id }: EntryInput): Requested =>
  id === undefined || ctx.catalog.current().bundle(id)?.id === id ? {} : { package_id: id };

/** Kept, so that it can be asked what another strategy would have chosen. */
const byStrategy = (entry: EntryInput): Pick<Requested, 'by_strategy'> => {
  if (!isOfStrategy(entry)) return {};
  const { package_type, package_duration, traffic_policy } = entry;
  return {
    by_strategy: {
      ...(package_type === undefined ? {} : { package_type }),
      ...(package_duration === undefined ? {} : { package_duration }),
      ...(traffic_policy === undefined ? {} : { traffic_policy }),
    },
  };
};

/** What a queue has beside its bundle where it is a promo code. */
type Code = { code: string; uuid: string; valid_until: Date; claimed_at: null };

/**
 * One row per chosen bundle, and one per code whose bundle is chosen later. The ordinal tells equal
 * entries of one request apart.
 */
export function queuesOf(
  ctx: Context,
  partner: Partner,
  entries: PlannedEntry[],
  travelers: Traveler[],
  departureDay: string,
  idOf: (queue: QueueName) => string,
) {
  const catalog = ctx.catalog.current();
  const index = new Map(travelers.map((t, i) => [t.key, i]));
  const seen = new Map<string, number>();
  let position = 0;
  return entries.flatMap(({ entry, kind, fingerprint, formerly, choices, open, expiresAt }) => {
    const key = `${entry.external_user_id ?? ''} ${fingerprint}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    const requested: Requested = {
      ...(entry.destination === undefined ? {} : { destination: entry.destination }),
      ...namedPackage(ctx, entry),
      ...(entry.iata_code === undefined ? {} : { iata_code: entry.iata_code }),
      ...(entry.external_user_id === undefined ? {} : { external_user_id: entry.external_user_id }),
      ...(entry.email === undefined ? {} : { email: entry.email }),
      ...byStrategy(entry),
    };
    const base = (part: number) => ({
      t: kind === 'code' ? null : index.get(keyOf(entry))!,
      id: idOf([keyOf(entry), fingerprint, ordinal, part]),
      esim_type: kind === 'grant' ? ('classic' as const) : ('universal' as const),
      fingerprint: fingerprint!,
      formerly,
      ordinal,
      part,
      position: position++,
      requested,
      email: entry.email?.toLowerCase() ?? null,
      expires_at: expiresAt,
      redeemed_at: null,
      wanted: open,
      ...(kind === 'code'
        ? ({
            code: newPromoCode(),
            uuid: randomUUID(),
            valid_until: validUntil(partner, departureDay),
            claimed_at: null,
          } satisfies Code)
        : NO_CODE),
    });
    const chosen =
      open === null
        ? choices.map((choice) => frozen(catalog, partner.prices.of, choice))
        : [unfrozenOf(open)];
    return chosen.map((choice, part) => ({ ...base(part), ...choice }));
  });
}

const NO_CODE = { code: null };
