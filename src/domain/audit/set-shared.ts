/** A value of the whole installation, set as one, with who did it. */
import type { Tx } from '../../db/pool.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from './record-act.ts';

/** `default`: what is in force while none was set. */
type Setting = { key: string; action: string; default: object; next: object };

export async function setShared(tx: Tx, actor: Actor, setting: Setting): Promise<void> {
  const { key, action, next: after } = setting;
  const known = await tx.one<{ value: string }>(
    'select value from shared_values where key = $1 for no key update',
    [key],
  );
  await tx.rows(
    `insert into shared_values (key, value)
     values ($1, $2)
     on conflict (key) do update set value = excluded.value`,
    [key, JSON.stringify(after)],
  );
  const before = known === undefined ? setting.default : (JSON.parse(known.value) as object);
  await recordAct(tx, actor, { partnerId: null, action, before, after });
}
