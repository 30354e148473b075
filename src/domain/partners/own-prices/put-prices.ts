/** A partner's own prices: what it asks of travelers, bundle by bundle. */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { Actor } from '../../actor.ts';
import { recordChanges } from '../../audit/record-act.ts';
import { formerIdsOf } from '../../catalog/former-ids.ts';
import { decimalsText, MAX_MINOR, toMajor, toMinor } from '../../money.ts';

/** `own_price`: major units; null takes it off, so that the recommended price counts again. */
export type OwnPrice = { bundle_id: string; own_price: number | null };
/** In minor units, of bundles by their ids of today. */
export type ReadPrice = { id: string; minor: number | null };

/** Throws `invalid_request` naming every item that is none. */
export function readOwnPrices(ctx: Context, items: readonly OwnPrice[]): ReadPrice[] {
  const catalog = ctx.catalog.current();
  const { currency } = catalog;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const read = items.map(({ bundle_id: asked, own_price: major }, i) => {
    const id = catalog.bundle(asked)?.id;
    const minor = major === null ? null : toMinor(major, currency);
    const add = (field: string, issue: string): void => {
      problems.push({ field: `prices.${i}.${field}`, issue });
    };
    if (id === undefined) add('bundle_id', `unknown bundle "${asked}"`);
    else if (seen.has(id)) add('bundle_id', 'named twice');
    if (major !== null && minor === null)
      add('own_price', `expected ${amountText(currency)}, got ${major}`);
    seen.add(id ?? asked);
    return { id: id ?? asked, minor };
  });
  if (problems.length > 0) throw invalid(problems);
  return read;
}

/** What an own price has to be, for people. */
export const amountText = (currency: string): string =>
  `an amount in ${currency} with ${decimalsText(currency)}, at most ${toMajor({ minor: MAX_MINOR, currency })}`;

/** Those that are not named stay. Answers how many are others than before. */
export async function putOwnPrices(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  prices: readonly ReadPrice[],
): Promise<{ changed: number }> {
  const changed = await ctx.db.partnerTx(partnerId, async (tx) => {
    // Of two changes at once the second one sees the first.
    const partner = await tx.one('select 1 from partners where id = $1 for no key update', [
      partnerId,
    ]);
    if (partner === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    const before = await readOwn(tx, partnerId, prices);
    const changes = changesOf(before, prices);
    if (changes.length > 0) await write(ctx, tx, actor, partnerId, changes);
    return changes.length;
  });
  if (changed > 0) ctx.keys.forgetPartner(partnerId);
  return { changed };
}

export type Change = { id: string; before: number | null; after: number | null };

/** What they would change, without changing it. */
export async function compareOwnPrices(
  ctx: Context,
  partnerId: string,
  prices: readonly ReadPrice[],
): Promise<Change[]> {
  const before = await ctx.db.partnerRead(partnerId, (db) => readOwn(db, partnerId, prices));
  return changesOf(before, prices);
}

const changesOf = (before: ReadonlyMap<string, number>, prices: readonly ReadPrice[]): Change[] =>
  prices
    .map(({ id, minor }) => ({ id, before: before.get(id) ?? null, after: minor }))
    .filter((change) => change.before !== change.after);

/** By the ids of today, in minor units; one that was set for a former id is of its successor. */
async function readOwn(
  db: Queryable,
  partnerId: string,
  prices: readonly ReadPrice[],
): Promise<Map<string, number>> {
  const names = prices.flatMap(({ id }) => [id, ...formerIdsOf(id)]);
  const rows = await db.rows<{ bundle_id: string; price: number }>(
    'select bundle_id, price from own_prices where partner_id = $1 and bundle_id = any($2)',
    [partnerId, names],
  );
  const known = new Map(rows.map((row) => [row.bundle_id, row.price]));
  return new Map(
    prices.flatMap(({ id }) => {
      const name = [id, ...formerIdsOf(id)].find((one) => known.has(one));
      return name === undefined ? [] : [[id, known.get(name)!]];
    }),
  );
}

async function write(
  ctx: Context,
  tx: Queryable,
  actor: Actor,
  partnerId: string,
  changes: readonly Change[],
): Promise<void> {
  const names = changes.flatMap(({ id }) => [id, ...formerIdsOf(id)]);
  await tx.rows('delete from own_prices where partner_id = $1 and bundle_id = any($2)', [
    partnerId,
    names,
  ]);
  const set = changes.filter(({ after }) => after !== null);
  await tx.rows(
    `insert into own_prices (partner_id, bundle_id, price)
     select $1, *
     from unnest($2::text[], $3::int[])`,
    [partnerId, set.map(({ id }) => id), set.map(({ after }) => after)],
  );
  await tx.rows('update partners set prices_version = prices_version + 1 where id = $1', [
    partnerId,
  ]);
  const { currency } = ctx.catalog.current();
  const shown = (which: 'before' | 'after'): Record<string, object> =>
    Object.fromEntries(
      changes.flatMap(({ id, [which]: minor }) =>
        minor === null ? [] : [[id, { own_price: toMajor({ minor, currency }), currency }]],
      ),
    );
  await recordChanges(
    tx,
    actor,
    { partnerId, action: 'prices.changed' },
    { before: shown('before'), after: shown('after') },
  );
}
