/** What the stand-in has written down: what was bought under which reference, and every call. */
import type { Book } from './book.ts';
import type { Body } from './types.ts';

export type NotedCall = {
  path: string;
  /** null = not read */
  body: Body | null;
  /** the error's code, the fault that was asked for, or null = answered as it should be */
  came: string | null;
};

export type Ledger = {
  calls: NotedCall[];
  /** what is paid for; an order that was given up is not */
  bought: Bought[];
  /** so many are paid for under this reference */
  countOf(reference: string): number;
};

export type Bought = {
  kind: 'esim' | 'top_up';
  reference: string;
  /** of the order, or of the eSIM that a top-up went onto */
  id: string;
  /** code of the package */
  article: string;
  /** of the eSIM; null = it is not there yet */
  iccid: string | null;
  price: number;
};

export function makeLedger(book: Book) {
  const calls: NotedCall[] = [];
  return {
    note: (call: NotedCall): void => void calls.push(call),
    read(): Ledger {
      const bought: Bought[] = [
        ...[...book.orders.values()]
          .filter(({ state }) => state !== 'failed')
          .map(({ transactionId, orderNo, items, esims, price }) => ({
            kind: 'esim' as const,
            reference: transactionId,
            id: orderNo,
            article: items[0]!.of.packageCode,
            iccid: esims[0]?.iccid ?? null,
            price,
          })),
        ...[...book.topUps.values()].map(({ transactionId, esimTranNo, packageCode, price }) => ({
          kind: 'top_up' as const,
          reference: transactionId,
          id: esimTranNo,
          article: packageCode,
          iccid: book.esims.get(esimTranNo)?.iccid ?? null,
          price,
        })),
      ];
      return {
        calls: structuredClone(calls),
        bought,
        countOf: (reference) => bought.filter((one) => one.reference === reference).length,
      };
    },
  };
}
