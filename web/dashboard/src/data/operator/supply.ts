/** Suppliers, which of them is taken, what is published of theirs, and how they do. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from '../client.ts';
import { keyOf, type List } from '../lists.ts';
import { queryClient } from '../queries.ts';
import type {
  Explained,
  Limits,
  MarginReport,
  Published,
  PublishingPreview,
  PublishingRule,
  Routing,
  Stranded,
  Supplier,
  SupplierKind,
  SupplierTest,
  SupplyReport,
} from '../types.ts';

const PATH = 'operator';

export const SUPPLIERS: List<Supplier> = {
  name: 'suppliers',
  to: '/operator/suppliers',
  call: 'suppliers',
  idOf: ({ name }) => name,
  hints: [],
};
export const supplierPath = (name: string): string =>
  `${PATH}/suppliers/${encodeURIComponent(name)}`;
export const supplierQuery = (name: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, SUPPLIERS), 'one', name],
    queryFn: () => call<Supplier>('GET', supplierPath(name)),
  });
export const strandedQuery = (name: string) =>
  queryOptions({
    queryKey: [...keyOf(PATH, SUPPLIERS), 'one', name, 'stranded'],
    queryFn: () => call<Stranded>('GET', `${supplierPath(name)}/stranded?limit=1`),
  });
export const kindsQuery = queryOptions({
  queryKey: [PATH, 'supplier-kinds'],
  staleTime: Infinity,
  queryFn: () => call<SupplierKind[]>('GET', `${PATH}/supplier-kinds`),
});

export const addSupplier = (account: Record<string, unknown>): Promise<Supplier> =>
  call('POST', `${PATH}/suppliers`, account);
export const changeSupplier = (name: string, change: Record<string, unknown>): Promise<Supplier> =>
  call('PATCH', supplierPath(name), change);
export const removeSupplier = (name: string): Promise<unknown> =>
  call('DELETE', supplierPath(name));
export const testSupplier = (name: string): Promise<SupplierTest> =>
  call('POST', `${supplierPath(name)}/test`);
export const syncSupplier = (name: string): Promise<unknown> =>
  call('POST', `${supplierPath(name)}/sync`, {});
export const suppliersChanged = async (): Promise<void> => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keyOf(PATH, SUPPLIERS) }),
    queryClient.invalidateQueries({ queryKey: routingQuery.queryKey }),
  ]);
};

export const routingQuery = queryOptions({
  queryKey: [PATH, 'routing'],
  queryFn: () => call<Routing>('GET', `${PATH}/routing`),
});
export const setRouting = (
  policy: string,
  weights: Record<string, number> | undefined,
): Promise<Routing> =>
  call('PUT', `${PATH}/routing`, { policy, ...(weights === undefined ? {} : { weights }) });
export const explainQuery = (bundle: string) =>
  queryOptions({
    queryKey: [PATH, 'routing', 'explain', bundle],
    queryFn: () => call<Explained>('GET', `${PATH}/routing/explain${queryOf({ bundle })}`),
  });

export const rulesQuery = queryOptions({
  queryKey: [PATH, 'publishing-rules'],
  queryFn: () => call<PublishingRule[]>('GET', `${PATH}/publishing-rules`),
});
export const previewQuery = queryOptions({
  queryKey: [PATH, 'publishing-rules', 'preview'],
  staleTime: 0,
  gcTime: 0,
  queryFn: () => call<PublishingPreview>('GET', `${PATH}/publishing-rules/preview`),
});
const rulePath = (name: string): string => `${PATH}/publishing-rules/${encodeURIComponent(name)}`;
export const putRule = (name: string, rule: unknown): Promise<PublishingRule> =>
  call('PUT', rulePath(name), rule);
export const removeRule = (name: string): Promise<unknown> => call('DELETE', rulePath(name));
export const publish = (digest: string): Promise<Published> =>
  call('POST', `${PATH}/publishing-rules/publish`, { digest });
export const publishingChanged = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });

export const supplyQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: [PATH, 'supply', from, to],
    queryFn: () => call<SupplyReport>('GET', `${PATH}/reports/supply${queryOf({ from, to })}`),
  });
export const marginQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: [PATH, 'margin', from, to],
    queryFn: () =>
      call<MarginReport>('GET', `${PATH}/reports/margin${queryOf({ from, to, by: 'month' })}`),
  });

export const limitsQuery = queryOptions({
  queryKey: [PATH, 'limits'],
  queryFn: () => call<Limits>('GET', `${PATH}/limits`),
});
export const setLimits = (limits: Record<string, number | null>): Promise<Limits> =>
  call('PUT', `${PATH}/limits`, limits);
