/** The list made ready for looking up: built once, asked with a few reads of maps. */
import { type Brands, buildBrands, impliedFamily } from './brands.ts';
import { codeKeys, keyOf, withoutAdditions } from './keys.ts';
import type { Device } from './types.ts';

export type DeviceIndex = {
  /** by brand, then by name */
  devices: readonly Device[];
  brands: Brands;
  byName(brand: string, key: string): Device | undefined;
  byCode(key: string): Device | undefined;
};

/** With "5G" they have an eSIM; the name without it is another phone. */
const ONLY_WITH_5G = new Set([
  'Samsung|Galaxy A23 5G',
  'Xiaomi|Redmi Note 11 Pro 5G',
  'TCL|50 5G',
  'Motorola|Moto G Power 5G (2024)',
  'Motorola|Moto G Stylus 5G (2024)',
  'OnePlus|11 5G',
  'Microsoft|Surface Pro 9 5G',
  'Lenovo|Flex 5G',
  'Razer|Edge 5G',
  'Motorola|Razr 5G',
]);

/**
 * What else a device may be called: without the word that its brand implies, "Fold5" for "Galaxy Z
 * Fold5".
 */
function lesserNames(device: Device, key: string): string[] {
  const no5g = ONLY_WITH_5G.has(`${device.brand}|${device.model}`)
    ? []
    : withoutAdditions(key)
        .slice(1)
        .filter((k) => k !== impliedFamily(`${k}x`));
  return [key, ...no5g].flatMap((name) => {
    const family = impliedFamily(name);
    const bare = family === undefined ? name : name.slice(family.length);
    return [
      name,
      ...(family === undefined ? [] : [bare]),
      ...(name.startsWith('galaxyz') ? [`galaxy${name.slice(7)}`, name.slice(7)] : []),
    ];
  });
}

export function indexDevices(devices: readonly Device[]): DeviceIndex {
  const brands = buildBrands(new Set(devices.map((d) => d.brand)));
  const names = new Map<string, Map<string, Device>>();
  const codes = new Map<string, Device>();
  const keyed = devices.map((device) => ({
    device,
    key: brands.strip(keyOf(device.model), device.brand),
    others: device.codes.map((code) => brands.strip(keyOf(code), device.brand)),
  }));
  const put = (device: Device, key: string): void => {
    const own = names.get(device.brand) ?? new Map<string, Device>();
    names.set(device.brand, own);
    // Real names go in first; where a lesser one means two devices, the first of the list keeps it.
    if (key !== '' && !own.has(key)) own.set(key, device);
  };
  for (const { device, key } of keyed) put(device, key);
  for (const { device, others } of keyed) {
    for (const other of others) {
      put(device, other);
      if (!codes.has(other)) codes.set(other, device);
    }
  }
  for (const { device, key, others } of keyed)
    for (const name of [key, ...others])
      for (const lesser of lesserNames(device, name)) put(device, lesser);
  return {
    devices,
    brands,
    byName: (brand, key) => names.get(brand)?.get(key),
    byCode: (key) =>
      codeKeys(key)
        .map((k) => codes.get(k))
        .find((d) => d !== undefined),
  };
}
