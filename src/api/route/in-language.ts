/** The header `content-language`: the locale that an answer's names and texts are really in. */
import { resolveLocale } from '../../domain/catalog/locales.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { Answer } from './route.ts';

export const CONTENT_LANGUAGE = 'content-language';

export const inLanguage = (locale: string): Pick<Answer, 'headers'> => ({
  headers: { [CONTENT_LANGUAGE]: locale },
});

/**
 * Of an answer that holds several things: nothing is said where they are in several languages, or
 * where there are none.
 */
export function inLanguages(locales: readonly string[]): Pick<Answer, 'headers'> {
  const [locale, ...others] = new Set(locales);
  return locale === undefined || others.length > 0 ? {} : inLanguage(locale);
}

type Asked = { locale?: string | null | undefined };
const localeOf = (partner: Partner, { locale }: Asked): string =>
  resolveLocale(locale, partner.settings.locale).locale;

/** Of a booking, in the language it asks for; of several, where all are in one. */
export const asBooked = (partner: Partner, ...bookings: Asked[]): Pick<Answer, 'headers'> =>
  inLanguages(bookings.map((booking) => localeOf(partner, booking)));
