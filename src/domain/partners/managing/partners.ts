/** The operator's view of partners: make, list, show. */
import { AppError, invalid } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { asPartner } from '../../../db/as-partner.ts';
import { newId } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { createKey, type NewKey } from '../keys/keys.ts';
import { listKeys } from '../keys/list-keys.ts';
import { USUAL_SCOPES, type KeyScope } from '../keys/scopes.ts';
import { refuseSuspended } from './change-partner.ts';
import { PARTNER_COLUMNS, partnerOf, type Partner, type PartnerRow } from '../partner.ts';
import { writeEndpoint } from '../../webhooks/endpoint/write-endpoint.ts';
import { writeLogos } from '../branding/logos.ts';
import { partnerNow } from '../now.ts';
import { checkChange, shownOnce, shownSettings, type ShownOnce } from './settings.ts';
import { settingsAsSet } from './settings-as-set.ts';
import { writeSupportSecrets } from './support-secrets.ts';

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
export async function createPartner(
  ctx: Context,
  actor: Actor,
  input: {
    name: string;
    settings?: Record<string, unknown> | undefined;
    isDemo?: boolean;
    /** of its first key; default: the usual ones */
    scopes?: readonly KeyScope[] | undefined;
  },
): Promise<CreatedPartner> {
  const name = input.name.trim();
  if (name === '') throw invalid([{ field: 'name', issue: 'expected a name' }]);
  const { set, endpoint, logos, secrets } = await checkChange(ctx, null, input.settings ?? {});
  return ctx.db.tx(async (tx) => {
    const base = slugOf(name);
    let row: { id: string; slug: string } | undefined;
    for (let n = 1; row === undefined; n++) {
      row = await tx.one(
        `insert into partners (id, name, slug, settings, is_demo)
         values ($1, $2, $3, $4, $5)
         on conflict (slug) do nothing
         returning id, slug`,
        [
          newId('prt'),
          name,
          n === 1 ? base : `${base}-${n}`,
          JSON.stringify(set),
          input.isDemo ?? false,
        ],
      );
    }
    await asPartner(tx, row.id);
    const written =
      endpoint === null
        ? null
        : await writeEndpoint(ctx, tx, row.id, endpoint, partnerNow(ctx, row));
    if (logos !== null) await writeLogos(tx, row.id, logos);
    if (secrets !== null) await writeSupportSecrets(ctx, tx, row.id, secrets);
    await recordAct(tx, actor, {
      partnerId: row.id,
      action: 'partner.created',
      after: { name, slug: row.slug, settings: await settingsAsSet(ctx, tx, row.id, set) },
    });
    const key = await createKey(ctx, actor, tx, row.id, { scopes: input.scopes ?? USUAL_SCOPES });
    return { partner_id: row.id, name, slug: row.slug, ...key, ...shownOnce(written) };
  });
}

export async function findPartner(ctx: Context, id: string): Promise<Partner> {
  const row = await ctx.db.one<PartnerRow>(
    `select ${PARTNER_COLUMNS} from partners p where p.id = $1`,
    [id],
    'partner',
  );
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  return partnerOf(ctx.priceBooks, row);
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
    const keys = await listKeys(db, id);
    return {
      ...view(row, await shownSettings(ctx, db, id, row.settings)),
      keys,
    };
  });
}
