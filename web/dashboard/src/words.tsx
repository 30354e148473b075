/** The words of one language, and how instants are said in it and in the member's zone. */
import { createContext, use } from 'react';
import {
  fetchTexts,
  languageFor,
  later,
  makeSay,
  type Texts,
  type Values,
} from '../../shared/src/messages.ts';
import type account from '../texts/en/account.json';
import type core from '../texts/en/core.json';
import type customers from '../texts/en/customers.json';
import type developers from '../texts/en/developers.json';
import type home from '../texts/en/home.json';
import type imports from '../texts/en/imports.json';
import type keys from '../texts/en/keys.json';
import type members from '../texts/en/members.json';
import type messages from '../texts/en/messages.json';
import type notifications from '../texts/en/notifications.json';
import type operator from '../texts/en/operator.json';
import type retention from '../texts/en/retention.json';
import type operatorSupply from '../texts/en/operator-supply.json';
import type sandbox from '../texts/en/sandbox.json';
import type sell from '../texts/en/sell.json';
import type supportRequests from '../texts/en/support-requests.json';
import type signIn from '../texts/en/sign-in.json';
import type webhooks from '../texts/en/webhooks.json';
import type { Boot } from './boot.ts';

/** One file of texts by subject; no key stands in two of them. */
export type Key =
  | keyof typeof account
  | keyof typeof core
  | keyof typeof customers
  | keyof typeof developers
  | keyof typeof home
  | keyof typeof imports
  | keyof typeof keys
  | keyof typeof members
  | keyof typeof messages
  | keyof typeof notifications
  | keyof typeof operator
  | keyof typeof retention
  | keyof typeof operatorSupply
  | keyof typeof sandbox
  | keyof typeof sell
  | keyof typeof signIn
  | keyof typeof supportRequests
  | keyof typeof webhooks;

export type Words = {
  /** what numbers and days are formatted by */
  locale: string;
  /** the member's; undefined = the browser's */
  timeZone: string | undefined;
  say(key: Key, values?: Values): string;
  /** `30 Nov 2026` */
  day(at: string): string;
  /** `30 Nov 2026, 14:05` */
  time(at: string): string;
  /** `30 Nov, 14:05:09`, for logs */
  moment(at: string): string;
  /** with seconds and zone, for what has to be exact */
  exactly(at: string): string;
  /** `5 minutes ago`, `in 3 days` */
  relative(at: string): string;
};

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const MOMENT: Intl.DateTimeFormatOptions = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};
/** Within half a year of now no other year can be meant. */
const HALF_A_YEAR_MS = 182 * 86_400_000;
const isNear = (at: string): boolean =>
  Math.abs(new Date(at).getTime() - Date.now()) < HALF_A_YEAR_MS;

export function makeWords(
  locale: string,
  texts: Texts<Key>,
  timeZone: string | null | undefined,
): Words {
  const zone = timeZone ?? undefined;
  const format = (options: Intl.DateTimeFormatOptions) =>
    later(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
  const day = format({ dateStyle: 'medium' });
  const time = format({ dateStyle: 'medium', timeStyle: 'short' });
  const moment = format(MOMENT);
  const momentOfYear = format({ ...MOMENT, year: 'numeric' });
  const exact = format({ dateStyle: 'medium', timeStyle: 'long' });
  const relative = later(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  return {
    locale,
    timeZone: zone,
    say: makeSay(locale, texts),
    day: (at) => day().format(new Date(at)),
    time: (at) => time().format(new Date(at)),
    moment: (at) => (isNear(at) ? moment() : momentOfYear()).format(new Date(at)),
    exactly: (at) => exact().format(new Date(at)),
    relative(at) {
      const ms = new Date(at).getTime() - Date.now();
      const [unit, size] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? ['second', 1_000];
      return relative().format(unit === 'second' ? 0 : Math.trunc(ms / size), unit);
    },
  };
}

/**
 * In the member's language where they chose one, else the browser's; its numbers and days as the
 * browser has them where the language is the same.
 */
export async function loadWords(
  boot: Boot,
  member: { locale: string | null; time_zone: string | null } | null,
): Promise<Words> {
  const language = languageFor(member?.locale ?? boot.language, boot.texts);
  const own = navigator.languages.find((tag) => tag.split('-')[0] === language);
  const texts = await fetchTexts<Key>(boot.texts[language]!);
  document.documentElement.lang = language;
  return makeWords(own ?? language, texts, member?.time_zone);
}

export type Language = {
  words: Words;
  boot: Boot;
  /** after the member has chosen another one */
  reload(member: { locale: string | null; time_zone: string | null }): Promise<void>;
};

export const LanguageContext = createContext<Language | null>(null);

export const useLanguage = (): Language => use(LanguageContext)!;
export const useWords = (): Words => useLanguage().words;
