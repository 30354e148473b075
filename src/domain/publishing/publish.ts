/** Does what a preview said, or nothing: whoever publishes has seen what becomes of the catalog. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { noteChange, type Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Bundle } from '../catalog/types.ts';
import { toMajor } from '../money.ts';
import { digestOf } from './digest.ts';
import { loadWorld } from './load-world.ts';
import { plan, type Plan } from './plan.ts';
import { writePlan } from './write-plan.ts';

export type Published = { version: number; appeared: number; changed: number; vanished: number };

/** Throws `conflict` where a preview would say something else by now. */
export async function publish(ctx: Context, actor: Actor, digest: string): Promise<Published> {
  await ctx.catalog.refresh();
  const published = await ctx.db.tx((tx) => publishIn(ctx, actor, tx, digest));
  await ctx.catalog.refresh();
  noteChange(ctx, actor, 'the catalog was published', published);
  return published;
}

async function publishIn(ctx: Context, actor: Actor, tx: Tx, digest: string): Promise<Published> {
  const version = await lockCatalog(tx);
  // Between our reading it and the lock, somebody has changed the catalog.
  if (version !== ctx.catalog.current().version) throw changed();
  const planned = plan(await loadWorld(ctx, tx));
  if (digestOf(planned) !== digest) throw changed();
  const written = await writePlan(tx, planned);
  const published = { version: written ?? version, ...countsOf(planned) };
  if (written !== null)
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'catalog.published',
      before: { version },
      after: { ...published, changes: changesOf(planned) },
    });
  return published;
}

/** Imports raise the version first, and so wait for us. Bookings only read it. */
async function lockCatalog(tx: Tx): Promise<number> {
  const row = await tx.one<{ value: string }>(
    `select value from shared_values where key = 'catalog_version' for update`,
  );
  return Number(row?.value ?? 0);
}

/** The counts have them all. */
const MOST_LISTED = 500;

const priceOf = ({ b2b_price, b2c_price, currency }: Bundle): object => ({
  b2b_price: toMajor({ minor: b2b_price, currency }),
  b2c_price: toMajor({ minor: b2c_price, currency }),
  currency,
});

const changesOf = ({ appear, change, vanish }: Plan): object => ({
  appeared: appear
    .slice(0, MOST_LISTED)
    .map(({ bundle, rule }) => ({ id: bundle.id, rule, after: priceOf(bundle) })),
  changed: change.slice(0, MOST_LISTED).map(({ bundle, rule, before }) => ({
    id: bundle.id,
    rule,
    before: priceOf(before),
    after: priceOf(bundle),
  })),
  vanished: vanish
    .slice(0, MOST_LISTED)
    .map(({ bundle, rule, why }) => ({ id: bundle.id, rule, before: priceOf(bundle), why })),
});

const countsOf = ({ appear, change, vanish }: Plan): Omit<Published, 'version'> => ({
  appeared: appear.length,
  changed: change.length,
  vanished: vanish.length,
});

const changed = (): AppError =>
  new AppError(
    'conflict',
    'Something has changed since that preview; nothing was published. Look at a new one.',
  );
