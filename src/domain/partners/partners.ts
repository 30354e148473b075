/** The operator's view of partners: make, list, show, change settings. */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import { createKey, type NewKey } from './keys.ts';
import { refuseSuspended } from './change-partner.ts';
import { PARTNER_COLUMNS, partnerOf, type Partner, type PartnerRow } from './partner.ts';
import { checkEndpoint, type CheckedEndpoint } from '../webhooks/endpoint/check-endpoint.ts';
import { findEndpoint } from '../webhooks/endpoint/show-endpoint.ts';
import { writeEndpoint, type Written } from '../webhooks/endpoint/write-endpoint.ts';
import { fetchLogos, writeLogos, type Logo } from './logos.ts';
import { partnerNow } from './now.ts';
import { senderProblems } from '../settings/messages.ts';
import { lookAgain } from './look-again.ts';
import { checkSettings, withDefaults, type Settings } from '../settings/settings.ts';
import { showSupport, writeSupportSecrets } from './support-secrets.ts';
import { splitSupport, type SupportSecrets } from '../settings/support.ts';

const NO_ENDPOINT = { url: null, api_key: null, enabled: false };
type Change = {
  set: Settings;
  reset: string[];
  /** the setting `webhook_settings`, which has a table of its own */ endpoint: CheckedEndpoint | null;
  /** of `visual_identity`; null = that is not changed */ logos: Logo[] | null;
  /** of `support`; null = that is not changed */ secrets: SupportSecrets | null;
};

/** Throws `invalid_request` naming every bad field. Resolves the endpoint's host and fetches logos, so not inside a transaction. */
async function checkChange(
  ctx: Context,
  { webhook_settings, ...change }: Record<string, unknown>,
): Promise<Change> {
  const checked =
    webhook_settings === undefined
      ? null
      : await checkEndpoint(ctx, webhook_settings ?? NO_ENDPOINT, 'webhook_settings');
  const { logos, problems } = await fetchLogos(ctx, change['visual_identity']);
  const settings = checkSettings(change, ctx.catalog.current(), [
    ...(checked?.problems ?? []),
    ...senderProblems(ctx, change['mail']),
    ...problems,
  ]);
  const { shown, secrets } = splitSupport(
    Object.hasOwn(change, 'support') ? (settings.set.support ?? null) : undefined,
  );
  if (shown !== undefined) settings.set.support = shown;
  return {
    ...settings,
    endpoint: checked?.endpoint ?? null,
    logos: Object.hasOwn(change, 'visual_identity') ? logos : null,
    secrets,
  };
}

/** `Demo Travel` → `demo-travel`; what has no Latin letter becomes `partner`. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|(?<!-)-+$/g, '')
    .slice(0, 40) || 'partner';

export type CreatedPartner = NewKey &
  ShownOnce & { partner_id: string; name: string; slug: string };
/** Where this very call made a signing secret for the endpoint. */
type ShownOnce = { signing_secret?: string };

const shownOnce = (written: Written | null): ShownOnce =>
  written === null || written.signingSecret === null
    ? {}
    : { signing_secret: written.signingSecret };

export async function createPartner(
  ctx: Context,
  input: { name: string; settings?: Record<string, unknown> | undefined; isDemo?: boolean },
): Promise<CreatedPartner> {
  const name = input.name.trim();
  if (name === '') throw invalid([{ field: 'name', issue: 'expected a name' }]);
  const { set, endpoint, logos, secrets } = await checkChange(ctx, input.settings ?? {});
  return ctx.db.tx(async (tx) => {
    const base = slugOf(name);
    let row: { id: string; slug: string } | undefined;
    for (let n = 1; row === undefined; n++) {
      row = await tx.one(
        'insert into partners (id, name, slug, settings, is_demo) values ($1, $2, $3, $4, $5) on conflict (slug) do nothing returning id, slug',
        [
          newId('prt'),
          name,
          n === 1 ? base : `${base}-${n}`,
          JSON.stringify(set),
          input.isDemo ?? false,
        ],
      );
    }
    await tx.rows(`select set_config('hubby.partner_id', $1, true)`, [row.id]);
    const written =
      endpoint === null
        ? null
        : await writeEndpoint(ctx, tx, row.id, endpoint, partnerNow(ctx, row));
    if (logos !== null) await writeLogos(tx, row.id, logos);
    if (secrets !== null) await writeSupportSecrets(ctx, tx, row.id, secrets);
    const key = await createKey(ctx, tx, row.id);
    return { partner_id: row.id, name, slug: row.slug, ...key, ...shownOnce(written) };
  });
}

export async function findPartner(ctx: Context, id: string): Promise<Partner> {
  const row = await ctx.db.one<PartnerRow>(
    `select ${PARTNER_COLUMNS} from partners p where p.id = $1`,
    [id],
  );
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  return partnerOf(ctx.db, row);
}

/** For what an app or a page of a partner starts: nothing new while it is suspended. */
export async function activePartner(ctx: Context, id: string): Promise<Partner> {
  const partner = await findPartner(ctx, id);
  refuseSuspended(partner);
  return partner;
}

type PartnerView = {
  id: string;
  name: string;
  slug: string;
  settings: object;
  price_list_id: string | null;
  b2b_modification: number;
  b2c_modification: number;
  suspended_at: string | null;
  created_at: string;
};
type Row = PartnerRow & { created_at: Date };
const view = (row: Row, settings: object): PartnerView => ({
  id: row.partner_id,
  name: row.name,
  slug: row.slug,
  settings,
  price_list_id: row.price_list_id,
  b2b_modification: row.b2b_modification,
  b2c_modification: row.b2c_modification,
  suspended_at: row.suspended_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});

export async function listPartners(ctx: Context): Promise<PartnerView[]> {
  const rows = await ctx.db.rows<Row>(
    `select ${PARTNER_COLUMNS}, p.created_at from partners p order by p.id limit 10000`,
  );
  return rows.map((row) => view(row, row.settings));
}

export async function showPartner(
  ctx: Context,
  id: string,
): Promise<PartnerView & { keys: object[] }> {
  return ctx.db.partnerRead(id, async (db) => {
    const row = await db.one<Row>(
      `select ${PARTNER_COLUMNS}, p.created_at from partners p where p.id = $1`,
      [id],
    );
    if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    const keys = await db.rows<{
      id: string;
      label: string | null;
      min_signature_version: number;
      created_at: Date;
      expires_at: Date | null;
      revoked_at: Date | null;
    }>(
      'select id, label, min_signature_version, created_at, expires_at, revoked_at from api_keys where partner_id = $1 order by created_at',
      [id],
    );
    return {
      ...view(row, await shownSettings(ctx, db, id, row.settings)),
      keys: keys.map((k) => ({
        api_key: k.id,
        label: k.label,
        min_signature_version: k.min_signature_version,
        created_at: k.created_at,
        expires_at: k.expires_at,
        revoked_at: k.revoked_at,
      })),
    };
  });
}

/** The settings in force; `webhook_settings` only where one was set; keys and secrets only by their ends. */
async function shownSettings(
  ctx: Context,
  db: Queryable,
  id: string,
  settings: Settings,
): Promise<object> {
  const endpoint = await findEndpoint(ctx, db, id);
  return {
    ...withDefaults(settings),
    ...(endpoint === null ? {} : { webhook_settings: endpoint }),
    ...(settings.support === undefined
      ? {}
      : { support: await showSupport(ctx, db, id, settings.support) }),
  };
}

/** Replaces each named key whole and leaves the others; null goes back to the default. All of it or nothing. */
export async function updateSettings(
  ctx: Context,
  id: string,
  change: Record<string, unknown>,
): Promise<{ id: string; settings: object } & ShownOnce> {
  const { set, reset, endpoint, logos, secrets } = await checkChange(ctx, change);
  let written: Written | null = null;
  const settings = await ctx.db.partnerTx(id, async (tx) => {
    const row = await tx.one<{ settings: Settings }>(
      'update partners set settings = (settings || $2::jsonb) - $3::text[] where id = $1 returning settings',
      [id, JSON.stringify(set), reset],
    );
    if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    if (endpoint !== null)
      written = await writeEndpoint(ctx, tx, id, endpoint, partnerNow(ctx, { id }));
    if (logos !== null) await writeLogos(tx, id, logos);
    if (secrets !== null) await writeSupportSecrets(ctx, tx, id, secrets);
    if (['schedules', 'time_zone'].some((key) => Object.hasOwn(change, key)))
      await lookAgain(tx, id, partnerNow(ctx, { id }));
    return shownSettings(ctx, tx, id, row.settings);
  });
  ctx.keys.forgetPartner(id);
  const done = written as Written | null;
  if (done?.isDue) ctx.wake('deliveries');
  return { id, settings, ...shownOnce(done) };
}
