/**
 * What a new installation starts with: the catalog, an operator token and, in staging, the partner
 * "Demo Travel".
 */
import { readCredentials, type Credentials } from '@hubby/sdk/environment';
import type { Context } from '../context.ts';
import { writeCredentials } from '../credentials.ts';
import { bySystem } from '../domain/actor.ts';
import { replaceCatalog } from '../domain/catalog/replace-catalog.ts';
import { seedCatalog } from '../domain/catalog/seed.ts';
import { findDemoKey } from '../domain/partners/keys/demo-key.ts';
import { createKey } from '../domain/partners/keys/keys.ts';
import { KEY_SCOPES } from '../domain/partners/keys/scopes.ts';
import { createOperatorToken, isOperatorToken } from '../domain/partners/keys/operator-tokens.ts';
import { createPartner } from '../domain/partners/managing/partners.ts';

const LOCK = 771_003;
/** Who it was, in the audit log. */
const BY = bySystem('seed');

/**
 * With a strategy, a booking needs no more than a destination: the first sample that anybody tries.
 */
const DEMO_SETTINGS = { package_strategy: { name: 'fixed_size', parameters: { size: '1GB' } } };

const ANSWER_MS = 1_000;

export type Seeded = {
  credentials: Credentials;
  isNewToken: boolean;
  /**
   * the address that credentials.json keeps instead of ours, since another server answers there;
   * null: it has ours
   */
  keeps: string | null;
};

/**
 * Makes what is missing and keeps what is there; several at once wait for one another. Writes
 * credentials.json.
 */
export async function seed(ctx: Context): Promise<Seeded> {
  const keeps = await addressOfAnother(ctx);
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
    const { dataDir } = ctx.config;
    writeCredentials(dataDir, { ...credentials, base_url: keeps ?? credentials.base_url });
    return { credentials, isNewToken: !isKnown, keeps };
  });
}

/** Of a server of this installation that was started from this folder before and still answers. */
async function addressOfAnother(ctx: Context): Promise<string | null> {
  const { base_url: url, operator_token: token } = readCredentials(ctx.config.dataDir) ?? {};
  if (url === undefined || token === undefined || url === ctx.baseUrl) return null;
  try {
    // Whoever knows the token is no stranger that has come to listen on the same port.
    const { ok } = await fetch(`${url}/api/operator/partners`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWER_MS),
      redirect: 'error',
    });
    return ok ? url : null;
  } catch {
    return null;
  }
}

/** The demo partner with its oldest key that still works. */
async function demoPartner(
  ctx: Context,
): Promise<{ api_key: string; api_secret: string; partner_id: string }> {
  const known = await findDemoKey(ctx);
  if (known !== null) {
    const { api_key, api_secret, partner_id } = known;
    return { api_key, api_secret, partner_id };
  }
  const partner = await ctx.db.one<{ id: string }>('select id from partners where is_demo');
  if (partner !== undefined)
    return {
      ...(await ctx.db.tx((tx) => createKey(ctx, BY, tx, partner.id, { scopes: KEY_SCOPES }))),
      partner_id: partner.id,
    };
  const { api_key, api_secret, partner_id } = await createPartner(ctx, BY, {
    name: 'Demo Travel',
    isDemo: true,
    scopes: KEY_SCOPES,
    settings: DEMO_SETTINGS,
  });
  return { api_key, api_secret, partner_id };
}
