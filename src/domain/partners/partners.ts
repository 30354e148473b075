/** The operator's view of partners: make, list, show, change settings. */
import { AppError, invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import { createKey, type NewKey } from './keys.ts';
import { PARTNER_COLUMNS, partnerOf, type Partner, type PartnerRow } from './key-store.ts';
import { checkSettings, withDefaults, type Settings } from './settings.ts';

/** `Demo Travel` → `demo-travel`; what has no Latin letter becomes `partner`. */
const slugOf = (name: string): string =>
  name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'partner';

export type CreatedPartner = NewKey & { partner_id: string; name: string; slug: string };

export async function createPartner(ctx: Context, input: { name: string; settings?: Record<string, unknown> | undefined; isDemo?: boolean }): Promise<CreatedPartner> {
  const name = input.name.trim();
  if (name === '') throw invalid([{ field: 'name', issue: 'expected a name' }]);
  const { set } = checkSettings(input.settings ?? {}, ctx.catalog.current());
  return ctx.db.tx(async (tx) => {
    const base = slugOf(name);
    let row: { id: string; slug: string } | undefined;
    for (let n = 1; row === undefined; n++) {
      row = await tx.one('insert into partners (id, name, slug, settings, is_demo) values ($1, $2, $3, $4, $5) on conflict (slug) do nothing returning id, slug',
        [newId('prt'), name, n === 1 ? base : `${base}-${n}`, JSON.stringify(set), input.isDemo ?? false]);
    }
    return { partner_id: row.id, name, slug: row.slug, ...(await createKey(ctx, tx, row.id)) };
  });
}

export async function findPartner(ctx: Context, id: string): Promise<Partner> {
  const row = await ctx.db.one<PartnerRow>(`select ${PARTNER_COLUMNS} from partners p where p.id = $1`, [id]);
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  return partnerOf(ctx.db, row);
}

type PartnerView = { id: string; name: string; slug: string; settings: object; price_list_id: string | null; b2b_modification: number; b2c_modification: number; created_at: string };
type Row = PartnerRow & { created_at: Date };
const view = (row: Row, settings: object): PartnerView => ({
  id: row.partner_id, name: row.name, slug: row.slug, settings, price_list_id: row.price_list_id,
  b2b_modification: row.b2b_modification, b2c_modification: row.b2c_modification, created_at: row.created_at.toISOString(),
});

export async function listPartners(ctx: Context): Promise<PartnerView[]> {
  const rows = await ctx.db.rows<Row>(`select ${PARTNER_COLUMNS}, p.created_at from partners p order by p.id limit 10000`);
  return rows.map((row) => view(row, row.settings));
}

export async function showPartner(ctx: Context, id: string): Promise<PartnerView & { keys: object[] }> {
  const row = await ctx.db.one<Row>(`select ${PARTNER_COLUMNS}, p.created_at from partners p where p.id = $1`, [id]);
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  const keys = await ctx.db.rows<{ id: string; label: string | null; min_signature_version: number; created_at: Date; expires_at: Date | null; revoked_at: Date | null }>(
    'select id, label, min_signature_version, created_at, expires_at, revoked_at from api_keys where partner_id = $1 order by created_at', [id]);
  return {
    ...view(row, withDefaults(row.settings)),
    keys: keys.map((k) => ({ api_key: k.id, label: k.label, min_signature_version: k.min_signature_version, created_at: k.created_at, expires_at: k.expires_at, revoked_at: k.revoked_at })),
  };
}

/** Replaces each named key whole and leaves the others; null goes back to the default. */
export async function updateSettings(ctx: Context, id: string, change: Record<string, unknown>): Promise<{ id: string; settings: object }> {
  const { set, reset } = checkSettings(change, ctx.catalog.current());
  const row = await ctx.db.one<{ settings: Settings }>(
    'update partners set settings = (settings || $2::jsonb) - $3::text[] where id = $1 returning settings', [id, JSON.stringify(set), reset]);
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  ctx.keys.forgetPartner(id);
  return { id, settings: withDefaults(row.settings) };
}
