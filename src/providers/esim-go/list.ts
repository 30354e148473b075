/** The list of orders, for reconciling. eSIM Go has it newest first; here it is oldest first. */
import type { ListedOrder } from '../provider.ts';
import type { EsimGo } from './client.ts';
import { toPlaced, unwrapped, type Placed } from './map.ts';

const PAGE = 50;
/** A stretch of time with more pages is cut in halves. */
const MAX_PAGES = 20;
const HOUR_MS = 3_600_000;
const SHORTEST_MS = 1_000;

type Page = { orders: ListedOrder[]; next_cursor: string | null };

/**
 * One stretch of time after the other. The end of the last one is where the list was begun, and is
 * in the cursor: orders that come in meanwhile move nothing.
 */
export async function listOrders(
  api: EsimGo,
  { since, cursor }: { since: string; cursor: string | null },
): Promise<Page> {
  const start = cursor === null ? firstCursor(since) : readCursor(cursor);
  for (let span = start.span; ; span = Math.ceil(span / 2)) {
    const { from, end } = start;
    const until = Math.min(from + span, end);
    const found = await pagesBetween(api, from, until, span > SHORTEST_MS ? MAX_PAGES : Infinity);
    if (found === null) continue;
    // After a busy hour the next may be quiet again.
    const next = { from: until, end, span: Math.min(2 * span, HOUR_MS) };
    return { orders: found.map(toListed), next_cursor: until < end ? writeCursor(next) : null };
  }
}

/** In milliseconds: where the next stretch begins, where the last one ends, how long it is. */
type Cursor = { from: number; end: number; span: number };

const firstCursor = (since: string): Cursor => ({
  from: Date.parse(since),
  end: Date.now() + 1,
  span: HOUR_MS,
});

const writeCursor = ({ from, end, span }: Cursor): string => `${from}-${end}-${span}`;

function readCursor(cursor: string): Cursor {
  const found = /^(\d{1,15})-(\d{1,15})-(\d{1,8})$/.exec(cursor);
  if (found === null) throw new RangeError('This is no cursor of this list.');
  return { from: Number(found[1]), end: Number(found[2]), span: Math.max(1, Number(found[3])) };
}

export const ordersBetween = async (api: EsimGo, from: Date, until: Date): Promise<Placed[]> =>
  (await pagesBetween(api, from.getTime(), until.getTime(), Infinity)) ?? [];

/** From `from` to just before `until`, oldest first; null = more than `maxPages`. */
async function pagesBetween(
  api: EsimGo,
  from: number,
  until: number,
  maxPages: number,
): Promise<Placed[] | null> {
  const found = new Map<string, Placed>();
  for (let page = 1; ; page++) {
    if (page > maxPages) return null;
    const rows = unwrapped(await api.read(`/orders?${query(from, until, page)}`), 'orders');
    for (const placed of rows.map(toPlaced)) {
      const at = Date.parse(placed.createdAt);
      if (at >= from && at < until) found.set(placed.id, placed);
    }
    if (rows.length < PAGE) return [...found.values()].reverse().toSorted(byInstant);
  }
}

/** Whole seconds around it, as the documentation writes them. */
function query(from: number, until: number, page: number): URLSearchParams {
  const second = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return new URLSearchParams([
    ['includeIccids', 'true'],
    ['page', String(page)],
    ['limit', String(PAGE)],
    ['createdAt', `gte:${second(from)}`],
    ['createdAt', `lte:${second(until + 999)}`],
  ]);
}

const byInstant = (a: Placed, b: Placed): number =>
  Date.parse(a.createdAt) - Date.parse(b.createdAt);

const toListed = ({ id, lines, isDone, cost, createdAt }: Placed): ListedOrder => {
  const [line] = lines;
  // People can order several at once in the portal; that is none of ours.
  const isPlain = lines.length === 1 && line!.iccids.length === 1;
  return {
    id,
    reference: null,
    kind: null,
    status: isDone ? 'confirmed' : 'pending',
    iccid: isPlain ? line!.iccids[0]! : null,
    profile: null,
    package_id: null,
    template_id: line?.item ?? null,
    cost,
    created_at: createdAt,
  };
};
