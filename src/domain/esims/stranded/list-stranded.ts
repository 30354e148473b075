/**
 * Who is stranded when an account drains, is paused or dies: travelers with eSIMs there, with
 * packages still to come or still to be used. Of everybody: partner by partner, each with how
 * many first.
 */
import type { Context } from '../../../context.ts';
import { pageOf, placeOf, SCANNED, type PageSize, type Paging } from '../../../input/paging.ts';
import { noSuchAccount } from '../../suppliers/managing/view-account.ts';
import { countStranded, type StrandedCounts } from './count-stranded.ts';
import { makeStrandedView, type StrandedView } from './stranded-view.ts';
import { travelersAt } from './travelers-at.ts';

export const STRANDED_PAGE: PageSize = { most: 500, usual: 50 };

export type Stranded = {
  /** with the first page only; those that have somebody there, by id */
  partners: StrandedCounts[] | null;
  travelers: StrandedView[];
  next_cursor: string | null;
};

/** By partner, then traveler. A page may be short: it looks at a bounded number. Throws 404. */
export async function listStranded(
  ctx: Context,
  account: string,
  query: Paging,
): Promise<Stranded> {
  await ctx.suppliers.lookNow();
  if (ctx.suppliers.find(account) === undefined) throw noSuchAccount();
  const limit = query.limit ?? STRANDED_PAGE.usual;
  const place = placeOf(query.cursor, readPlace);
  const from = place ?? { partner: '', traveler: '' };
  const partners = await ctx.db.rows<{ id: string; name: string }>(
    'select id, name from partners where id >= $1 order by id',
    [from.partner],
  );
  const counts = place === null ? await countStranded(ctx, account, partners) : null;
  const look: Look = { ctx, account, limit, rows: [], left: SCANNED, reached: null };
  for (const { id } of partners) {
    await lookAt(look, id, id === from.partner ? from.traveler : '');
    if (look.rows.length > limit || look.left <= 0) break;
    look.reached = null;
  }
  const { page, next_cursor } = pageOf(
    look.rows,
    limit,
    (row) => placeText(row.partner_id, row.traveler_id),
    look.reached,
  );
  return { partners: counts, travelers: page, next_cursor };
}

type Look = {
  ctx: Context;
  account: string;
  limit: number;
  rows: StrandedView[];
  /** how many partners and travelers may still be looked at */
  left: number;
  /** the place of the last one that was */
  reached: string | null;
};

/** Adds what one partner has, until the page is full or enough was looked at. */
async function lookAt(look: Look, partnerId: string, from: string): Promise<void> {
  const { ctx, account, limit } = look;
  const view = await makeStrandedView(ctx, partnerId, account);
  look.left--;
  look.reached = placeText(partnerId, from);
  for (let after = from; look.rows.length <= limit && look.left > 0;) {
    const size = Math.min(limit + 1, look.left);
    const found = await ctx.db.partnerRead(partnerId, (db) =>
      travelersAt(db, { partnerId, account, after, limit: size, now: view.now }),
    );
    look.rows.push(...found.map(view.of).filter((one) => one !== null));
    look.left -= found.length;
    const last = found.at(-1);
    if (last !== undefined) {
      after = last.traveler_id;
      look.reached = placeText(partnerId, after);
    }
    if (found.length < size) break;
  }
}

const placeText = (partner: string, traveler: string): string => `${partner} ${traveler}`;

function readPlace(text: string): { partner: string; traveler: string } | null {
  const parts = /^(prt_\w{1,60}) ([\w-]{0,100})$/.exec(text);
  return parts === null ? null : { partner: parts[1]!, traveler: parts[2]! };
}
