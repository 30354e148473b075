/**
 * Where suppliers may be called: by https and at public addresses, as partners' endpoints; in
 * staging also a program on this machine.
 */
import { isLoopback } from './loopback.ts';
import { makeResolve, type Resolve } from './webhook/address.ts';
import { checkUrl } from './webhook/check-url.ts';

export type SupplierReach = {
  allowPrivate: boolean;
  allowLoopback: boolean;
  /** the system's resolver unless a test says otherwise */
  resolve?: Resolve;
};

/** What is wrong with a supplier's URL, in a sentence; null for nothing. */
export function makeSupplierAddress({
  allowPrivate,
  allowLoopback,
  resolve: given,
}: SupplierReach): (url: string) => Promise<string | null> {
  const resolve = makeResolve(given);
  return async (text) => {
    const isPlain = URL.canParse(text) && !/[?#]/.test(text);
    if (URL.canParse(text) && !isPlain) return 'expected a URL without a query';
    if (allowLoopback && isPlain && isLoopback(new URL(text))) return null;
    return checkUrl(text, { allowPrivate, httpsOnly: true }, resolve);
  };
}
