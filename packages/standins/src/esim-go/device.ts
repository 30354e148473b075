/** What a traveler's device does, and what eSIM Go calls back with. */
import { assignmentsOf, esimOf } from './book.ts';
import type { Assignment, Book } from './book.ts';
import { aboutBundle, withNumber } from './callbacks.ts';

type Tell = (body: object | string) => void;

export function install(book: Book, iccid: string, tell: Tell): void {
  const esim = esimOf(book, iccid);
  esim.profileStatus = 'Installed';
  esim.firstInstalledAt ??= Date.now();
  tell({ iccid, alertType: 'FirstAttachment' });
}

/**
 * Uses data of one bundle (null = of the one that runs, else the oldest that waits). One bundle runs
 * at a time: naming a waiting one ends the one before it.
 */
export function use(
  book: Book,
  iccid: string,
  { bytes, packageId }: { bytes: number; packageId: string | null },
  tell: Tell,
): void {
  const all = assignmentsOf(book, iccid);
  const one =
    all.find(({ id }) => id === packageId) ??
    all.find(({ state }) => state === 'active') ??
    all.find(({ state }) => state === 'queued');
  if (one === undefined) throw new Error('There is no bundle to use on this eSIM.');
  if (one.startedAt === null) begin(one, tell);
  // Of an unlimited bundle the rest only falls.
  one.remaining = one.bundle.unlimited ? one.remaining - bytes : Math.max(0, one.remaining - bytes);
  if (!one.bundle.unlimited) tellOfShares(one, tell);
  if (one.remaining === 0 && !one.bundle.unlimited) one.state = 'depleted';
}

function begin(one: Assignment, tell: Tell): void {
  one.state = 'active';
  one.startedAt = new Date();
  one.endsAt = new Date(one.startedAt.getTime() + one.bundle.days * 86_400_000);
  tell(withNumber(aboutBundle('FirstUse', one)));
}

function tellOfShares(one: Assignment, tell: Tell): void {
  const percent = ((one.initial - one.remaining) / one.initial) * 100;
  for (const share of [50, 80, 100]) {
    if (percent < share || one.told.has(share)) continue;
    one.told.add(share);
    tell(aboutBundle('Utilisation', one));
  }
}

export function expire(book: Book, packageId: string): void {
  const one = book.assignments.find(({ id }) => id === packageId);
  if (one === undefined) throw new Error('There is no such bundle.');
  // What was never used lapses.
  one.state = one.startedAt === null ? 'lapsed' : 'expired';
  one.endsAt = new Date();
}
