/** What a plan is made of, from the catalog in memory and the tables beside it. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Source } from '../catalog/types.ts';
import { accountsServing } from '../routing/accounts-serving.ts';
import { routableAccounts } from '../suppliers/routable-accounts.ts';
import { loadFigures } from './load-figures.ts';
import { readRules } from './read-rules.ts';
import type { PublishingRule } from './rule.ts';
import type { Owner, Standing, World } from './world.ts';

type Ctx = Pick<Context, 'catalog' | 'suppliers'>;

/** Throws `conflict` where a rule's amounts are in another currency than the catalog. */
export async function loadWorld(ctx: Ctx, db: Queryable): Promise<World> {
  const catalog = ctx.catalog.current();
  const rules = await readRules(db);
  for (const rule of rules) sameCurrency(rule, catalog.currency);
  const owners = await db.rows<Owner & { bundle_id: string }>(
    'select bundle_id, rule, fingerprint from published_bundles',
  );
  const sources = await readSources(db);
  return {
    currency: catalog.currency,
    destinations: catalog.destinations,
    bundles: catalog.bundles,
    owners: new Map(owners.map(({ bundle_id, ...owner }) => [bundle_id, owner])),
    sources,
    standingOf: standings(ctx, new Set(sources.filter((s) => s.is_waiting).map(({ id }) => id))),
    figuresOf: await loadFigures(db, catalog.rates()),
    rules,
  };
}

function sameCurrency({ name, currency }: PublishingRule, catalogs: string): void {
  if (currency !== catalogs)
    throw new AppError(
      'conflict',
      `The amounts of the rule ${name} are in ${currency}, the catalog is in ${catalogs}. Set the rule anew.`,
    );
}

type Listed = Source & { is_waiting: boolean };

const readSources = (db: Queryable): Promise<Listed[]> =>
  db.rows<Listed>(
    `select id, account, article, topup_article, esim_types, bytes, daily_bytes, throttle_kbps,
       duration_days, coverage, cost, currency, starts, needs_kyc, imsi, activation_window_days,
       is_stale, is_held, offered_cost is not null as is_waiting
     from sources
     order by id`,
  );

/** Whose accounts take orders of anybody: what no new traveler can be given makes no price. */
function standings(ctx: Ctx, waiting: ReadonlySet<string>): (source: Source) => Standing {
  const rates = ctx.catalog.current().rates();
  const taking = new Set(
    accountsServing(null, routableAccounts(ctx))
      .filter(({ takesNew }) => takesNew)
      .map(({ name }) => name),
  );
  return (source) => {
    const cost = rates.costOf({ minor: source.cost, currency: source.currency });
    const whyNot = source.is_stale
      ? 'its supplier no longer lists it'
      : !taking.has(source.account)
        ? 'its account takes no new orders'
        : cost === null
          ? `there is no rate from ${source.currency} to ${rates.to}`
          : waiting.has(source.id)
            ? 'its cost waits for approval'
            : null;
    return { cost, whyNot, isWaiting: waiting.has(source.id) };
  };
}
