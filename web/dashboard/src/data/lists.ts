/** Lists of a partner: which filters their addresses know, and how they are asked for. */
import { beginOf, endOf } from './days.ts';
import type { Hint } from './stream.ts';

/** What an address says behind its `?`, and nothing else. */
export type Search = Record<string, string>;

/** `since`: so long before now (`24h`, `7d`), so that a kept view moves on with the time. */
export const RANGE = ['since', 'from', 'to'] as const;

/** Days of the partner on which something was made: figures are of such days. */
export const MADE = ['made_from', 'made_to'] as const;

/** By the list's address. */
export const FILTERS = {
  requests: ['status', 'code', 'operation', 'error_type', 'key', 'request_id', ...RANGE],
  errors: [...RANGE],
  events: ['type', 'q', ...RANGE],
  deliveries: ['state', 'type', 'event_id'],
  bookings: ['status', 'booking_id', 'kind', ...MADE, ...RANGE],
  travelers: ['q'],
  imports: [],
  packages: ['step', 'missing', 'place', 'from', 'to'],
  codes: [],
  unredeemed_codes: ['ends_within_days'],
  prices: ['q', 'destination', 'package_type', 'own'],
  partners: ['q', 'state'],
  orders: ['state', 'preorder', 'partner_id'],
  suppliers: [],
  support: ['status', 'partner_id'],
  purchases: ['doubt', 'partner_id'],
  costs: ['account', 'bundle'],
  messages: ['status', 'kind', 'channel', ...MADE],
  support_requests: ['status'],
} as const;
export type ListName = keyof typeof FILTERS;

/** What is the same on every screen that shows the list. */
export type List<Row> = {
  /** of its address, its filters and its kept views */
  name: ListName;
  to: ListPath;
  /** where it is asked for, below the partner's path */
  call: string;
  /** in its answers; where it is left out, all rows are the answer itself */
  field?: string;
  /** asked for beside the filters */
  fixed?: Record<string, string>;
  /** where all of it is a file; its call with `.csv` where it is left out */
  csv?: string;
  /** `from` and `to` are whole days of the partner, not instants */
  isByDay?: true;
  idOf(row: Row): string;
  /** which of the stream's hints say that its newest rows are others; none: there is no stream */
  hints: readonly Hint[];
};

export type ListPath =
  | '/p/$partner/requests'
  | '/p/$partner/errors'
  | '/p/$partner/events'
  | '/p/$partner/deliveries'
  | '/p/$partner/bookings'
  | '/p/$partner/travelers'
  | '/p/$partner/imports'
  | '/p/$partner/packages'
  | '/p/$partner/prices'
  | '/p/$partner/codes'
  | '/p/$partner/unredeemed-codes'
  | '/operator/partners'
  | '/operator/review'
  | '/operator/suppliers'
  | '/operator/support'
  | '/operator/purchases'
  | '/operator/costs'
  | '/p/$partner/messages'
  | '/p/$partner/support';

/** Below this is all that is kept of the list: its pages by their filters, and details. */
export const keyOf = (path: string, list: { name: string }): string[] => [path, 'list', list.name];

/** Of what an address says, what is a filter of the list. */
export const searchOf =
  (name: ListName) =>
  (said: Record<string, unknown>): Search =>
    Object.fromEntries(
      FILTERS[name].flatMap((filter) => {
        const value = said[filter];
        return value === undefined || value === '' ? [] : [[filter, String(value)]];
      }),
    );

const UNITS_MS: Record<string, number> = { h: 3_600_000, d: 86_400_000 };

/** Null where it is no span. */
export function spanMs(since: string): number | null {
  const [, count, unit = ''] = /^(\d{1,3})([hd])$/.exec(since) ?? [];
  return count === undefined ? null : Number(count) * UNITS_MS[unit]!;
}

/** What is asked for where the address says this. */
export const askFor = (
  { isByDay }: { isByDay?: true },
  search: Search,
  zone: string | undefined,
): Record<string, string | undefined> =>
  isByDay === true
    ? { ...search, from: search['from']?.slice(0, 10), to: search['to']?.slice(0, 10) }
    : queryFor(search, zone);

/** As the API takes it: instants, of which `from` and `to` are times of the zone. */
export function queryFor(
  { since, from, to, ...rest }: Search,
  zone: string | undefined,
  now: number = Date.now(),
): Record<string, string | undefined> {
  const span = since === undefined ? null : spanMs(since);
  return {
    ...rest,
    from:
      span !== null
        ? new Date(now - span).toISOString()
        : from === undefined
          ? undefined
          : beginOf(from, zone),
    to: to === undefined ? undefined : endOf(to, zone),
  };
}
