/** Bookings and travelers of a partner: the lists, one of each, and what a word names. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { keyOf, type List } from './lists.ts';
import { queryClient } from './queries.ts';
import type {
  BookingDetails,
  BookingRow,
  FoundAll,
  Timeline,
  Traveler,
  TravelerRow,
} from './types.ts';

export const BOOKINGS: List<BookingRow> = {
  name: 'bookings',
  to: '/p/$partner/bookings',
  call: 'bookings',
  field: 'bookings',
  csv: 'exports/bookings.csv',
  idOf: ({ id }) => id,
  hints: ['event'],
};
export const TRAVELERS: List<TravelerRow> = {
  name: 'travelers',
  to: '/p/$partner/travelers',
  call: 'travelers',
  field: 'travelers',
  csv: 'exports/travelers.csv',
  idOf: ({ id }) => id,
  hints: ['event'],
};

export const bookingQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, BOOKINGS), 'one', id],
    queryFn: () => call<BookingDetails>('GET', `${path}/bookings/${encodeURIComponent(id)}`),
  });
export const travelerQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, TRAVELERS), 'one', id],
    queryFn: () => call<Traveler>('GET', `${path}/travelers/${encodeURIComponent(id)}`),
  });
export const timelineQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, TRAVELERS), 'one', id, 'timeline'],
    queryFn: () => call<Timeline>('GET', `${path}/travelers/${encodeURIComponent(id)}/timeline`),
  });

const KEPT_MS = 30_000;

/** `word` of two characters at least. */
export const searchQuery = (path: string, word: string) =>
  queryOptions({
    queryKey: [path, 'search', word],
    staleTime: KEPT_MS,
    queryFn: async () =>
      (await call<FoundAll>('GET', `${path}/search${queryOf({ q: word })}`)).found,
  });

/** After something was done for one of them. */
export const peopleChanged = async (path: string): Promise<void> => {
  await Promise.all(
    [BOOKINGS, TRAVELERS].map((list) =>
      queryClient.invalidateQueries({ queryKey: keyOf(path, list) }),
    ),
  );
};
