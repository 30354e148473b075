import type { Context } from '../../context.ts';

/**
 * external_user_id → provider, of those whose universal eSIM, made or on its way, ties them to one.
 * Whoever is not in it is still free.
 */
export async function fixedProviders(
  ctx: Context,
  partnerId: string,
  externalUserIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows<{ external_user_id: string; provider: string }>(
      `select external_user_id, provider
       from travelers
       where partner_id = $1 and external_user_id = any($2) and provider is not null`,
      [partnerId, externalUserIds],
    ),
  );
  return new Map(rows.map((r) => [r.external_user_id, r.provider]));
}
