/** eSIMs that were sold: what they are, what is on them, what could be put onto them. */
import {
  findSim,
  remainingOf,
  statusOf,
  topupsOf,
  type Books,
  type Line,
  type Sim,
} from './books.ts';
import type { Package } from './catalog.ts';
import { coded, invalid, notFound } from './errors.ts';
import { readDays, showOrder } from './orders.ts';
import { showSim } from './show-sim.ts';
import { pageOf, stamp, stampWithZone, succeed, type Answer, type Fields } from './wire.ts';

const when = (at: number | null, write: (at: number) => string): string | null =>
  at === null ? null : write(at);

const show = (books: Books, sim: Sim, query: URLSearchParams): Fields => {
  const order = books.orders.find(({ id }) => id === sim.order_id)!;
  const wanted = (query.get('include') ?? '').split(',');
  return {
    ...showSim(sim),
    recycled: sim.recycled_at !== null,
    recycled_at: when(sim.recycled_at, stamp),
    ...(wanted.includes('order')
      ? {
          simable: showOrder(books, order, {
            status: wanted.includes('order.status'),
            asText: true,
          }),
        }
      : {}),
  };
};

export function getSim(books: Books, iccid: string, query: URLSearchParams): Answer {
  const sim = findSim(books, iccid);
  return sim === undefined ? notFound : succeed(show(books, sim, query));
}

/** Newest first. */
export function listSims(books: Books, query: URLSearchParams): Answer {
  const days = readDays(query.get('filter[created_at]'));
  const iccid = query.get('filter[iccid]') ?? '';
  const found = books.sims
    .filter(
      (sim) =>
        (iccid === '' || sim.iccid === iccid) &&
        (days === null || (sim.created_at >= days[0] && sim.created_at < days[1])),
    )
    .toReversed();
  const { items, meta } = pageOf(found, query, 50);
  return succeed(
    items.map((sim) => show(books, sim, query)),
    meta,
  );
}

/** Runs `read` on an eSIM that is there and has not been taken back. */
const onSim = (books: Books, iccid: string, read: (sim: Sim) => unknown): Answer => {
  const sim = findSim(books, iccid);
  if (sim === undefined) return notFound;
  return sim.recycled_at === null ? succeed(read(sim)) : coded(73);
};

export const getTopups = (books: Books, iccid: string): Answer =>
  onSim(books, iccid, (sim) =>
    topupsOf(books, sim).map((one) => ({
      ...showSold(one),
      title: one.title,
      data: one.title.split(' - ')[0],
      voice: null,
      text: null,
      short_info: null,
    })),
  );

const showSold = ({ id, type, price, net_price, amount, day, is_unlimited }: Package): Fields => ({
  id,
  type,
  price,
  net_price,
  amount,
  day,
  is_unlimited,
});

const showLine = (books: Books, of: Line): Fields => ({
  id: of.id,
  status: statusOf(books, of),
  remaining: remainingOf(of),
  activated_at: when(of.activated_at, stampWithZone),
  expired_at: when(of.expires_at, stampWithZone),
  finished_at: when(of.finished_at, stampWithZone),
  package: showSold(of.sold),
});

/** The history, newest first. */
export const getPackages = (books: Books, iccid: string): Answer =>
  onSim(books, iccid, (sim) => sim.lines.map((of) => showLine(books, of)).toReversed());

/** All of an eSIM in one: the line that counts, or the last one. An eSIM that is gone says so. */
export function getUsage(books: Books, iccid: string): Answer {
  const sim = findSim(books, iccid);
  if (sim === undefined) return notFound;
  if (sim.recycled_at !== null) return coded(73);
  const live = sim.lines.filter((one) => ['ACTIVE', 'NOT_ACTIVE'].includes(statusOf(books, one)));
  const shown =
    live.find((one) => statusOf(books, one) === 'ACTIVE') ?? live[0] ?? sim.lines.at(-1)!;
  const unlimited = shown.sold.is_unlimited;
  return succeed({
    remaining: unlimited ? 0 : remainingOf(shown),
    total: unlimited ? 0 : shown.sold.amount,
    expired_at: when(shown.expires_at, stamp),
    is_unlimited: unlimited,
    status: statusOf(books, shown),
    remaining_voice: 0,
    remaining_text: 0,
    total_voice: 0,
    total_text: 0,
  });
}

const REFUND_REASONS = ['INVALID_ACTIVATION', 'DUPLICATE_ORDER', 'SERVICE_ISSUES', 'OTHERS'];

/** People decide later: nothing changes here. */
export function askRefund(books: Books, body: Fields): Answer {
  const iccids = body['iccids'];
  const known = (iccid: unknown) => typeof iccid === 'string' && findSim(books, iccid);
  if (!Array.isArray(iccids) || iccids.length < 1 || iccids.length > 5 || !iccids.every(known))
    return invalid({ iccids: 'The selected iccids are invalid.' });
  if (!REFUND_REASONS.includes(String(body['reason'])))
    return invalid({ reason: 'The selected reason is invalid.' });
  return succeed({ refund_id: ++books.last, created_at: stamp(books.now()) }, {}, 202);
}
