/**
 * The list in force: shipped and imported. Kept in memory, looked after every two seconds at most,
 * so that an import counts everywhere within seconds.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/pool.ts';
import { indexDevices, type DeviceIndex } from './index-list.ts';
import { inOrder, mergeDevices } from './merge-list.ts';
import { LIST_VERSION, shippedDevices, shippedIndex } from './shipped.ts';
import type { Device } from './types.ts';

const FRESH_MS = 2_000;

export type DeviceList = {
  index: DeviceIndex;
  /** by brand and model, numbers in their order */
  devices: readonly Device[];
  /** of the shipped list, with a number behind it once something was imported */
  version: string;
  /** of the content, for ETags */
  hash: string;
};
type Held = {
  imported: string;
  list: DeviceList;
  lookedAt: number;
  looking: Promise<void> | undefined;
};

const held = new WeakMap<Db, Held>();

function listOf(devices: readonly Device[], index: DeviceIndex, imported: string): DeviceList {
  const sorted = inOrder(devices);
  const version = imported === '0' ? LIST_VERSION : `${LIST_VERSION}+${imported}`;
  return {
    index,
    devices: sorted,
    version,
    hash: createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 22),
  };
}

async function look(db: Db, mine: Held): Promise<void> {
  // One statement, one snapshot: an import in between is seen whole or not at all.
  const row = await db.one<{ version: string | null; devices: Device[] | null }>(
    `select v.value as version,
       case when v.value is distinct from $1 then (select json_agg(json_build_object('brand', brand,
         'model', model, 'is_compatible', is_compatible, 'codes', codes, 'notes', notes, 'source',
         source))
         from imported_devices) end as devices
     from (select (select value from shared_values where key = 'devices_version') as value) v`,
    [mine.imported],
  );
  const version = row?.version ?? '0';
  if (version !== mine.imported) {
    const devices = mergeDevices(shippedDevices(), row?.devices ?? []);
    mine.list = listOf(devices, indexDevices(devices), version);
    mine.imported = version;
  }
  mine.lookedAt = Date.now();
}

/** @param now look now, whatever is held */
export async function deviceList(ctx: Context, now = false): Promise<DeviceList> {
  let mine = held.get(ctx.db);
  if (mine === undefined)
    held.set(
      ctx.db,
      (mine = {
        imported: '0',
        list: listOf(shippedDevices(), shippedIndex(), '0'),
        lookedAt: 0,
        looking: undefined,
      }),
    );
  const it = mine;
  if (now) await it.looking?.catch(() => undefined);
  if (now || Date.now() - it.lookedAt >= FRESH_MS) {
    it.looking ??= look(ctx.db, it).finally(() => {
      it.looking = undefined;
    });
    // A list that is some seconds older is better than no answer.
    await it.looking.catch((error: Error) => {
      ctx.log.warn({ message: error.message }, 'devices');
    });
  }
  return it.list;
}
