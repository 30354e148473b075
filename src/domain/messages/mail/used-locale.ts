import { resolveLocale } from '../../catalog/locales.ts';

/**
 * The shipped locale of a message. What was asked for stands in its row (nothing: the partner's)
 * until the message is made; from then on what it was made in, whatever the partner chooses later.
 */
export const usedLocale = (stored: string, settings: { locale: string | null }): string =>
  resolveLocale(stored === '' ? null : stored, settings.locale).locale;
