/** Who makes a device, by the names that phones and people use. */
import { keyOf } from './keys.ts';

/** Skins and menus differ by vendor; `other` for all without instructions of their own. */
export const VENDORS = [
  'apple',
  'google',
  'samsung',
  'xiaomi',
  'oppo',
  'oneplus',
  'realme',
  'vivo',
  'honor',
  'huawei',
  'motorola',
  'sony',
  'nothing',
  'fairphone',
  'nokia',
  'asus',
  'tcl',
  'zte',
  'lenovo',
  'microsoft',
  'other',
] as const;
export type Vendor = (typeof VENDORS)[number];

/**
 * A brand as somebody wrote it. `series`: what its models begin with where the brand is only a part
 * of another (Redmi of Xiaomi).
 */
export type Maker = { name: string; series: string };

const OTHER_NAMES: Record<string, string> = {
  iphone: 'Apple',
  ipad: 'Apple',
  pixel: 'Google',
  galaxy: 'Samsung',
  moto: 'Motorola',
  hmdglobal: 'HMD',
  thinkpad: 'Lenovo',
  surface: 'Microsoft',
  cmf: 'Nothing',
  motorolasolutions: 'Motorola Solutions',
};
export const SERIES: Record<string, Maker> = {
  redmi: { name: 'Xiaomi', series: 'redmi' },
  poco: { name: 'Xiaomi', series: 'poco' },
  iqoo: { name: 'Vivo', series: 'iqoo' },
  nubia: { name: 'ZTE', series: 'nubia' },
};
/**
 * Words that begin a model's name and name its maker; they may be left out where the brand is said.
 */
export const FAMILIES: readonly (readonly [word: string, brand: string])[] = [
  ['iphone', 'Apple'],
  ['ipad', 'Apple'],
  ['ipod', 'Apple'],
  ['galaxy', 'Samsung'],
  ['pixel', 'Google'],
  ['xperia', 'Sony'],
  ['aquos', 'Sharp'],
  ['redmi', 'Xiaomi'],
  ['poco', 'Xiaomi'],
  ['thinkpad', 'Lenovo'],
  ['surface', 'Microsoft'],
  ['razr', 'Motorola'],
  ['moto', 'Motorola'],
];
/** Model codes that only one maker, or its group, uses. */
const CODES: readonly (readonly [pattern: RegExp, brand: string])[] = [
  [/^sm[a-z]\d{3}/, 'Samsung'],
  [/^xt\d{4}/, 'Motorola'],
  [/^xq[a-z]{2}\d{2}/, 'Sony'],
  [/^cph\d{4}/, 'Oppo'],
  [/^rmx\d{4}/, 'Realme'],
  [/^m\d{4}[a-z]\d/, 'Xiaomi'],
];
/**
 * The word that may be left out of the name of its maker's models, since it says nothing more than
 * the brand.
 */
const IMPLIED = ['iphone', 'galaxy', 'pixel', 'xperia', 'aquos', 'phone', 'thinkpad', 'surface'];
/** Brands that are networks as well: their phones carry codes of the real maker's. */
export const NETWORKS = new Set(['Rakuten']);

export type Brands = {
  /** null for a brand that the list does not have */
  resolve(text: string): Maker | null;
  /** the brand that a model's own name or code begins with */
  ofModel(key: string): Maker | null;
  /** a model's key without its brand in front, once or several times */
  strip(key: string, brand: string): string;
};

export const impliedFamily = (key: string): string | undefined =>
  IMPLIED.find((word) => key.startsWith(word) && key.length > word.length);

/** @param names of the brands in the list */
export function buildBrands(names: Iterable<string>): Brands {
  const own = new Map([...names].map((name) => [keyOf(name), name]));
  const known = new Map<string, Maker>(
    [...own, ...Object.entries(OTHER_NAMES)].map(([key, name]) => [key, { name, series: '' }]),
  );
  for (const [key, brand] of Object.entries(SERIES)) known.set(key, brand);
  const longestFirst = [...known.keys()].sort((a, b) => b.length - a.length);
  const ownFirst = [...own.keys()].sort((a, b) => b.length - a.length);
  const spoken = new Map(
    [...own].map(([key, name]) => [name, key === 'motorola' ? [key, 'moto'] : [key]]),
  );
  return {
    resolve(text) {
      const key = keyOf(text);
      // "Samsung Electronics", "Xiaomi Communications"
      const found =
        known.get(key) ??
        known.get(longestFirst.find((k) => k.length >= 4 && key.startsWith(k)) ?? '');
      return found ?? null;
    },
    ofModel(key) {
      const brand = ownFirst.find(
        (k) => k.length >= 3 && key.startsWith(k) && key.length > k.length,
      );
      const name =
        brand === undefined
          ? (FAMILIES.find(([word]) => key.startsWith(word)) ??
              CODES.find(([pattern]) => pattern.test(key)))?.[1]
          : own.get(brand);
      return name === undefined ? null : { name, series: '' };
    },
    strip(key, brand) {
      const prefixes = spoken.get(brand) ?? [keyOf(brand)];
      let rest = key;
      for (;;) {
        const prefix = prefixes.find((p) => rest.startsWith(p) && rest.length > p.length);
        if (prefix === undefined) return rest;
        rest = rest.slice(prefix.length);
      }
    },
  };
}

export function vendorOf(brand: string | null): Vendor {
  const key = brand === null ? '' : keyOf(brand);
  if (key === 'hmd') return 'nokia';
  return VENDORS.find((v) => v === key) ?? 'other';
}
