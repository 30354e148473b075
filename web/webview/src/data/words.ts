/** The words of one language, and how numbers, days and sizes are said in it. */
import {
  fetchTexts,
  languageFor,
  later,
  makeSay,
  type Addresses,
  type Texts,
  type Values,
} from '../../../shared/src/messages.ts';
import type en from '../../texts/en.json';

export type Key = keyof typeof en;

export type Words = {
  locale: string;
  dir: 'ltr' | 'rtl';
  say(key: Key, values?: Values): string;
  /** bytes, as `3.2 GB`; below one, as `850 MB` */
  bytes(count: number): string;
  money(amount: number, currency: string): string;
  day(at: string | number): string;
  time(at: string | number): string;
  /** how long ago, from seconds on */
  ago(ms: number): string;
  percent(share: number): string;
};

const GB = 1_073_741_824;
const MB = 1_048_576;
const RTL = new Set(['ar', 'he', 'fa', 'ur']);

export function makeWords(locale: string, texts: Texts<Key>): Words {
  const unit = (name: string, digits: number) =>
    later(
      () =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: name,
          unitDisplay: 'short',
          maximumFractionDigits: digits,
        }),
    );
  const [gigabytes, megabytes] = [unit('gigabyte', 1), unit('megabyte', 0)];
  const day = later(
    () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
  );
  const time = later(
    () =>
      new Intl.DateTimeFormat(locale, {
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: '2-digit',
      }),
  );
  const relative = later(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const percent = later(
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  );
  return {
    locale,
    dir: RTL.has(locale.split('-')[0]!) ? 'rtl' : 'ltr',
    say: makeSay(locale, texts),
    // Never more than there is: 1.96 GB are 1.9, so that nobody counts on what is not there.
    bytes: (count) =>
      count >= GB
        ? gigabytes().format(Math.floor((count / GB) * 10) / 10)
        : megabytes().format(Math.floor(count / MB)),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount),
    day: (at) => day().format(new Date(at)),
    time: (at) => time().format(new Date(at)),
    ago: (ms) => sayAgo(relative(), ms),
    percent: (share) => percent().format(share),
  };
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function sayAgo(relative: Intl.RelativeTimeFormat, ms: number): string {
  for (const [unit, size] of STEPS)
    if (ms >= size) return relative.format(-Math.floor(ms / size), unit);
  return relative.format(0, 'second');
}

/** Throws where the texts cannot be had. */
export async function loadWords(locale: string, texts: Addresses): Promise<Words> {
  return makeWords(locale, await fetchTexts(texts[languageFor(locale, texts)]!));
}
