/** What is done with an account at a supplier beside changing it: a trial, its stock, its callbacks. */
import { queryOptions } from '@tanstack/react-query';
import { call } from '../client.ts';
import { queryClient } from '../queries.ts';
import type { ImportedStock, Money, Supplier, SupplierStock, SupplierTrial } from '../types.ts';
import { supplierPath, supplierQuery } from './supply.ts';

/** The supplier answers in its own time, step by step, and what was bought has to be told. */
const TRIAL_MS = 120_000;

/** Without `accept`, the highest price, nothing is ordered. `article`: '' is the cheapest. */
export const trySupplier = (
  name: string,
  article: string,
  accept?: Money,
): Promise<SupplierTrial> =>
  call(
    'POST',
    `${supplierPath(name)}/try`,
    { ...(article === '' ? {} : { article }), ...(accept === undefined ? {} : { accept }) },
    { timeoutMs: TRIAL_MS },
  );

export const rotateCallback = (name: string): Promise<Supplier> =>
  call('POST', `${supplierPath(name)}/rotate-callback-token`);

export const stockQuery = (name: string) =>
  queryOptions({
    queryKey: [...supplierQuery(name).queryKey, 'stock'],
    queryFn: () => call<SupplierStock>('GET', `${supplierPath(name)}/stock`),
  });
export const sendStock = (name: string, file: File): Promise<ImportedStock> =>
  call('POST', `${supplierPath(name)}/stock`, file, { timeoutMs: TRIAL_MS });
export const stockChanged = (name: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: supplierQuery(name).queryKey });
