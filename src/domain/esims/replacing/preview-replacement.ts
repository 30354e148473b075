/**
 * What replacing an eSIM would bring over and what it would leave, for whoever is asked whether they
 * mean it. By the rules of replacing, and nothing is changed. What a provider decides only when it is
 * asked to cancel a package may come out otherwise.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { partnerNow } from '../../partners/now.ts';
import { comesEmpty } from './comes-empty.ts';
import { countThisYear, MOST_A_YEAR } from './replace-limit.ts';
import { movedAndLeft, previewOf, type MovedAndLeft } from './replacement-view.ts';

export type ReplacementPreview = MovedAndLeft & {
  iccid: string;
  /** false: the new one comes with the next package that is redeemed */
  comes_at_once: boolean;
  /** how often the traveler's eSIMs may still be replaced within a year */
  times_left: number;
  /** the eSIM that took its place already, null = none did */
  replaced_by: string | null;
};

type Found = {
  esim_id: string;
  provider: string;
  is_archived: boolean;
  replacement_id: string | null;
  replaced_by: string | null;
};

/** Throws 404, and 409 `conflict` of one that is put away and was not replaced. */
export const previewReplacement = (
  ctx: Context,
  partner: Partner,
  travelerId: string,
  iccid: string,
): Promise<ReplacementPreview> =>
  ctx.db.partnerRead(partner.id, async (db) => {
    const found = await db.one<Found>(
      `select e.id as esim_id, e.provider, e.archived_at is not null as is_archived,
         r.id as replacement_id, n.iccid as replaced_by
       from esims e
       left join esim_replacements r on r.partner_id = $1 and r.old_esim_id = e.id
       left join esims n on n.partner_id = $1 and n.id = r.new_esim_id
       where e.partner_id = $1 and e.iccid = $2 and e.traveler_id = $3`,
      [partner.id, iccid, travelerId],
    );
    if (found === undefined) throw new AppError('esim_not_found', 'There is no such eSIM.');
    const { replacement_id, replaced_by } = found;
    if (found.is_archived && replacement_id === null)
      throw new AppError(
        'conflict',
        'This eSIM is put away already; nothing goes onto it any more.',
      );
    const what =
      replacement_id === null
        ? await previewOf(ctx, db, partner.id, found)
        : await movedAndLeft(ctx, db, partner.id, replacement_id);
    const counted = await countThisYear(db, partner.id, travelerId, partnerNow(ctx, partner));
    return {
      iccid,
      ...what,
      comes_at_once: comesEmpty(ctx, found.provider) || what.moved.length > 0,
      times_left: Math.max(0, MOST_A_YEAR - counted),
      replaced_by,
    };
  });
