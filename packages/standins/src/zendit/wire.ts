/** The stand-in's books as they stand on the wire. */
import { randomUUID } from 'node:crypto';
import {
  BYTES_PER_GB,
  priceOf,
  type Books,
  type Esim,
  type Plan,
  type Purchase,
  type Refund,
  type Work,
} from './books.ts';

const shared = ({ status, error, log, createdAt, updatedAt }: Work): object => ({
  status,
  ...(error === null ? {} : { error }),
  log,
  createdAt,
  updatedAt,
});

export function showPurchase(books: Books, purchase: Purchase): Record<string, unknown> {
  const { offer, transactionId, refund, iccid } = purchase;
  const { offerId, enabled: _, cost, price, createdAt: _c, updatedAt: _u, ...described } = offer;
  const esim = iccid === null ? undefined : books.esims.get(iccid);
  return {
    transactionId,
    offerId,
    ...described,
    cost: priceOf(offer),
    costBase: cost.fixed,
    costFee: cost.fee,
    costCurrency: cost.currency,
    costCurrencyDivisor: cost.currencyDivisor,
    price: price.fixed + price.fee,
    priceBase: price.fixed,
    priceFee: price.fee,
    priceCurrency: price.currency,
    priceCurrencyDivisor: price.currencyDivisor,
    ...(esim === undefined ? {} : { confirmation: showConfirmation(esim) }),
    ...(refund === null ? {} : { refund: { status: refund.status } }),
    ...shared(purchase),
  };
}

const showConfirmation = ({ iccid, smdpAddress, matchingId }: Esim): object => ({
  iccid,
  smdpAddress,
  activationCode: matchingId,
  externalReferenceId: `x-${iccid.slice(-4)}`,
  redemptionInstructions: 'Scan the code, or enter the address and the code by hand.',
});

export function showPlans({ iccid, plans, firstInstalledAt }: Esim, now: Date): object {
  const live = plans.filter(({ endAt }) => endAt === null || new Date(endAt) > now);
  return {
    ...(firstInstalledAt === null ? {} : { firstInstalledAt }),
    total: live.length,
    list: live.map((plan) => showPlan(iccid, plan)),
  };
}

function showPlan(iccid: string, { offer, usedBytes, startAt, endAt }: Plan): object {
  const initial = offer.dataUnlimited ? 0 : offer.dataGB * BYTES_PER_GB;
  return {
    iccid,
    offerId: offer.offerId,
    description: offer.shortNotes,
    initialDataGB: initial / BYTES_PER_GB,
    remainingDataGB: Math.max(0, initial - usedBytes) / BYTES_PER_GB,
    unlimited: offer.dataUnlimited,
    ...(startAt === null ? {} : { startAt }),
    ...(endAt === null ? {} : { endAt }),
    status: startAt === null ? 'QUEUED' : 'ACTIVE',
  };
}

export const showRefund = ({ transactionId, offer }: Purchase, refund: Refund): object => ({
  transactionId: refund.transactionId,
  refundedTransactionId: transactionId,
  type: 'CREDIT',
  amount: priceOf(offer),
  currency: offer.cost.currency,
  currencyDivisor: offer.cost.currencyDivisor,
  productType: 'ESIM',
  ...shared(refund),
});

export const showTransactions = (purchase: Purchase): { transactionId: string }[] => [
  {
    transactionId: purchase.transactionId,
    type: 'DEBIT',
    productType: 'ESIM',
    amount: priceOf(purchase.offer),
    currency: purchase.offer.cost.currency,
    currencyDivisor: purchase.offer.cost.currencyDivisor,
    ...shared(purchase),
  } as { transactionId: string },
  ...(purchase.refund === null
    ? []
    : [showRefund(purchase, purchase.refund) as { transactionId: string }]),
];

export const newRefund = (at: string): Refund => ({
  transactionId: randomUUID(),
  status: 'ACCEPTED',
  error: null,
  log: [{ dateTime: at, status: 'ACCEPTED', statusMessage: '' }],
  createdAt: at,
  updatedAt: at,
});
