/**
 * Orders belong to a traveler of a partner. Those of trials belong to a partner of the
 * installation's own, which can sell nothing.
 */
import type { Context } from '../../../context.ts';
import { bySystem } from '../../actor.ts';
import { createPartner, findPartner } from '../../partners/managing/partners.ts';
import type { Partner } from '../../partners/partner.ts';

const KEY = 'trial_partner';
const NAME = 'Trials of suppliers';

export async function trialPartner(ctx: Context): Promise<Partner> {
  const known = await read(ctx);
  if (known !== undefined) return findPartner(ctx, known);
  const { partner_id: made } = await createPartner(ctx, bySystem('trials'), { name: NAME });
  await ctx.db.rows('update partners set suspended_at = now() where id = $1', [made]);
  await ctx.db.rows(
    `insert into shared_values (key, value)
     values ($1, $2)
     on conflict (key) do nothing`,
    [KEY, made],
  );
  // Of two that were made at once the first is the one.
  return findPartner(ctx, (await read(ctx)) ?? made);
}

async function read(ctx: Context): Promise<string | undefined> {
  const row = await ctx.db.one<{ value: string }>(
    'select value from shared_values where key = $1',
    [KEY],
  );
  return row?.value;
}
