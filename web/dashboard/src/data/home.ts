/** Home of a partner. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { localOf } from './days.ts';
import type { Search } from './lists.ts';
import type { Home, MadeDemo } from './types.ts';

export const PERIODS = ['7', '30', '90'] as const;
export type HomeSearch = { days?: (typeof PERIODS)[number] };

export function toHomeSearch(said: Record<string, unknown>): HomeSearch {
  const days = PERIODS.find((one) => one === said['days']);
  return days === undefined ? {} : { days };
}
export const USUAL_PERIOD = '30';

export const homeQuery = (path: string, days: string) =>
  queryOptions({
    queryKey: [path, 'home', days],
    queryFn: () => call<Home>('GET', `${path}/home?days=${days}`),
  });

const MINUTE_MS = 60_000;

/** The requests to book of these hours, as the list of requests is asked for them. */
export const bookingRequests = (
  { from, to }: Home['bookings']['refused_between'],
  zone: string | undefined,
): Search => ({
  operation: 'createBooking',
  from: localOf(Date.parse(from), zone),
  // The last minute of them.
  to: localOf(Date.parse(to) - MINUTE_MS, zone),
});

export const putFirstStepsAway = (path: string): Promise<unknown> =>
  call('POST', `${path}/home/put-away-first-steps`);

export const makeDemo = (path: string): Promise<MadeDemo> =>
  call<MadeDemo>('POST', `${path}/home/demo`);
