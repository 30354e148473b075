/** Ordering eSIMs and top-ups, and finding orders again by the reference in their description. */
import { list } from '../fields.ts';
import {
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../provider.ts';
import { dataOf, hasFailed, membersOf, toOrder } from './map.ts';
import { pagesOf } from './pages.ts';
import { refusal, saysNotFound, unexpected } from './refusal.ts';
import type { Session } from './session.ts';
import { findTopup, toOffers, type Offer } from './topups.ts';

type Wanted = Pick<SentOrder, 'kind' | 'reference' | 'iccid' | 'template'>;

/** `leaveBy`: see `Session.post`. */
export async function orderEsim(
  session: Session,
  wanted: { template: TemplateOrder; reference: string; brand: string | undefined },
  leaveBy: number,
): Promise<ProviderOrder> {
  const { template, reference, brand } = wanted;
  const body = {
    package_id: template.id,
    quantity: 1,
    type: 'sim',
    description: reference,
    ...(brand === undefined ? {} : { brand_settings_name: brand }),
  };
  const order: Wanted = { kind: 'create_esim', reference, iccid: null, template };
  return place(session, { path: '/orders', body, order, articleId: template.id, leaveBy });
}

export async function orderTopup(
  session: Session,
  wanted: { template: TemplateOrder; reference: string; iccid: string },
  leaveBy: number,
): Promise<ProviderOrder> {
  const { template, reference, iccid } = wanted;
  const topup = await topupFor(session, iccid, template).catch((error: unknown) => {
    // Only a question was asked: whatever became of that, nothing has been ordered.
    throw error instanceof ProviderUnclear
      ? new ProviderNotReached('Airalo did not say which top-ups fit.', { cause: error })
      : error;
  });
  if (topup === undefined)
    throw new ProviderRefused('out_of_stock', 'Airalo has no such top-up for this eSIM.');
  return place(session, {
    path: '/orders/topups',
    body: { package_id: topup.id, iccid, description: reference },
    order: { kind: 'add_package', reference, iccid, template },
    articleId: topup.id,
    leaveBy,
  });
}

/** Throws `ProviderRefused` where the eSIM takes none at all. undefined = none that adds the same. */
export async function topupFor(
  session: Session,
  iccid: string,
  template: TemplateOrder,
): Promise<Offer | undefined> {
  const answer = await session.get(`/sims/${iccid}/topups`);
  if (answer.status === 200)
    return findTopup(toOffers(list(dataOf(answer.body), 'data')), template);
  if (saysNotFound(answer))
    throw new ProviderRefused('rejected', 'Airalo does not know this eSIM.');
  throw refusal(answer);
}

type Placing = {
  path: string;
  body: Record<string, unknown>;
  order: Wanted;
  articleId: string;
  leaveBy: number;
};

async function place(session: Session, placing: Placing): Promise<ProviderOrder> {
  const { path, body, order, articleId, leaveBy } = placing;
  const answer = await session.post(path, body, leaveBy);
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  const made = toOrder(dataOf(answer.body), order.iccid);
  const fits =
    made.reference === order.reference &&
    made.kind === order.kind &&
    made.template_id === articleId;
  if (!fits) throw new ProviderUnclear('Airalo answered with another order.');
  return named(made, order);
}

/** A top-up has an id of its own; ours go by the id of the article that was to be added. */
function named(found: ProviderOrder, { kind, template }: Wanted): ProviderOrder {
  const topupId = template?.topup_id ?? found.template_id;
  const isIts = kind === 'add_package' && template !== null && found.template_id === topupId;
  return isIts ? { ...found, template_id: template.id } : found;
}

const PER_PAGE = 100;
/** More than so many orders with one reference in them are no answer to the question. */
const PAGES_OF_ONE = 10;

/**
 * Null: there is none. Throws `ProviderRefused` for one that has failed. All days are looked
 * through: an order that lay outside of the days asked for would be made again.
 */
export async function findOrder(session: Session, sent: SentOrder): Promise<ProviderOrder | null> {
  const query = { 'filter[description]': sent.reference };
  const said = await allPages(session, query, PAGES_OF_ONE);
  // It finds what contains the text. Without it in each, the filter was not heeded.
  const texts = said.map((one) => membersOf(one)['description']);
  if (!texts.every((text) => typeof text === 'string' && text.includes(sent.reference)))
    throw new ProviderUnclear('Airalo answered with other orders.');
  const ours = said.filter((_, i) => texts[i] === sent.reference);
  const alive = ours.filter((one) => !hasFailed(one));
  if (alive.length === 0 && ours.length > 0)
    throw new ProviderRefused('rejected', 'Airalo has let the order fail.');
  const orders = alive.map((one) => toOrder(one, sent.iccid)).toSorted(oldestFirst);
  const found = orders.find((one) => one.status !== 'cancelled') ?? orders[0];
  return found === undefined ? null : named(found, sent);
}

const DAY_MS = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
/** A day of very many orders; beyond that something is wrong with the pages. */
const PAGES_OF_A_DAY = 1_000;

/** Day by day: pages begin with the newest and move while orders come in, days do not. */
export async function listOrders(
  session: Session,
  { since, cursor }: { since: string; cursor: string | null },
  now: number,
): Promise<{ orders: ProviderOrder[]; next_cursor: string | null }> {
  // Airalo tells the second only.
  const from = Math.floor(Date.parse(since) / 1_000) * 1_000;
  const day = cursor ?? dayOf(from);
  const next = dayOf(Date.parse(day) + DAY_MS);
  // Whether the last day counts is not said: one more is asked for, and left out.
  const said = await allPages(
    session,
    { 'filter[created_at]': `${day} - ${next}` },
    PAGES_OF_A_DAY,
  );
  const orders = said.filter(mayBeOurs).map((one) => toOrder(one, null));
  const ofDay = orders.filter(
    ({ created_at }) => created_at.startsWith(day) && Date.parse(created_at) >= from,
  );
  const once = new Map(ofDay.map((one) => [one.id, one]));
  return {
    orders: [...once.values()].toSorted(oldestFirst),
    next_cursor: next <= dayOf(now) ? next : null,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Our references are uuids. Others that order by the same account call theirs what they like. */
function mayBeOurs(value: unknown): boolean {
  const { description } = membersOf(value);
  return typeof description === 'string' && UUID.test(description);
}

async function allPages(
  session: Session,
  filter: Record<string, string>,
  most: number,
): Promise<unknown[]> {
  const read = async (page: number): Promise<unknown> => {
    const query = { ...filter, include: 'sims,status', limit: PER_PAGE, page };
    const answer = await session.ask(`/orders?${new URLSearchParams(textsOf(query))}`);
    // "None" is an empty list. A 404 is a wrong address, and taking it for "none" would order
    // everything again.
    if (answer.status !== 200) throw unexpected(answer);
    return answer.body;
  };
  const all: unknown[] = [];
  for await (const items of pagesOf(read, most)) all.push(...items);
  return all;
}

const textsOf = (query: Record<string, string | number>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));

function oldestFirst(a: ProviderOrder, b: ProviderOrder): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return Number(BigInt(a.id) - BigInt(b.id));
}
