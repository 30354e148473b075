/** What waits for a person: orders in review, support requests, differences to suppliers' books. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, queryOf } from '../client.ts';
import { keyOf, type List } from '../lists.ts';
import { queryClient } from '../queries.ts';
import type { FindingPage, ProviderOrder, Reconciled, SupportRequest } from '../types.ts';

const PATH = 'operator';

export const ORDERS: List<ProviderOrder> = {
  name: 'orders',
  to: '/operator/review',
  call: 'orders',
  field: 'orders',
  idOf: ({ id }) => id,
  hints: [],
};
export const SUPPORT: List<SupportRequest> = {
  name: 'support',
  to: '/operator/support',
  call: 'support-requests',
  field: 'support_requests',
  idOf: ({ id }) => id,
  hints: [],
};

const orderPath = (id: string): string => `${PATH}/orders/${encodeURIComponent(id)}`;
export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, ORDERS), 'one', id],
    queryFn: () => call<ProviderOrder>('GET', orderPath(id)),
  });
/** `providerOrderId`: the supplier's own, where it does not find it by our reference */
export const adoptOrder = (id: string, providerOrderId: string): Promise<unknown> =>
  call(
    'POST',
    `${orderPath(id)}/adopt`,
    providerOrderId === '' ? {} : { provider_order_id: providerOrderId },
  );
export const retryOrder = (id: string): Promise<unknown> => call('POST', `${orderPath(id)}/retry`);
export const ordersChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(PATH, ORDERS) });

const supportPath = (id: string): string => `${PATH}/support-requests/${encodeURIComponent(id)}`;
export const supportQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, SUPPORT), 'one', id],
    queryFn: () => call<SupportRequest>('GET', supportPath(id)),
  });
export const closeSupport = (id: string): Promise<unknown> =>
  call('POST', `${supportPath(id)}/close`);
export const supportChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(PATH, SUPPORT) });

export const findingPages = infiniteQueryOptions({
  queryKey: [PATH, 'findings'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    call<FindingPage>('GET', `${PATH}/findings${queryOf({ cursor: pageParam })}`),
  getNextPageParam: (page: FindingPage) => page.next_cursor ?? undefined,
});
export const reconcile = (provider: string, hours: number): Promise<Reconciled> =>
  call('POST', `${PATH}/reconcile`, { provider, hours });
export const findingsChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: findingPages.queryKey });
