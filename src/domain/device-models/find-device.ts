/**
 * Recognises what an app says about its phone: model codes, marketing names, brand in the model or
 * not.
 */
import { NETWORKS, type Maker } from './brands.ts';
import type { DeviceIndex } from './index-list.ts';
import { codeKeys, codeWithin, keyOf, withoutAdditions } from './keys.ts';
import { laterModel } from './later-models.ts';
import { en as NOTES } from './notes/en.ts';
import { laterNotes, notesOf, refusedVariant } from './regions.ts';
import type { Device, Found } from './types.ts';

export const nameOf = (device: Pick<Device, 'brand' | 'model'>): string =>
  keyOf(device.model).startsWith(keyOf(device.brand))
    ? device.model
    : `${device.brand} ${device.model}`;

const UNKNOWN: Found = {
  device: null,
  brand: null,
  is_compatible: false,
  confidence: 'unknown',
  notes: [],
};
const WIFI_ONLY = /^(?:ipad|galaxytab|surface)/;

export function findDevice(index: DeviceIndex, said: { brand: string; model: string }): Found {
  const whole = keyOf(said.model);
  const brand = index.brands.resolve(said.brand);
  if (brand !== null && !NETWORKS.has(brand.name)) return inBrand(index, brand, whole);
  const guessed = brand ?? index.brands.ofModel(whole);
  return byCodeAlone(index, whole) ?? (guessed === null ? UNKNOWN : inBrand(index, guessed, whole));
}

function inBrand(index: DeviceIndex, brand: Maker, whole: string): Found {
  const key = index.brands.strip(whole, brand.name);
  const code = codeWithin(key);
  const coded = index.byCode(code);
  if (coded?.brand === brand.name) return listed(coded, code);
  const keys = withoutAdditions(key).flatMap((k) =>
    brand.series === '' || k.startsWith(brand.series) ? [k] : [`${brand.series}${k}`],
  );
  const named = keys
    .flatMap((k) => codeKeys(k))
    .map((k) => index.byName(brand.name, k))
    .find((d) => d !== undefined);
  // "iPad Pro Wi-Fi": whichever it is, it has none.
  if (isWifiOnly(key) && (named === undefined || named.is_compatible)) {
    const plain = named ?? index.byName(brand.name, key.replace('wifi', ''));
    return {
      device: plain === undefined ? null : nameOf(plain),
      brand: brand.name,
      is_compatible: false,
      confidence: 'listed',
      notes: [NOTES.wifiOnly],
    };
  }
  if (named !== undefined) return listed(named, key);
  const later = laterModel(brand.name, keys);
  if (later !== null)
    return {
      device: `${brand.name} ${later}`,
      brand: brand.name,
      is_compatible: true,
      confidence: 'inferred',
      notes: laterNotes(brand.name),
    };
  return { ...UNKNOWN, brand: brand.name };
}

const isWifiOnly = (key: string): boolean =>
  WIFI_ONLY.test(key) && key.includes('wifi') && !/cellular|lte|[45]g/.test(key);

function byCodeAlone(index: DeviceIndex, whole: string): Found | null {
  const code = codeWithin(whole);
  const device = index.byCode(code);
  return device === undefined ? null : listed(device, code);
}

function listed(device: Device, key: string): Found {
  const refusal = device.is_compatible ? refusedVariant(key) : null;
  const found = { device: nameOf(device), brand: device.brand, confidence: 'listed' as const };
  return refusal === null
    ? { ...found, is_compatible: device.is_compatible, notes: notesOf(device) }
    : { ...found, is_compatible: false, notes: [refusal] };
}
