/** What a new installation starts with: the catalog, an operator token and, in staging, the partner "Demo Travel". */
import type { Context } from './context.ts';
import { readCredentials, writeCredentials, type Credentials } from './credentials.ts';
import { replaceCatalog } from './domain/catalog/replace-catalog.ts';
import { seedCatalog } from './domain/catalog/seed.ts';
import { keyRow, createKey } from './domain/partners/keys.ts';
import { createOperatorToken, isOperatorToken } from './domain/partners/operator-tokens.ts';
import { createPartner } from './domain/partners/partners.ts';

const LOCK = 771_003;

/** With a strategy, a booking needs no more than a destination: the first sample that anybody tries. */
const DEMO_SETTINGS = { package_strategy: { name: 'fixed_size', parameters: { size: '1GB' } } };

/** Makes what is missing and keeps what is there; several at once wait for one another. Writes credentials.json. */
export async function seed(
  ctx: Context,
): Promise<{ credentials: Credentials; isNewToken: boolean }> {
  return ctx.db.tx(async (lock) => {
    await lock.rows('select pg_advisory_xact_lock($1)', [LOCK]);
    if (ctx.catalog.current().bundles.length === 0) {
      const catalog = seedCatalog();
      await ctx.db.tx((tx) => replaceCatalog(tx, catalog));
      await ctx.catalog.refresh();
    }
    const stored = readCredentials(ctx.config.dataDir) ?? {};
    const isKnown =
      stored.operator_token !== undefined && (await isOperatorToken(ctx, stored.operator_token));
    const credentials: Credentials = {
      base_url: ctx.baseUrl,
      ...(ctx.config.env === 'staging' ? await demoPartner(ctx) : {}),
      operator_token: isKnown ? stored.operator_token! : await createOperatorToken(ctx.db),
    };
    writeCredentials(ctx.config.dataDir, credentials);
    return { credentials, isNewToken: !isKnown };
  });
}

/** The demo partner with its oldest key that still works. */
async function demoPartner(
  ctx: Context,
): Promise<{ api_key: string; api_secret: string; partner_id: string }> {
  const partner = await ctx.db.one<{ id: string }>('select id from partners where is_demo');
  if (partner === undefined) {
    const { api_key, api_secret, partner_id } = await createPartner(ctx, {
      name: 'Demo Travel',
      isDemo: true,
      settings: DEMO_SETTINGS,
    });
    return { api_key, api_secret, partner_id };
  }
  const key = await ctx.db.one<{ id: string; secret_sealed: Buffer }>(
    'select id, secret_sealed from api_keys where partner_id = $1 and revoked_at is null and (expires_at is null or expires_at > now()) order by created_at limit 1',
    [partner.id],
  );
  if (key === undefined)
    return { ...(await createKey(ctx, ctx.db, partner.id)), partner_id: partner.id };
  return {
    api_key: key.id,
    api_secret: ctx.secrets.open(key.secret_sealed, keyRow(key.id)),
    partner_id: partner.id,
  };
}
