/**
 * Every list that a partner or an operator may ask for, with every filter and combination of them,
 * from the start and from deep inside.
 */
import { writeCursor } from '../../../src/input/paging.ts';
import { MESSAGE_STATUSES } from '../../../src/domain/messages/list-messages.ts';
import { SUPPORT_STATUSES } from '../../../src/domain/support/request-view.ts';
import { DELIVERY_STATES } from '../../../src/domain/webhooks/delivering/find-deliveries.ts';
import { RARE } from './many-rows.ts';

export type Sql = <T>(text: string, params?: unknown[]) => Promise<T[]>;
/** `most`: buffers that one statement may touch, where that is another number than usual. */
export type ListQuery = {
  caller: 'partner' | 'operator' | 'member';
  path: string;
  most?: number;
};

/** Looked up by their keys, which is no scan: of each row two more, or of a thousand their events. */
const lookedUp = (path: string): { most?: number } =>
  /deliveries\?.*type=/.test(path)
    ? { most: 6_000 }
    : path.includes('/events')
      ? { most: 400 }
      : path.includes('/promo-codes')
        ? { most: 9_000 }
        : {};

/** What is put together with what: each parameter with all its values, undefined = left out. */
type Filters = Record<string, readonly (string | undefined)[]>;

function combined(filters: Filters): string[] {
  let all: [string, string][][] = [[]];
  for (const [name, values] of Object.entries(filters))
    all = all.flatMap((one) =>
      values.map((v) => (v === undefined ? one : [...one, [name, v] as [string, string]])),
    );
  return all.map((pairs) => new URLSearchParams(pairs).toString());
}

const optional = <T extends string>(...values: readonly T[]) => [undefined, ...values] as const;
const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Of a partner whose rows `insertMany` made, numbered from `from`. */
export async function listQueries(
  sql: Sql,
  { partnerId, from, count }: { partnerId: string; from: number; count: number },
): Promise<ListQuery[]> {
  const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(26, '0')}`;
  const middle = from + Math.floor(count / 2);
  const deep = (prefix: string) => optional(writeCursor(id(prefix, middle)));
  const [place] = await sql<{ departs: string; feed: string; code: string }>(
    `select (select departure_at::text || ' ' || id from bookings where partner_id = $1 and id = $2) as departs,
       (select tx::text || ' ' || id from events where partner_id = $1 and id = $3) as feed,
       (select valid_until::text || ' ' || queue_id from promo_codes where partner_id = $1 and code = $4) as code`,
    [partnerId, id('bkg', middle), id('evt', middle), `CODE-${middle}`],
  );
  const traveler = `trip-${Math.floor(middle / 2)}`;
  const bookings = {
    status: optional('CONFIRMED', 'COMPLETED', 'CANCELLED'),
    bookingId: optional(`trip-${middle}`, `trip-${Math.ceil(from / RARE) * RARE + 3}`),
  };
  const audit: Filters = {
    action: optional('key.made', 'settings.changed', 'none.such'),
    actor: optional('rare', 'key-1', 'nobody'),
    subject: optional(`subject-${middle}`, 'none-such'),
    cursor: deep('aud'),
  };
  const lists: Record<string, Filters> = {
    '/api/audit': audit,
    '/api/requests': {
      status: optional('success', 'error', 'server_error'),
      operation: optional('createBooking', 'getMembersOfNone'),
      error_type: optional('booking_not_found'),
      key: optional('hk_rare'),
      cursor: deep('req'),
    },
    '/api/requests/errors': { from: ['2020-01-01'] },
    [`/api/requests/${id('req', middle)}`]: {},
    '/api/requests?request_id=trace-rare': {},
    '/api/bookings': { ...bookings, cursor: deep('bkg') },
    '/api/promo-codes': {
      ends_within_days: optional('14'),
      cursor: optional(writeCursor(place!.code)),
    },
    '/api/travelers': { q: optional(traveler, 'nobody', '0005'), cursor: deep('usr') },
    '/api/imports': { cursor: deep('imp') },
    [`/api/imports/${id('imp', from + count - 1)}`]: {},
    '/api/webhooks/deliveries': {
      state: optional(...DELIVERY_STATES),
      event_id: optional(id('evt', middle)),
      cursor: deep('evt'),
    },
    '/api/events': {
      type: optional('booking.created', 'booking.cancelled', 'esim.removed,package.expired'),
      cursor: optional(writeCursor(place!.feed)),
    },
    '/api/messages': {
      status: optional(...MESSAGE_STATUSES),
      kind: optional('booking_confirmation', 'esim_replaced', 'none_such'),
      cursor: deep('msg'),
    },
    '/api/messages/suppressions': {
      cursor: optional(writeCursor(`traveler-${String(middle).padStart(26, '0')}@example.com`)),
    },
    '/api/native/support-requests': {
      status: optional(...SUPPORT_STATUSES, 'open,escalated'),
      external_user_id: optional(traveler),
      cursor: deep('sup'),
    },
    '/api/native/support-context': { external_user_id: [traveler] },
    '/api/sandbox/messages': { cursor: deep('msg') },
    '/api/sandbox/esims': { cursor: deep('esm') },
    [`/api/bookings/${id('bkg', middle)}/messages`]: {},
  };
  const ranges: Filters[] = [
    { from: [dayFromNow(100)], to: [dayFromNow(101)] },
    { from: [dayFromNow(9)] },
    { to: [dayFromNow(-100)] },
  ];
  const operatorLists: Record<string, Filters> = {
    '/orders': {
      state: optional('intent', 'unknown', 'confirmed', 'rejected', 'needs_review'),
      preorder: optional('lost'),
      partner_id: optional(partnerId),
    },
    '/findings': { limit: ['50'] },
    // Without a cursor it counts as well, which reads all that it counts; each traveler takes 11 pages.
    '/suppliers/sandbox-one/stranded': {
      cursor: [writeCursor(`${partnerId} ${id('usr', Math.floor(middle / 2))}`)],
      limit: ['10'],
    },
    '/support-requests': {
      status: optional(...SUPPORT_STATUSES),
      partner_id: optional(partnerId),
      cursor: deep('sup'),
    },
  };
  const memberLists: Record<string, Filters> = {
    '/operator/audit': audit,
    [`/partners/${partnerId}/events`]: {
      type: optional('booking.created', 'booking.cancelled', 'esim.removed,package.expired'),
      q: optional(id('evt', middle), id('bkg', middle), 'none'),
      to: optional('1990-01-01'),
      cursor: deep('evt'),
    },
    [`/partners/${partnerId}/search`]: { q: [`trip-${middle}`, 'nobody', '0005'] },
    [`/partners/${partnerId}/deliveries`]: {
      state: optional(...DELIVERY_STATES),
      type: optional('booking.created', 'esim.removed'),
      event_id: optional(id('evt', middle)),
      cursor: deep('evt'),
    },
  };
  const paths = (base: string, filters: Filters): string[] =>
    combined(filters).map((query) => (query === '' ? base : `${base}?${query}`));
  return [
    ...Object.entries(lists).flatMap(([base, filters]) => paths(base, filters)),
    ...ranges.flatMap((range) =>
      paths('/api/bookings', {
        ...bookings,
        ...range,
        cursor: optional(writeCursor(place!.departs)),
      }),
    ),
  ]
    .map((path): ListQuery => ({ caller: 'partner', path, ...lookedUp(path) }))
    .concat(
      Object.entries(operatorLists).flatMap(([base, filters]) =>
        paths(base, filters).map((path): ListQuery => ({ caller: 'operator', path })),
      ),
    )
    .concat(
      Object.entries(memberLists)
        .flatMap(([base, filters]) => paths(base, filters))
        .map((path): ListQuery => ({ caller: 'member', path, ...lookedUp(path) })),
    );
}
