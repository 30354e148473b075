/** How often the eSIMs of one traveler are replaced. */
import type { Queryable } from '../../../db/pool.ts';
import { DAY_MS } from '../../time.ts';

export const MOST_A_YEAR = 3;
const YEAR_MS = 365 * DAY_MS;

/** Those that count, within a year before the partner's `now`. */
export const countThisYear = async (
  db: Queryable,
  partnerId: string,
  travelerId: string,
  now: Date,
): Promise<number> =>
  (await db.one<{ n: number }>(
    `select count(*)::int as n
     from esim_replacements
     where partner_id = $1 and traveler_id = $2 and is_counted and created_at > $3`,
    [partnerId, travelerId, new Date(now.getTime() - YEAR_MS)],
  ))!.n;
