/** Packages as pages show them: where, how much, how long, and what is left. */
import type { Context } from '../../context.ts';
import { displayName, iso2Of } from '../../domain/catalog/places/countries.ts';
import { formatBytes, formatList, formatMoment } from '../../domain/messages/mail/format.ts';
import type { DataOnEsim } from '../../domain/esims/installable.ts';
import { placeName } from '../../domain/promo-codes/promo-code-view.ts';
import { translator } from './languages.ts';
import { tripTranslator } from './page.ts';

type Place = {
  destinationId: string | null;
  iso3: string | null;
  covers: string[] | null;
};
type Amount = { packageType: string; bytes: number | null; days: number | null };

/** In the words of a language; `place` null: chosen later. */
export type ShownPackage = {
  place: string | null;
  countries: string[];
  countryList: string;
  size: string | null;
  days: string | null;
};

export function shownPackage(
  ctx: Context,
  { destinationId, iso3, covers, packageType, bytes, days }: Place & Amount,
  locale: string,
): ShownPackage {
  const t = translator(locale);
  const countries = (covers ?? [])
    .map((code) => displayName(iso2Of(code) ?? code, locale))
    .sort((a, b) => a.localeCompare(b, locale));
  const unlimited = destinationId !== null || packageType === 'unlimited' ? t('unlimited') : null;
  return {
    place: placeName(ctx.catalog.current(), { destination_id: destinationId, iso3 }, locale),
    countries,
    countryList: formatList(countries, locale),
    size: bytes === null ? unlimited : formatBytes(bytes, locale),
    days: days === null ? null : t('days', { days }),
  };
}

/** `line`: amount and validity; `left` stands above the meter, whose `percent` is what is left. */
export type ShownData = {
  place: string;
  line: string;
  left: string | null;
  percent: number | null;
  note: string | null;
  isOver: boolean;
};

export function shownData(
  ctx: Context,
  data: DataOnEsim,
  locale: string,
  timeZone: string,
): ShownData {
  const t = translator(locale);
  const j = tripTranslator(locale);
  const { totalBytes, leftBytes, state } = data;
  const shown = shownPackage(ctx, { ...data, bytes: totalBytes }, locale);
  const isRunning = state === 'running';
  const isMetered = isRunning && totalBytes !== null && leftBytes !== null;
  const validity = shown.days === null ? [] : [`${shown.days} ${t('fromFirstUse')}`];
  return {
    place: shown.place ?? t('destinationLater'),
    line: [shown.size, ...(isRunning ? [] : validity)].filter((part) => part !== null).join(' · '),
    left: isMetered
      ? j('left', {
          left: formatBytes(leftBytes, locale),
          total: formatBytes(totalBytes, locale),
        })
      : null,
    percent: isMetered && totalBytes > 0 ? Math.floor((leftBytes / totalBytes) * 100) : null,
    note:
      state === 'used_up'
        ? j('usedUp')
        : state === 'ended'
          ? j('expired')
          : isRunning && data.expiresAt !== null
            ? j('until', { moment: formatMoment(data.expiresAt, locale, timeZone) })
            : null,
    isOver: state === 'used_up' || state === 'ended',
  };
}
