/**
 * The list in force: shipped and imported. Kept in memory, looked after every two seconds at most,
 * so that an import counts everywhere within seconds.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../../db/pool.ts';
import { indexDevices, type DeviceIndex } from './index-list.ts';
import { inOrder, mergeDevices } from './merge-list.ts';
import { LIST_VERSION, shippedDevices, shippedIndex } from './shipped.ts';
import type { Device } from './types.ts';

const FRESH_MS = 2_000;

type Warn = { warn(fields: object, message: string): void };

export type DeviceList = {
  index: DeviceIndex;
  /** by brand and model, numbers in their order */
  devices: readonly Device[];
  /** of the shipped list, with a number behind it once something was imported */
  version: string;
  /** of the content, for ETags */
  hash: string;
};
export type DeviceListStore = {
  current(): Promise<DeviceList>;
  /** looks anew, whatever is held */
  lookNow(): Promise<DeviceList>;
};

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

type Imported = { version: string | null; devices: Device[] | null };

/** One statement, one snapshot: an import in between is seen whole or not at all. */
const findImported = (db: Db, known: string): Promise<Imported | undefined> =>
  db.one<Imported>(
    `select v.value as version,
       case when v.value is distinct from $1 then (select json_agg(json_build_object('brand', brand,
         'model', model, 'is_compatible', is_compatible, 'codes', codes, 'notes', notes, 'source',
         source))
         from imported_devices) end as devices
     from (select (select value from shared_values where key = 'devices_version') as value) v`,
    [known],
  );

export function makeDeviceListStore(db: Db, log: Warn): DeviceListStore {
  let imported = '0';
  let list: DeviceList | undefined;
  let lookedAt = 0;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const row = await findImported(db, imported);
    const version = row?.version ?? '0';
    if (version !== imported) {
      const devices = mergeDevices(shippedDevices(), row?.devices ?? []);
      list = listOf(devices, indexDevices(devices), version);
      imported = version;
    }
    lookedAt = Date.now();
  }

  async function held(isFresh: boolean): Promise<DeviceList> {
    // Not before somebody asks: the shipped list takes a while to read.
    list ??= listOf(shippedDevices(), shippedIndex(), '0');
    if (isFresh) return list;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    // A list that is some seconds older is better than no answer.
    await looking.catch((error: Error) => {
      log.warn({ message: error.message }, 'devices');
    });
    return list;
  }

  return {
    current: () => held(Date.now() - lookedAt < FRESH_MS),
    async lookNow() {
      await looking?.catch(() => undefined);
      return held(false);
    },
  };
}
