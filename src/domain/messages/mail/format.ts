/** Colours, sizes and dates as people see them, in mails and on pages. */
import { LRUCache } from 'lru-cache';
import { directionOf } from '../../catalog/locales.ts';
import { isolatedIn } from './clean.ts';
import { decimalsOf, toMajor, type Money } from '../../money.ts';
import { intlLocale } from '../../speaker.ts';

const GB = 1024 ** 3;
const MB = 1024 ** 2;

/** Making one takes longer than all the rest of a page. */
const formatters = new LRUCache<string, Formatter>({ max: 1_000 });
type Formatter = Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat;

function kept<F extends Formatter>(
  make: new (locale: string, options: object) => F,
  locale: string,
  options: object,
): F {
  const name = `${make.name} ${locale} ${JSON.stringify(options)}`;
  let formatter = formatters.get(name) as F | undefined;
  if (formatter === undefined)
    formatters.set(name, (formatter = new make(intlLocale(locale), options)));
  return formatter;
}
const dates = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(Intl.DateTimeFormat, locale, options);
const numbers = (locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
  kept(Intl.NumberFormat, locale, options);

/**
 * `1.5 GB`, `500 MB`, `1,5 Go`: 1 GB = 1 073 741 824 bytes, and GB from 1 GB on, as on the wire.
 * What is no round figure is rounded down, so that nobody is promised more than there is.
 */
export function formatBytes(bytes: number, locale: string): string {
  const [unit, size] = bytes >= GB ? (['gigabyte', GB] as const) : (['megabyte', MB] as const);
  const amount = bytes / size;
  const steps = Number.isInteger(amount * 1000)
    ? 1000
    : unit === 'gigabyte'
      ? 100
      : amount < 10
        ? 10
        : 1;
  const shown = numbers(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 3,
  }).format(Math.floor(amount * steps) / steps);
  return directionOf(locale) === 'rtl' ? isolatedIn(shown, locale) : shown;
}

/** `€ 12,50`: as the reader's language writes it, with all decimals of its currency. */
export function formatMoney(money: Money, locale: string): string {
  const decimals = decimalsOf(money.currency);
  const shown = numbers(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(toMajor(money));
  return directionOf(locale) === 'rtl' ? isolatedIn(shown, locale) : shown;
}

/** A calendar date (`2027-07-15`) in letters: `15 July 2027`. */
export const formatDate = (date: string, locale: string): string =>
  dates(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));

/** The day on which an instant lies in a zone: `15 July 2027`. */
export const formatDay = (at: Date, locale: string, timeZone: string): string =>
  dates(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  }).format(at);

/** Day, time and zone, since readers are elsewhere: `15 July 2027 at 14:30 CEST`. */
export const formatMoment = (at: Date, locale: string, timeZone: string): string =>
  dates(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at);

/** 80 → `80%`, `80 %`. */
export const formatPercent = (percent: number, locale: string): string =>
  numbers(locale, { style: 'percent' }).format(percent / 100);

export const formatList = (names: readonly string[], locale: string): string =>
  kept(Intl.ListFormat, locale, {}).format(names);

const luminances = new LRUCache<string, number>({ max: 1_000 });

/** WCAG 2 relative luminance of `#rrggbb`, 0 (black) to 1 (white). */
function luminance(hex: string): number {
  const known = luminances.get(hex);
  if (known !== undefined) return known;
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const found = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  luminances.set(hex, found);
  return found;
}

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrastRatio(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/**
 * Colour of text on `background` (`#rrggbb`): black or white, whichever reads better; always 4.5:1
 * or more.
 */
export const contrastColor = (background: string): '#000000' | '#ffffff' =>
  contrastRatio(background, '#ffffff') >= contrastRatio(background, '#000000')
    ? '#ffffff'
    : '#000000';

/** `color` as text on `background`: moved towards black or white until it has 4.5:1. */
export function readableOn(background: string, color: string): string {
  const target = contrastColor(background) === '#ffffff' ? 255 : 0;
  const channels = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
  for (let step = 0; step <= 20; step++) {
    const moved = `#${channels
      .map((c) =>
        Math.round(c + ((target - c) * step) / 20)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
    if (contrastRatio(background, moved) >= 4.5) return moved;
  }
  return contrastColor(background);
}

/** `color` in lower case where it is `#rrggbb`, else `other`. */
export const colorOr = (color: string, other: string): string =>
  /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : other;

/**
 * A colour as text on a shade. One without a hue would become the grey of things that are switched
 * off: it gives way to the ink.
 */
export function accentOn(shade: string, color: string, ink: string): string {
  const channels = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
  const hasHue = Math.max(...channels) - Math.min(...channels) >= 24;
  return hasHue || contrastRatio(shade, color) >= 4.5 ? readableOn(shade, color) : ink;
}
