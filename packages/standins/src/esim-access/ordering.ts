/** Calls by which something is bought. */
import type { Book } from './book.ts';
import { Refusal, demandThere, givenText, textOf } from './params.ts';
import { topUpOf, TOPUP_PREFIX } from './packages.ts';
import type { Body, Esim, Item, Order, Package } from './types.ts';

const MAX_ESIMS = 30;
const CAN_TOP_UP: ReadonlySet<string> = new Set(['GOT_RESOURCE', 'IN_USE', 'USED_UP']);

export type Shop = {
  packages: Package[];
  /** how many are left, by code; endless where it has none */
  stock: Map<string, number>;
};

/** By code or by alias. */
export const findPackage = (shop: Shop, name: string | null): Package | undefined =>
  shop.packages.find(({ packageCode, slug }) => packageCode === name || slug === name);

export function placeOrder(shop: Shop, book: Book, body: Body): { order: Order; isNew: boolean } {
  const transactionId = textOf(body, 'transactionId', 50);
  const known = book.orderUnder(transactionId);
  // Another body under the same id: the first order stands.
  if (known !== undefined) return { order: known, isNew: false };
  const items = itemsOf(shop, demandThere(body, 'packageInfoList'));
  const price = sum(items.map(({ of, count, periodNum }) => of.price * count * periodNum));
  if (body['amount'] !== undefined && body['amount'] !== price) throw new Refusal('200006');
  if (price > book.balance) throw new Refusal('200007');
  for (const { of, count } of items)
    if ((shop.stock.get(of.packageCode) ?? Infinity) < count) throw new Refusal('200011');
  for (const { of, count } of items) take(shop, of, count);
  return { order: book.accept(transactionId, items, price), isNew: true };
}

function take({ stock }: Shop, { packageCode }: Package, count: number): void {
  const left = stock.get(packageCode);
  if (left !== undefined) stock.set(packageCode, left - count);
}

function itemsOf(shop: Shop, list: unknown): Item[] {
  if (!Array.isArray(list) || list.length === 0) throw new Refusal('000105');
  const items = list.map((one: Body) => {
    const of = findPackage(shop, givenText(one, 'packageCode') ?? givenText(one, 'slug'));
    if (of === undefined) throw new Refusal('310241');
    const periodNum = Number(one['periodNum'] ?? 1);
    const isDayPass = of.dataType === 2;
    if (isDayPass !== 'periodNum' in one || !(periodNum >= 1 && periodNum <= 365))
      throw new Refusal('200008');
    if (one['price'] !== undefined && one['price'] !== of.price) throw new Refusal('200005');
    return { of, count: Number(one['count'] ?? 1), periodNum };
  });
  const count = sum(items.map((one) => one.count));
  if (!(count >= 1 && count <= MAX_ESIMS)) throw new Refusal('200008');
  return items;
}

const sum = (of: number[]): number => of.reduce((a, b) => a + b, 0);

export function topUp(shop: Shop, book: Book, body: Body): object {
  const transactionId = textOf(body, 'transactionId', 50);
  const known = book.topUpUnder(transactionId);
  if (known !== undefined) return known.answer;
  const esim = esimOf(book, body);
  const name = givenText(body, 'packageCode') ?? givenText(body, 'slug');
  const of = topUpsFor(shop, esim).find((one) => one.packageCode === name || one.slug === name);
  if (of === undefined) throw new Refusal('310241');
  book.endIfOver(esim);
  if (!CAN_TOP_UP.has(esim.esimStatus)) throw new Refusal('200002');
  if (of.price > book.balance) throw new Refusal('200007');
  return book.addTopUp(esim, { of }, transactionId).answer;
}

/** By its own id, or by its number: the latest that has it. */
export function esimOf(book: Book, body: Body): Esim {
  const tranNo = givenText(body, 'esimTranNo');
  const iccid = givenText(body, 'iccid');
  if (tranNo === null && iccid === null) throw new Refusal('000105');
  const esim =
    tranNo === null
      ? [...book.esims.values()].findLast((one) => one.iccid === iccid)
      : book.esims.get(tranNo);
  if (esim === undefined) throw new Refusal('310272');
  return esim;
}

/** What may go onto an eSIM: top-ups for where it works. */
export const topUpsFor = ({ packages }: Shop, esim: Esim): Package[] =>
  packages
    .filter(
      ({ supportTopUpType, location }) =>
        supportTopUpType === 2 && location === esim.packages[0]!.of.location,
    )
    .map(topUpOf);

export function listPackages(shop: Shop, book: Book, body: Body): Package[] {
  const where = givenText(body, 'locationCode');
  const name = givenText(body, 'packageCode') ?? givenText(body, 'slug');
  const iccid = givenText(body, 'iccid');
  if (body['type'] === 'TOPUP') {
    if (iccid !== null) return topUpsFor(shop, esimOf(book, { iccid }));
    const base = findPackage(shop, name?.replace(TOPUP_PREFIX, '') ?? null);
    return base?.supportTopUpType === 2 ? [topUpOf(base)] : [];
  }
  if (where === '!GL') return [];
  return shop.packages
    .filter((one) => where === null || isWithin(one, where))
    .filter((one) => name === null || one.packageCode === name || one.slug === name);
}

const isWithin = ({ location, locationCode }: Package, where: string): boolean =>
  where === '!RG'
    ? location.includes(',')
    : locationCode === where || location.split(',').includes(where);
