/** Usage reports applied per second, beside two bare bulk updates of as many rows. */
import { insertTrips, makePartners } from './bulk.ts';
import { COPY, REPORTS, type BulkOrder } from './bulk-update.ts';
import { order, type Children } from './children.ts';
import { inTurns, speedOf, type Compared } from './figures.ts';
import { measureApart } from './processor-time.ts';
import type { Stage } from './stage.ts';
import { checkApplied, percentOf, storeReports, type Growth } from './usage-figures.ts';

export const USAGE_NOTE =
  'one report per eSIM with one package, of 5 partners, about one in eight crossing a threshold; limit: the reports marked and the packages changed by an update from unnest() each, 500 of both per transaction, on copies of the tables with their indexes';
const GOAL = 0.4;
const growthOf = (round: number): Growth => ({ round, step: 4, spread: 76, offset: 1 });

export type UsageSize = { rounds: number; reports: number };

export async function benchUsage(
  stage: Stage,
  children: Children,
  size: UsageSize,
  profileDir: string | null,
  say: (text: string) => void,
): Promise<Compared> {
  const partners = await makePartners(stage.sql, stage.partnerId, 4);
  await insertTrips(stage.database, {
    from: 0,
    to: size.reports,
    partners,
    packagesEach: 1,
    isUsed: false,
    pattern: { partnerId: stage.partnerId, externalUserId: stage.shown[0]! },
  });
  await stage.sql(COPY);
  await stage.sql('vacuum analyze');
  const engine = await children.engine({ env: stage.env, database: stage.database }, profileDir);
  const bulk = children.fork('./bulk-update.ts');
  let last = growthOf(0);
  const compared = await inTurns({
    work: 'usage',
    rounds: size.rounds,
    goal: GOAL,
    say,
    async play(side, round) {
      if (side === 'limit') {
        await stage.sql(REPORTS);
        const cpu = measureApart(bulk.pid!, stage.postmaster);
        const { ms, rows } = await order<{ ms: number; rows: number }>(bulk, {
          database: stage.database,
          round: growthOf(round),
        } satisfies BulkOrder);
        if (rows !== size.reports)
          throw new Error(`the bulk update changed ${rows} rows instead of ${size.reports}`);
        return speedOf(rows, ms, cpu(rows));
      }
      last = growthOf(round);
      const count = await storeReports(stage.sql, last);
      if (count !== size.reports)
        throw new Error(`${count} reports were stored instead of ${size.reports}`);
      const cpu = measureApart(engine.child.pid!, stage.postmaster);
      const [ms] = await engine.run('reports');
      const time = cpu(count);
      if (round === 0)
        say(
          `usage, first reports: ${speedOf(count, ms!).throughput}/s, each an activation and more than one threshold in two`,
        );
      await checkApplied(stage.sql, last);
      return speedOf(count, ms!, time);
    },
  });
  await checkEvents(stage, last);
  await children.stop(engine.child, bulk);
  return compared;
}

/** Each package: activated once, and each threshold that it has reached, once. */
async function checkEvents(stage: Stage, last: Growth): Promise<void> {
  const [row] = await stage.sql<{ wanted: object; found: object; same: boolean }>(
    `with w as (select percent, count(*) from packages k, unnest(array[0, 20, 50, 80, 100]) as percent where k.provider_package_id like 'tpk_%' and ${percentOf(last)} >= percent group by percent),
       wanted as (select coalesce(jsonb_object_agg(case percent when 0 then 'package.activated' else 'package.usage.' || percent || '_percent' end, count), '{}') as o from w),
       f as (select type, count(*) from events where type like 'package.%' and entity_id in (select id from packages where provider_package_id like 'tpk_%') group by type),
       found as (select coalesce(jsonb_object_agg(type, count), '{}') as o from f)
     select wanted.o as wanted, found.o as found, wanted.o = found.o as same from wanted, found`,
  );
  if (!row!.same)
    throw new Error(
      `the events of usage are ${JSON.stringify(row!.found)} instead of ${JSON.stringify(row!.wanted)}`,
    );
}
