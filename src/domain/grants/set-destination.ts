/**
 * set_classic_package_queue_destination: the traveler chooses where a grant without a destination
 * is for; that freezes its bundle.
 */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { frozen, type SourcedChoice } from '../planning/frozen.ts';
import { resolveLocale, type Localized } from '../catalog/locales.ts';
import type { Catalog } from '../catalog/store.ts';
import { freezeChoice } from '../esims/provisioning/freeze-choice.ts';
import type { Partner } from '../partners/partner.ts';
import { activePartner } from '../partners/managing/partners.ts';
import { chooseLater } from '../planning/choose-later.ts';
import type { AppUser } from '../travelers/app-user.ts';
import { GRANT_COLUMNS, viewGrant, type GrantRow, type GrantView } from './grant-view.ts';
import { lockGrant, type Grant } from './own-grant.ts';

export async function setGrantDestination(
  ctx: Context,
  user: AppUser,
  queueUuid: string,
  iso3: string,
  locale?: string,
): Promise<Localized<{ queue: GrantView }>> {
  const partner = await activePartner(ctx, user.partnerId);
  const row = await ctx.db.partnerTx(user.partnerId, async (tx) => {
    const grant = await lockGrant(ctx, tx, user, queueUuid);
    if (!isThere(ctx.catalog.current(), grant, iso3)) {
      const choice = chooseOther(ctx, partner, grant, iso3);
      await freezeChoice(
        tx,
        user.partnerId,
        grant.id,
        frozen(ctx.catalog.current(), partner.prices.of, choice),
      );
    }
    return (await tx.one<GrantRow>(
      `select ${GRANT_COLUMNS} from package_queues where partner_id = $1 and id = $2`,
      [user.partnerId, grant.id],
    ))!;
  });
  const shown = resolveLocale(locale, partner.settings.locale).locale;
  return { locale: shown, data: { queue: viewGrant(ctx.catalog.current(), row, shown) } };
}

/** What is set already may be set again: nothing changes, whoever chose it. */
const isThere = (catalog: Catalog, grant: Grant, iso3: string): boolean =>
  grant.bundle_id !== null && catalog.resolve(iso3)?.id === grant.destination_id;

/**
 * The bundle for a destination that it does not have; a partner's own choice is not the traveler's
 * to change.
 */
function chooseOther(ctx: Context, partner: Partner, grant: Grant, iso3: string): SourcedChoice {
  if (grant.wanted === null)
    throw invalid([
      {
        field: 'iso3',
        type: 'destination_fixed',
        issue: 'the partner has chosen the destination of this package queue',
      },
    ]);
  if (grant.is_under_way)
    throw new AppError('redeem_in_progress', 'A claim of this package queue is under way.', {
      retryAfter: 5,
    });
  return chooseLater(ctx, partner, grant.wanted, iso3, { field: 'iso3', esimType: 'classic' });
}
