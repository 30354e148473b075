/** The list that comes with a release; read and indexed at the first question. */
import { readFileSync } from 'node:fs';
import { indexDevices, type DeviceIndex } from './index-list.ts';
import { readDevices } from './read-list.ts';
import type { Device } from './types.ts';

/** Year, month and number of the edition; a change to devices.csv gets the next one. */
export const LIST_VERSION = '2026-11.2';

let devices: readonly Device[] | undefined;
let index: DeviceIndex | undefined;

export function shippedDevices(): readonly Device[] {
  return (devices ??= readDevices(
    readFileSync(new URL('./data/devices.csv', import.meta.url), 'utf8'),
    (row, field, expected, got) => {
      throw new Error(`devices.csv, line ${row}, ${field}: expected ${expected}; got ${got}`);
    },
  ));
}

export const shippedIndex = (): DeviceIndex => (index ??= indexDevices(shippedDevices()));
