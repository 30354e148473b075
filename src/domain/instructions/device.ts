/**
 * What an app says of its device, read as far as instructions need it. What had to be guessed is
 * said.
 */
import { identifyDevice } from '../device-models/identify.ts';

export type Platform = 'ios' | 'ipados' | 'android' | 'windows' | 'macos' | 'watch';
export type Vendor =
  | 'apple'
  | 'pixel'
  | 'samsung'
  | 'xiaomi'
  | 'oppo'
  | 'huawei'
  | 'honor'
  | 'motorola'
  | 'sony'
  | 'generic';
export type AssumedReason = 'not_given' | 'not_understood' | 'not_shipped' | 'from_device_name';
/** `value` is what was taken instead. */
export type Assumed = {
  field: 'device_name' | 'phone_os' | 'os_version' | 'locale';
  value: string;
  reason: AssumedReason;
};
/** `name` is fit to be shown, once escaped; `major` is null where the version is unknown. */
export type Device = {
  platform: Platform;
  vendor: Vendor;
  major: number | null;
  minor: number;
  name: string | null;
  assumed: Assumed[];
};
export type DeviceSaid = {
  device_name?: string;
  device_type?: string;
  phone_os?: string;
  os_version?: string;
};

const SHOWN = 80;

/**
 * A name from outside as one short line: no control, direction or invisible characters, and no tag
 * even where nobody escapes.
 */
export function cleanName(name: string): string {
  const line = name
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}<>]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...line].slice(0, SHOWN).join('').trim();
}

/** First match wins: a watch of a maker is no phone of it. */
const PLATFORMS: readonly [RegExp, Platform][] = [
  [/\bwatch|wear ?os|watchos/, 'watch'],
  [/ipad/, 'ipados'],
  [/iphone|\bios\b|^ios/, 'ios'],
  [/windows|surface|thinkpad|latitude|elitebook/, 'windows'],
  [/mac ?os|macbook|imac|\bmac\b/, 'macos'],
  [
    /android|harmony|pixel|galaxy|samsung|\bsm-|xiaomi|redmi|poco|oppo|realme|oneplus|huawei|honor|motorola|\bmoto\b|xperia|sony|nokia|nothing|vivo|fairphone|hyperos|one ?ui|coloros/,
    'android',
  ],
];
const VENDORS: readonly [RegExp, Vendor][] = [
  [/iphone|ipad|apple/, 'apple'],
  [/pixel|google/, 'pixel'],
  [/galaxy|samsung|\bsm-/, 'samsung'],
  [/xiaomi|redmi|poco|\bmi \d/, 'xiaomi'],
  [/oppo|realme|oneplus|one plus|\bcph\d/, 'oppo'],
  [/honor/, 'honor'],
  [/huawei|harmony/, 'huawei'],
  [/motorola|\bmoto\b|razr/, 'motorola'],
  [/sony|xperia/, 'sony'],
];
const first = <T>(table: readonly [RegExp, T][], text: string): T | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** What apps send as Android's version may be the API level. */
const ANDROID_OF_API: Record<number, number> = {
  26: 8,
  27: 8,
  28: 9,
  29: 10,
  30: 11,
  31: 12,
  32: 12,
  33: 13,
  34: 14,
  35: 15,
  36: 16,
};

/** `17.4.1`, `iOS 17.4`, `Android 15`, API levels; null = none in there. */
export function versionIn(
  text: string,
  platform: Platform,
): { major: number; minor: number } | null {
  const found = /(?<!\d)(\d{1,2})(?:[._,](\d{1,2})(?!\d))?(?!\d)/.exec(text.slice(0, 100));
  if (found === null) return null;
  const major = Number(found[1]);
  return {
    major: platform === 'android' ? (ANDROID_OF_API[major] ?? major) : major,
    minor: Number(found[2] ?? 0),
  };
}

/** Vendors of the device list whose menus we know, by what their skin is called here. */
const OF_LIST: Record<string, Vendor> = {
  apple: 'apple',
  google: 'pixel',
  samsung: 'samsung',
  xiaomi: 'xiaomi',
  oppo: 'oppo',
  oneplus: 'oppo',
  realme: 'oppo',
  honor: 'honor',
  huawei: 'huawei',
  motorola: 'motorola',
  sony: 'sony',
};

/** A model's code (`2201116SG`) says nothing by itself: the device list knows it. */
function fromList(name: string | undefined): { platform: Platform | null; vendor: Vendor | null } {
  if (name === undefined || name.trim() === '') return { platform: null, vendor: null };
  const { platform, vendor } = identifyDevice({ model: name.slice(0, 200) });
  return { platform: platform === 'other' ? null : platform, vendor: OF_LIST[vendor] ?? null };
}

/** The one place that knows how device names are read. */
export function readDevice(said: DeviceSaid): Device {
  const low = (text: string | undefined): string => (text ?? '').slice(0, 200).toLowerCase();
  const [name, type, os] = [low(said.device_name), low(said.device_type), low(said.phone_os)];
  const assumed: Assumed[] = [];
  const fromOs = first(PLATFORMS, os);
  const listed =
    first(PLATFORMS, name) === null || first(VENDORS, name) === null
      ? fromList(said.device_name)
      : { platform: null, vendor: null };
  const fromName = first(PLATFORMS, name) ?? listed.platform;
  let platform: Platform = fromOs ?? fromName ?? 'android';
  if (type.includes('watch') || fromName === 'watch') platform = 'watch';
  else if (platform === 'ios' && (fromName === 'ipados' || type.includes('tablet')))
    platform = 'ipados';
  if (fromOs === null && platform !== 'watch')
    assumed.push({
      field: 'phone_os',
      value: platform,
      reason: fromName !== null ? 'from_device_name' : os === '' ? 'not_given' : 'not_understood',
    });
  const isApple = platform === 'ios' || platform === 'ipados' || platform === 'macos';
  const vendor = isApple
    ? 'apple'
    : (first(VENDORS, name) ?? listed.vendor ?? first(VENDORS, os) ?? 'generic');
  if (platform === 'android' && (vendor === 'generic' || vendor === 'apple'))
    assumed.push({
      field: 'device_name',
      value: 'Android',
      reason: name.trim() === '' ? 'not_given' : 'not_understood',
    });
  const version =
    versionIn(said.os_version ?? '', platform) ?? (/\d/.test(os) ? versionIn(os, platform) : null);
  if (version === null && ['ios', 'ipados', 'android'].includes(platform))
    assumed.push({
      field: 'os_version',
      value: platform === 'android' ? '12 or later' : '17.4 or later',
      reason: low(said.os_version).trim() === '' ? 'not_given' : 'not_understood',
    });
  const shown = cleanName(said.device_name ?? '');
  return {
    platform,
    vendor: vendor === 'apple' && !isApple ? 'generic' : vendor,
    major: version?.major ?? null,
    minor: version?.minor ?? 0,
    name: shown === '' ? null : shown,
    assumed,
  };
}
