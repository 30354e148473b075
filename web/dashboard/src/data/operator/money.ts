/** Purchases in doubt, costs that wait for approval, and what other currencies are worth. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, queryOf } from '../client.ts';
import { keyOf, type List } from '../lists.ts';
import { queryClient } from '../queries.ts';
import type {
  ApprovedCosts,
  OperatorPurchase,
  OperatorSource,
  PurchaseDecision,
  Rate,
  RatePage,
  SourcePage,
  UnfitPaymentPage,
} from '../types.ts';

const PATH = 'operator';

export const PURCHASES: List<OperatorPurchase> = {
  name: 'purchases',
  to: '/operator/purchases',
  call: 'purchases',
  field: 'purchases',
  idOf: ({ id }) => id,
  hints: [],
};
const purchasePath = (id: string): string => `${PATH}/purchases/${encodeURIComponent(id)}`;
export const purchaseQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, PURCHASES), 'one', id],
    queryFn: () => call<OperatorPurchase>('GET', purchasePath(id)),
  });
export const decidePurchase = (
  id: string,
  action: PurchaseDecision,
  isAnyway: boolean,
): Promise<OperatorPurchase> =>
  call('POST', `${purchasePath(id)}/decide`, { action, ...(isAnyway ? { anyway: true } : {}) });
export const purchasesChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(PATH, PURCHASES) });

export const unfitPaymentPages = infiniteQueryOptions({
  queryKey: [PATH, 'payment-events'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    call<UnfitPaymentPage>('GET', `${PATH}/payment-events${queryOf({ cursor: pageParam })}`),
  getNextPageParam: (page: UnfitPaymentPage) => page.next_cursor ?? undefined,
});
export const markSeen = (id: string): Promise<unknown> =>
  call('POST', `${PATH}/payment-events/${encodeURIComponent(id)}/seen`);
export const unfitPaymentsChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: unfitPaymentPages.queryKey });

export const COSTS: List<OperatorSource> = {
  name: 'costs',
  to: '/operator/costs',
  call: 'sources',
  field: 'sources',
  fixed: { state: 'waiting' },
  csv: 'costs.csv',
  idOf: ({ id }) => id,
  hints: [],
};
/** Null: there is none. */
export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, COSTS), 'one', id],
    queryFn: async () => {
      const { sources } = await call<SourcePage>('GET', `${PATH}/sources${queryOf({ id })}`);
      return sources[0] ?? null;
    },
  });
/** At the costs that `sources` have been seen with. */
export const approveCosts = (
  sources: readonly OperatorSource[],
  how?: { isLeaving: boolean },
): Promise<ApprovedCosts> =>
  call(
    'POST',
    `${PATH}/sources/approve`,
    {
      sources: sources.flatMap(({ id, offered }) =>
        offered === null ? [] : [{ id, cost: offered.cost, currency: offered.currency }],
      ),
    },
    how,
  );
export const costsChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(PATH, COSTS) });

export const ratePages = infiniteQueryOptions({
  queryKey: [PATH, 'rates'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    call<RatePage>('GET', `${PATH}/rates${queryOf({ cursor: pageParam })}`),
  getNextPageParam: (page: RatePage) => page.next_cursor ?? undefined,
});
/** `date`: '' is today */
export const setRate = (currency: string, rate: number, date: string): Promise<Rate> =>
  call('PUT', `${PATH}/rates`, { currency, rate, ...(date === '' ? {} : { date }) });
export const sendRates = (file: File): Promise<{ imported: number }> =>
  call('POST', `${PATH}/rates/import`, file);
export const removeRate = ({ currency, date }: Rate): Promise<unknown> =>
  call('DELETE', `${PATH}/rates/${currency}/${date}`);
export const ratesChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ratePages.queryKey });
