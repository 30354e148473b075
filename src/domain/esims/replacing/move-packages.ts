/** Timers of packages: thresholds by elapsed validity, expiry, activation windows that ran out. */
import type { Tx } from '../../../db/pool.ts';
import { lockEsims } from '../usage/locked-esims.ts';
import { moveByTime, setPackageTimer } from '../usage/move-by-time.ts';
import { saveEsims, type Told } from '../usage/save-esims.ts';

/** A package and the partner's time at which it is looked at. */
export type DuePackage = { id: string; at: Date };

/** In the order given, inside the partner's transaction; sets their next timers. */
export async function movePackages(
  tx: Tx,
  partnerId: string,
  due: readonly DuePackage[],
): Promise<Told> {
  if (due.length === 0) return { deliver: false, messages: 0 };
  const homes = await tx.rows<{ id: string; esim_id: string }>(
    `select k.id, k.esim_id
     from unnest($2::text[]) as x(id)
     join packages k on k.partner_id = $1 and k.id = x.id`,
    [partnerId, [...new Set(due.map((d) => d.id))]],
    'homes-of-packages',
  );
  const homeOf = new Map(homes.map((row) => [row.id, row.esim_id]));
  const esims = await lockEsims(
    tx,
    homes.map((row) => ({ partnerId, esimId: row.esim_id })),
  );
  for (const { id, at } of due) {
    const esim = esims.get(homeOf.get(id) ?? '');
    const k = esim?.packages.find((one) => one.id === id);
    if (esim === undefined || k === undefined) continue;
    moveByTime(esim, k, at);
    setPackageTimer(esim, k);
  }
  return saveEsims(tx, esims.values());
}
