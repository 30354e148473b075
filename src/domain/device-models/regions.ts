/**
 * Where a model was sold decides over its eSIM: what a code gives away, and notes for what only the
 * buyer knows.
 */
import { keyOf } from './keys.ts';
import { en as NOTES } from './notes/en.ts';
import type { Device } from './types.ts';

const SAMSUNG_S20_TIME = /^galaxy(?:s2[01]|note20)/;
const SAMSUNG_S22_TIME = /^galaxy(?:s22|z?fold[23]?(?:5g)?$|zflip[3]?(?:5g)?$)/;

/** Notes of a device's own and of its region. Where it has no eSIM, regions don't matter. */
export function notesOf(device: Device): string[] {
  const key = keyOf(device.model);
  if (!device.is_compatible) return [...device.notes];
  const notes = [...device.notes];
  if (device.brand === 'Apple') notes.push(key.startsWith('ipad') ? NOTES.ipad : NOTES.chinaApple);
  else if (/watch|gen5lte|summit/.test(key) || device.brand === 'Fossil') notes.push(NOTES.watch);
  else if (device.brand === 'Samsung' && SAMSUNG_S20_TIME.test(key)) notes.push(NOTES.samsung2020);
  else if (device.brand === 'Samsung' && SAMSUNG_S22_TIME.test(key)) notes.push(NOTES.samsung2022);
  else if (
    [
      'Samsung',
      'Xiaomi',
      'Oppo',
      'OnePlus',
      'Vivo',
      'Honor',
      'Huawei',
      'Realme',
      'Motorola',
    ].includes(device.brand)
  )
    notes.push(NOTES.chinaAndroid);
  return notes;
}

export const laterNotes = (brand: string): string[] => [
  NOTES.later,
  ...(brand === 'Apple' ? [NOTES.chinaApple] : brand === 'Samsung' ? [NOTES.chinaAndroid] : []),
];

/**
 * Apple's model numbers of iPhones made for mainland China, most of them also for Hong Kong and
 * Macau: none has an eSIM.
 */
const CHINESE_IPHONES = new Set(
  (
    'a2100 a2103 a2104 a2108 a2217 a2220 a2223 a2298 a2400 a2404 a2408 a2412 a2629 a2634 a2639 a2644 a2785 ' +
    'a2884 a2888 a2892 a2896 a3092 a3096 a3104 a3108 a3288 a3291 a3294 a3297 a3410 a3521 a3524 a3527'
  ).split(' '),
);

/**
 * A code that names a variant without an eSIM: `SM-G991U` (USA), `SM-G991N` (South Korea),
 * `SM-G9910` (China), `A2634` (China).
 * @param code the whole code's key, e.g. `smg991u1`
 */
export function refusedVariant(code: string): string | null {
  if (CHINESE_IPHONES.has(code)) return NOTES.madeForChina;
  const m = /^sm([gnfs]\d{3})([a-z0-9]*)$/.exec(code);
  if (m === null) return null;
  const [, model, suffix] = m as unknown as [string, string, string];
  const s20Time = /^(?:g98[01568]|g99[168]|n98[01567])$/.test(model);
  const s22Time = s20Time || /^(?:s90[168]|f90[07]|f916|f926|f70[07]|f711)$/.test(model);
  if (s20Time && /^[uvatp]/.test(suffix)) return NOTES.soldInUsa;
  if (s22Time && suffix.startsWith('n')) return NOTES.soldInKorea;
  if (s20Time && suffix.startsWith('0')) return NOTES.soldInChina;
  return null;
}
