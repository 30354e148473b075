/** What became of an order, where the answer was lost or was not the last word. */
import type { Fields } from '../fields.ts';
import { ProviderUnclear, type ProviderOrder, type SentOrder } from '../provider.ts';
import type { EsimGo } from './client.ts';
import { askOrder, completed, holds, itemOf, orderIdOf, pending, type Wanted } from './complete.ts';
import { allOn } from './esim.ts';
import { ordersBetween } from './list.ts';
import { toIccid, toPlaced, unwrapped, type Assignment, type Placed } from './map.ts';
import { writeReference } from './place.ts';

/** Clocks of two machines that are both kept right are less apart. */
const TOLERANCE_MS = 2_000;
/** An order whose answer was lost came about in this time after it left. */
const LONGEST_CALL_MS = 60_000;

/** null: there is none. Throws `ProviderUnclear` where that cannot be said. */
export async function findOrder(api: EsimGo, order: SentOrder): Promise<ProviderOrder | null> {
  const { kind, reference, template, iccid, provider_order_id: orderId } = order;
  // Nothing was ever ordered without a bundle.
  if (template === null) return null;
  const wanted: Wanted = { kind, reference, item: itemOf(template), iccid };
  if (orderId !== null) return byOrderId(api, wanted, orderId);
  return kind === 'create_esim' ? newEsim(api, wanted, order) : onEsim(api, wanted, order);
}

async function byOrderId(api: EsimGo, wanted: Wanted, orderId: string): Promise<ProviderOrder> {
  const placed = await placedAs(api, wanted, orderId);
  if (placed === null) throw new ProviderUnclear('eSIM Go does not show its own order.');
  const found = await completed(api, wanted, placed);
  // A reference that could not be written when the order was new is made up for.
  if (wanted.kind === 'create_esim' && found.iccid !== null)
    await writeReference(api, found.iccid, wanted.reference);
  return found;
}

/**
 * A new eSIM bears our reference once we have written it there. Before that nothing at eSIM Go tells
 * our order from another one of the same bundle, so that "not found" says nothing: a person decides.
 */
async function newEsim(
  api: EsimGo,
  wanted: Wanted,
  { sent_at }: SentOrder,
): Promise<ProviderOrder | null> {
  const iccids = await bearing(api, wanted.reference);
  if (iccids.length > 1) throw new ProviderUnclear('Several eSIMs bear our reference.');
  if (iccids.length === 1) return behindFirst(api, { ...wanted, iccid: iccids[0]! });
  if (sent_at === null) return null;
  const near = await ordersNear(api, wanted, new Date(sent_at));
  throw new ProviderUnclear(
    `No eSIM bears our reference, which says nothing. Orders of ${wanted.item} at eSIM Go from ` +
      `that minute: ${near.map(({ id }) => id).join(', ') || 'none'}.`,
  );
}

/** The filter may also find what only contains the reference. */
async function bearing(api: EsimGo, reference: string): Promise<string[]> {
  const query = new URLSearchParams({ filterBy: 'customerRef', filter: reference });
  return unwrapped(await api.read(`/esims?${query}`), 'esims')
    .map((one) => (one ?? {}) as Fields)
    .filter((one) => one['customerRef'] === reference)
    .map((one) => toIccid(one['iccid']));
}

/** The eSIM came with its first bundle. */
async function behindFirst(
  api: EsimGo,
  wanted: Wanted & { iccid: string },
): Promise<ProviderOrder> {
  const [first] = await eldestFirst(api, wanted.iccid);
  if (first === undefined || first.item !== wanted.item)
    throw new ProviderUnclear('eSIM Go does not show the bundle yet.');
  return completed(api, wanted, await orderBehind(api, wanted, first));
}

/**
 * A bundle on an eSIM that is there: it goes by what came onto the eSIM since the order left.
 *
 * That is sound since redemptions of one traveler go one after another: what we put there earlier left
 * before this order, and so was assigned before. The first bundle of all is out of the question: the
 * eSIM came with it. Four things break it: an order that follows while this one is not decided;
 * somebody who puts the same bundle onto the same eSIM by hand within these minutes; an earlier order
 * of the same bundle within the tolerance; packages that are brought to a new eSIM side by side. All
 * look like this order. Where more than one is there, it stays unclear; where another one alone is,
 * its order id is that of another order of ours, which the unique order ids of an account refuse.
 * Both end with a person, neither with a second purchase.
 */
async function onEsim(
  api: EsimGo,
  wanted: Wanted,
  { sent_at }: SentOrder,
): Promise<ProviderOrder | null> {
  if (wanted.iccid === null || sent_at === null) return null;
  const from = new Date(Date.parse(sent_at) - TOLERANCE_MS).toISOString();
  const all = await eldestFirst(api, wanted.iccid);
  const since = all.slice(1).filter((one) => one.item === wanted.item && one.assignedAt >= from);
  if (since.length > 1) throw new ProviderUnclear(SEVERAL);
  if (since.length === 1) return completed(api, wanted, await orderBehind(api, wanted, since[0]!));
  return notYetOn(api, wanted, all, new Date(sent_at));
}

const SEVERAL = 'Several orders of this bundle came onto the eSIM.';

/** eSIM Go may show an order minutes before what it put onto the eSIM. */
async function notYetOn(
  api: EsimGo,
  wanted: Wanted,
  shown: readonly Assignment[],
  sentAt: Date,
): Promise<ProviderOrder | null> {
  const known = new Set(shown.map(({ reference }) => orderIdOf(reference)));
  const near = (await ordersNear(api, wanted, sentAt)).filter(({ id }) => !known.has(id));
  if (near.length > 1) throw new ProviderUnclear(SEVERAL);
  return near[0] === undefined ? null : pending(wanted, near[0]);
}

const eldestFirst = async (api: EsimGo, iccid: string): Promise<Assignment[]> =>
  (await allOn(api, iccid)).toSorted((a, b) => Date.parse(a.assignedAt) - Date.parse(b.assignedAt));

/** The order of an assignment: by its name, or as the only one of that time. */
async function orderBehind(
  api: EsimGo,
  wanted: Wanted,
  { reference, assignedAt }: Assignment,
): Promise<Placed> {
  const named = await placedAs(api, wanted, orderIdOf(reference));
  if (named !== null) return named;
  const [only, ...more] = await ordersNear(api, wanted, new Date(assignedAt));
  if (only === undefined || more.length > 0)
    throw new ProviderUnclear('eSIM Go does not show which order put the bundle there.');
  return only;
}

/** null: eSIM Go does not know this order. It must be the one we look for. */
async function placedAs(api: EsimGo, wanted: Wanted, orderId: string): Promise<Placed | null> {
  const answer = await askOrder(api, orderId);
  if (answer === null) return null;
  const placed = toPlaced(answer.body);
  if (placed.id !== orderId || !holds(placed, wanted))
    throw new ProviderUnclear('eSIM Go answered with another order.');
  return placed;
}

const ordersNear = async (api: EsimGo, wanted: Wanted, at: Date): Promise<Placed[]> => {
  const from = new Date(at.getTime() - TOLERANCE_MS);
  const until = new Date(at.getTime() + LONGEST_CALL_MS);
  return (await ordersBetween(api, from, until)).filter((placed) => holds(placed, wanted));
};
