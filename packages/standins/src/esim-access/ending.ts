/** Calls that stop an eSIM, for a while or for good. */
import type { Book } from './book.ts';
import { esimOf } from './ordering.ts';
import { Refusal } from './params.ts';
import type { Body, Esim } from './types.ts';

export function cancel(book: Book, body: Body): void {
  const esim = fresh(book, body);
  if (esim.esimStatus !== 'GOT_RESOURCE' || esim.smdpStatus !== 'RELEASED')
    throw new Refusal('200002');
  book.balance += esim.price;
  book.setStatus(esim, 'CANCEL');
}

export function revoke(book: Book, body: Body): void {
  const esim = fresh(book, body);
  if (['CANCEL', 'REVOKED'].includes(esim.esimStatus)) throw new Refusal('200002');
  book.setStatus(esim, 'REVOKED');
}

export function suspend(book: Book, body: Body): void {
  const esim = fresh(book, body);
  if (!['GOT_RESOURCE', 'IN_USE', 'USED_UP'].includes(esim.esimStatus)) throw new Refusal('200002');
  esim.suspendedFrom = esim.esimStatus;
  book.setStatus(esim, 'SUSPENDED');
}

export function unsuspend(book: Book, body: Body): void {
  const esim = fresh(book, body);
  if (esim.esimStatus !== 'SUSPENDED') throw new Refusal('200002');
  book.setStatus(esim, esim.suspendedFrom!);
}

function fresh(book: Book, body: Body): Esim {
  const esim = esimOf(book, body);
  book.endIfOver(esim);
  return esim;
}
