/**
 * What the operator imported over what was shipped: the import decides, brand by brand and model by
 * model.
 */
import { SERIES } from './brands.ts';
import { keyOf } from './keys.ts';
import { identityOf } from './read-list.ts';
import type { Device } from './types.ts';

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
export const inOrder = (devices: readonly Device[]): Device[] =>
  devices.toSorted(
    (a, b) =>
      byName.compare(a.brand, b.brand) ||
      byName.compare(a.model, b.model) ||
      (identityOf(a) < identityOf(b) ? -1 : 1),
  );

/** Imported ones stand first, so that a code or name that both have is theirs. */
export function mergeDevices(shipped: readonly Device[], imported: readonly Device[]): Device[] {
  const names = new Map(shipped.map((d) => [keyOf(d.brand), d.brand]));
  const before = new Map(shipped.map((d) => [identityOf(d), d]));
  const own = new Map<string, Device>();
  for (const device of imported.map((d) => underItsBrand(d, names))) {
    const id = identityOf(device);
    own.set(id, {
      ...device,
      codes: device.codes.length > 0 ? device.codes : (before.get(id)?.codes ?? []),
    });
  }
  return [...own.values(), ...shipped.filter((d) => !own.has(identityOf(d)))];
}

/**
 * `SAMSUNG` is the list's Samsung, a `Redmi` its Xiaomi; one name per brand, or lists and look-ups
 * would fall apart.
 */
function underItsBrand(device: Device, names: ReadonlyMap<string, string>): Device {
  const key = keyOf(device.brand);
  const series = SERIES[key];
  if (series === undefined || names.has(key))
    return { ...device, brand: names.get(key) ?? device.brand };
  return {
    ...device,
    brand: series.name,
    model: keyOf(device.model).startsWith(series.series)
      ? device.model
      : `${device.brand} ${device.model}`,
  };
}
