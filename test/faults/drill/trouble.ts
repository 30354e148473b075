/** What goes wrong at suppliers, and who sees to it. */
import { MANNERS, TROUBLES } from '../../../packages/standins/src/index.ts';
import type { Supplier } from './suppliers.ts';
import type { World } from './world.ts';

export type Chance = {
  random(): number;
  pick<T>(of: readonly T[]): T;
};

/** `hang_after` is for kills: whoever waits for its end has no time for anything else. */
const QUICK = TROUBLES.filter((one) => one !== 'hang_after');

/** Something goes wrong at this supplier, once or until the next time. */
export function makeTrouble({ standIn: { desk, article } }: Supplier, { random, pick }: Chance) {
  const roll = random();
  if (roll < 0.5) return desk.fail(pick(QUICK), 'purchase', 1);
  if (roll < 0.65) return desk.fail(pick(QUICK), 'lookup', 1);
  if (roll < 0.85) {
    const names = Object.keys(desk.quirks);
    for (const name of names) if (random() < 0.5) desk.quirks[name]!(false);
    return desk.quirks[pick(names)]!(true);
  }
  if (roll < 0.92) return desk.setManner(pick(MANNERS));
  if (roll < 0.95) return desk.sellOut(article, true);
  if (roll < 0.98) return desk.setBalance(0);
  return desk.block(true);
}

/** A device is installed or uses data, of which the supplier calls back. */
export async function stir({ standIn: { desk } }: Supplier, { random, pick }: Chance) {
  const esims = desk.sold().flatMap(({ iccid, isLive }) => (isLive && iccid !== null ? iccid : []));
  if (esims.length === 0) return;
  const iccid = pick(esims);
  try {
    if (random() < 0.3) await desk.install(iccid);
    else desk.use(iccid, 50_000_000);
  } catch {
    // Not every eSIM can be used at every moment.
  }
}

/** An operator who looks at the list, and mends what takes an account out of routing. */
export async function tend({ suppliers, operator }: World): Promise<void> {
  const reply = await operator('GET', '/suppliers');
  for (const { name, health } of (reply?.body?.data ?? []) as Listed[]) {
    const own = suppliers.find((one) => one.name === name);
    if (own === undefined || health.out_because === null || /paused/.test(health.out_because))
      continue;
    own.standIn.desk.heal();
    await operator('POST', `/suppliers/${name}/test`);
  }
  for (const { standIn } of suppliers) standIn.desk.sellOut(standIn.article, false);
}
type Listed = { name: string; health: { out_because: string | null } };

/**
 * Lets ten minutes go by for what has rested for a second, which is longer than any stand-in is
 * late by: what is planned is due, and what was sent long ago has arrived or never will. Of an
 * order's first call the instant stays where it is told from others by it.
 */
export async function passTime({ arena }: World): Promise<void> {
  await arena.sql(
    `update provider_orders
     set next_attempt_at = clock_timestamp(), sent_at = sent_at - interval '10 minutes',
       first_sent_at = case when provider like 'esim-go-%' then first_sent_at
         else first_sent_at - interval '5 minutes' end
     where next_attempt_at is not null
       and (lease_until is null or lease_until < clock_timestamp())
       and updated_at < clock_timestamp() - interval '1 s'`,
  );
  await arena.sql(
    `update es2plus_steps set sent_at = sent_at - interval '1 minute'
     where sent_at < clock_timestamp() - interval '1 s' and done_at is null`,
  );
}
