/** Purchases, reloads and refunds, and the money that goes with them. */
import { makeEsim, priceOf, type Books, type Esim, type Failure, type Purchase } from './books.ts';
import { invalid, notFound, ok, type Reply } from './errors.ts';
import type { Offer } from './offers.ts';
import type { Shift } from './shift.ts';
import { newRefund } from './wire.ts';

export type Rules = {
  /** what a second purchase under a used transactionId is: nobody documents it */
  duplicates: 'refuse' | 'same' | 'buy_again';
  /** so long a purchase that was accepted is answered with 404, in milliseconds */
  hiddenMs: number;
  /** offers that are listed, accepted, and fail */
  soldOut: Set<string>;
  /** error codes by which the next purchases fail after they were accepted */
  failures: string[];
};

export type Sales = {
  buy(body: unknown): Reply;
  /** Asks for the money back; decided later. */
  refund(transactionId: string): Reply;
};

export function makeSales(books: Books, rules: Rules, shift: Shift, now: () => Date): Sales {
  const accept = (transactionId: string, offer: Offer, onto: string | null): Purchase => {
    const at = now().toISOString();
    const purchase: Purchase = {
      transactionId,
      offer,
      onto,
      status: 'ACCEPTED',
      error: null,
      log: [{ dateTime: at, status: 'ACCEPTED', statusMessage: '' }],
      createdAt: at,
      updatedAt: at,
      iccid: null,
      refund: null,
      visibleFrom: now().getTime() + rules.hiddenMs,
    };
    books.purchases.set(transactionId, purchase);
    const isPaid = books.available >= priceOf(offer);
    if (isPaid) reserve(books, priceOf(offer));
    const planned = rules.failures.shift();
    const fate = planned ?? (isPaid ? null : 'INSUFFICIENT_FUNDS');
    shift.start(transactionId, purchase, () => {
      const code = fate ?? (rules.soldOut.has(offer.offerId) ? 'OUT_OF_STOCK' : null);
      if (isPaid) (code === null ? spend : giveBack)(books, priceOf(offer));
      if (code !== null) return fail(purchase, code);
      deliver(books, purchase);
      return 'DONE';
    });
    return purchase;
  };
  return {
    buy(body) {
      const read = readPurchase(books, body);
      if ('reply' in read) return read.reply;
      const { transactionId, offer, onto } = read;
      const known = books.purchases.get(transactionId);
      if (known !== undefined && rules.duplicates === 'refuse')
        return invalid({ transactionId: 'already used' });
      if (known !== undefined && rules.duplicates === 'buy_again') books.replaced.push(known);
      const isSame = known !== undefined && rules.duplicates === 'same';
      const { status } = isSame ? known : accept(transactionId, offer, onto);
      return ok({ transactionId, status });
    },
    refund(transactionId) {
      const purchase = books.purchases.get(transactionId);
      if (purchase === undefined) return notFound('Purchase');
      if (purchase.status !== 'DONE') return invalid({ transactionId: 'is not done' });
      if (purchase.refund !== null && purchase.refund.status !== 'FAILED')
        return invalid({ transactionId: 'has a refund' });
      const refund = newRefund(now().toISOString());
      purchase.refund = refund;
      shift.start(refund.transactionId, refund, () =>
        takeBack(books, purchase) ? 'DONE' : fail(refund, 'REFUND_REJECTED'),
      );
      return ok({ status: refund.status });
    },
  };
}

type Wanted = { transactionId: string; offer: Offer; onto: string | null };

function readPurchase(books: Books, body: unknown): Wanted | { reply: Reply } {
  const { transactionId, offerId, iccid = null } = (body ?? {}) as Record<string, unknown>;
  const missing = Object.entries({ transactionId, offerId }).filter(
    ([, value]) => typeof value !== 'string' || value === '',
  );
  if (missing.length > 0)
    return { reply: invalid(Object.fromEntries(missing.map(([name]) => [name, 'required']))) };
  const offer = books.offers.get(offerId as string);
  if (offer === undefined || !offer.enabled) return { reply: notFound('Offer') };
  if (iccid !== null) {
    const esim = books.esims.get(iccid as string);
    if (esim === undefined) return { reply: invalid({ iccid: 'unknown' }) };
    if (esim.brand !== offer.brand) return { reply: invalid({ iccid: 'of another brand' }) };
  }
  return { transactionId: transactionId as string, offer, onto: iccid as string | null };
}

function deliver(books: Books, purchase: Purchase): void {
  const { offer, onto, transactionId } = purchase;
  const esim: Esim = onto === null ? makeEsim(books, offer.brand) : books.esims.get(onto)!;
  esim.plans.push({ transactionId, offer, usedBytes: 0, startAt: null, endAt: null });
  purchase.iccid = esim.iccid;
}

/** Only what was never used; false = it was. */
function takeBack(books: Books, { iccid, transactionId, offer }: Purchase): boolean {
  const esim = books.esims.get(iccid!)!;
  const plan = esim.plans.find((one) => one.transactionId === transactionId);
  if (plan === undefined || plan.startAt !== null) return false;
  esim.plans.splice(esim.plans.indexOf(plan), 1);
  books.available += priceOf(offer);
  return true;
}

function fail(work: { error: Failure | null }, code: string): 'FAILED' {
  work.error = { code, description: code.toLowerCase().replaceAll('_', ' '), message: code };
  return 'FAILED';
}

function reserve(books: Books, amount: number): void {
  books.available -= amount;
  books.reserved += amount;
}
function spend(books: Books, amount: number): void {
  books.reserved -= amount;
}
function giveBack(books: Books, amount: number): void {
  books.reserved -= amount;
  books.available += amount;
}
