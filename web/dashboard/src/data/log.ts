/** Requests, events and deliveries of a partner: the lists, one of each, and what is done with them. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { keyOf, type List } from './lists.ts';
import { queryClient } from './queries.ts';
import type {
  ApiKey,
  DeliveryDetails,
  DeliveryRow,
  ErrorGroup,
  ErrorGroups,
  EventDetails,
  EventRow,
  EventTypes,
  RequestDetails,
  RequestRow,
  Sent,
} from './types.ts';

export const REQUESTS: List<RequestRow> = {
  name: 'requests',
  to: '/p/$partner/requests',
  call: 'requests',
  field: 'requests',
  idOf: ({ id }) => id,
  hints: ['requests'],
};
export const ERRORS: List<ErrorGroup> = {
  name: 'errors',
  to: '/p/$partner/errors',
  call: 'requests/errors',
  field: 'groups',
  idOf: ({ error_type: type, status, method, route }) =>
    [type ?? '', status, method ?? '', route ?? ''].join(' '),
  hints: ['requests'],
};
export const EVENTS: List<EventRow> = {
  name: 'events',
  to: '/p/$partner/events',
  call: 'events',
  field: 'events',
  idOf: ({ event_id: id }) => id,
  hints: ['event', 'deliveries'],
};
export const DELIVERIES: List<DeliveryRow> = {
  name: 'deliveries',
  to: '/p/$partner/deliveries',
  call: 'deliveries',
  field: 'deliveries',
  idOf: ({ event_id: id }) => id,
  hints: ['deliveries'],
};

/** Below the list's key: what makes the list another one makes its details others as well. */
const one = <T>(list: { name: string; call: string }, path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, list), 'one', id],
    queryFn: () => call<T>('GET', `${path}/${list.call}/${encodeURIComponent(id)}`),
  });
export const requestQuery = (path: string, id: string) => one<RequestDetails>(REQUESTS, path, id);
export const eventQuery = (path: string, id: string) => one<EventDetails>(EVENTS, path, id);
export const deliveryQuery = (path: string, id: string) =>
  one<DeliveryDetails>(DELIVERIES, path, id);

const LONG_MS = 5 * 60_000;

export const eventTypesQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'event-types'],
    staleTime: LONG_MS,
    queryFn: () => call<EventTypes>('GET', `${path}/webhooks/event-types`),
  });
/** Under a key of its own: the screen of keys knows more of them. */
export const keyLabelsQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'key-labels'],
    staleTime: LONG_MS,
    queryFn: async () =>
      new Map(
        (await call<ApiKey[]>('GET', `${path}/keys`)).map(({ api_key: id, label }) => [
          id,
          label ?? id,
        ]),
      ),
  });

/** What filters can be offered: kinds of errors of the last days, and what was called then. */
export type KnownErrors = { types: readonly string[]; operations: readonly string[] };
const named = (names: readonly (string | null)[]): string[] =>
  [...new Set(names.filter((name) => name !== null))].sort();

export const knownErrorsQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'known-errors'],
    staleTime: LONG_MS,
    queryFn: async (): Promise<KnownErrors> => {
      const { groups } = await call<ErrorGroups>('GET', `${path}/requests/errors`);
      return {
        types: named(groups.map((one) => one.error_type)),
        operations: named(groups.map((one) => one.operation_id)),
      };
    },
  });

export const redeliver = (
  path: string,
  ids: readonly string[],
  how?: { isLeaving: boolean },
): Promise<Sent> => call<Sent>('POST', `${path}/deliveries/redeliver`, { event_ids: ids }, how);

export type Replay = {
  from: string;
  to: string;
  types?: readonly string[];
  only: 'all' | 'exhausted';
};
export const replay = (path: string, asked: Replay, isDryRun: boolean): Promise<Sent> =>
  call<Sent>('POST', `${path}/deliveries/replay`, { ...asked, dry_run: isDryRun });

/** After something was sent again. */
export const deliveriesMoved = async (path: string): Promise<void> => {
  await Promise.all(
    [EVENTS, DELIVERIES].map((list) =>
      queryClient.invalidateQueries({ queryKey: keyOf(path, list) }),
    ),
  );
};
