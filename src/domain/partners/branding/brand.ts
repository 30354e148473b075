/** How a partner shows itself in mails and on pages: what it set, else its name and our colours. */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Partner } from '../partner.ts';

export type Brand = {
  name: string;
  /**
   * absolute URL on our own host, of the image as re-encoded; null = the name stands there in
   * letters
   */
  logoUrl: string | null;
  /** #rrggbb */
  primaryColor: string;
  secondaryColor: string;
  /** where travelers read terms and privacy and get help; what the partner has set of it */
  legal: Legal;
};

export type Legal = { terms?: string; privacy?: string; help?: string };

export const OWN_COLORS = { primaryColor: '#0b5cad', secondaryColor: '#0b5cad' } as const;
export const DEFAULT_BRAND = 'default';

/** Help is where the setting `support` says, unless `legal` says otherwise. */
function legalOf({ legal, support }: Pick<Partner, 'settings'>['settings']): Legal {
  const mail = support?.email === undefined ? undefined : `mailto:${support.email}`;
  const help = legal?.help ?? support?.url ?? mail;
  return { ...legal, ...(help === undefined ? {} : { help }) };
}

type Branded = Pick<Partner, 'id' | 'name' | 'slug' | 'settings'>;

function chosenOf({ settings: { visual_identity: brands } }: Branded, key: string | null) {
  const chosen = key !== null && Object.hasOwn(brands, key) ? key : DEFAULT_BRAND;
  return { chosen, brand: Object.hasOwn(brands, chosen) ? brands[chosen]! : {} };
}

/** `key`: a booking's custom_branding; null or one that is gone = the default one. */
export async function brandOf(
  ctx: Pick<Context, 'baseUrl'>,
  db: Queryable,
  partner: Branded,
  key: string | null,
): Promise<Brand> {
  const { chosen, brand } = chosenOf(partner, key);
  const logo =
    brand.logo_url === undefined
      ? undefined
      : await db.one<{ hash: string }>(
          'select hash from brand_logos where partner_id = $1 and brand = $2 and source_url = $3',
          [partner.id, chosen, brand.logo_url],
        );
  return {
    name: brand.name ?? partner.name,
    logoUrl:
      logo === undefined
        ? null
        : `${ctx.baseUrl}/brand/${partner.slug}/${chosen}.png?v=${logo.hash}`,
    primaryColor: brand.primary_color ?? OWN_COLORS.primaryColor,
    secondaryColor: brand.secondary_color ?? OWN_COLORS.secondaryColor,
    legal: legalOf(partner.settings),
  };
}

/** The same outside of a transaction: one is begun only where there is something to look up. */
export const brandAlone = (
  ctx: Pick<Context, 'baseUrl' | 'db'>,
  partner: Branded,
  key: string | null,
): Promise<Brand> =>
  chosenOf(partner, key).brand.logo_url === undefined
    ? brandOf(ctx, ctx.db, partner, key)
    : ctx.db.partnerTx(partner.id, (tx) => brandOf(ctx, tx, partner, key));
