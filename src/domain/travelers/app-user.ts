/** Who calls from a partner's app, as a verified token says. */
import type { Context } from '../../context.ts';

export type Identity = {
  partnerId: string;
  externalUserId: string | null;
  /** verified by who issued the token, lower case */
  email: string | null;
};
/** travelerId null: a good token of somebody who has nothing here. */
export type AppUser = Identity & { travelerId: string | null };

/** By external_user_id where the token names one, else by the e-mail. */
export async function findAppUser(ctx: Context, identity: Identity): Promise<AppUser> {
  const { partnerId, externalUserId, email } = identity;
  const row = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.one<{ id: string }>(
      externalUserId !== null
        ? 'select id from travelers where partner_id = $1 and external_user_id = $2'
        : 'select traveler_id as id from traveler_emails where partner_id = $1 and email = $2',
      [partnerId, externalUserId ?? email],
    ),
  );
  return { ...identity, travelerId: row?.id ?? null };
}
