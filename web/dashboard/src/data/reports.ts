/** Reports of a partner, and how their figures are written. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import type { List } from './lists.ts';
import type { DeliveryReport, FunnelPackage, ServiceReport, Step, StepReport } from './types.ts';

export const STEPS: readonly Step[] = ['issued', 'mailed', 'opened', 'taken', 'installed', 'used'];

export const PACKAGES: List<FunnelPackage> = {
  name: 'packages',
  to: '/p/$partner/packages',
  call: 'reports/funnel/packages',
  field: 'packages',
  isByDay: true,
  idOf: ({ uuid }) => uuid,
  hints: ['event'],
};

const KEPT_MS = 30_000;

/** The last `days` days of the partner. */
export const stepsQuery = (path: string, days: string) =>
  queryOptions({
    queryKey: [path, 'steps', days],
    staleTime: KEPT_MS,
    queryFn: () => call<StepReport>('GET', `${path}/reports/funnel/steps${queryOf({ days })}`),
  });
export const deliveriesQuery = (path: string, days: string) =>
  queryOptions({
    queryKey: [path, 'delivery-report', days],
    staleTime: KEPT_MS,
    queryFn: () => call<DeliveryReport>('GET', `${path}/reports/deliveries${queryOf({ days })}`),
  });
export const serviceQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'service'],
    staleTime: KEPT_MS,
    queryFn: () => call<ServiceReport>('GET', `${path}/reports/service`),
  });

export const numberText = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(value);

/** Down to `digits` after the point, never up: 99.99 % is not promised where it was not kept. */
export function shareText(share: number | null, locale: string, digits = 0): string {
  if (share === null) return '–';
  const scale = 10 ** (digits + 2);
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.floor(share * scale + 1e-7) / scale);
}

const SPANS: [unit: string, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `1.5 hours`, `800 milliseconds` shortly */
export function spanText(ms: number, locale: string): string {
  const [unit, size] = SPANS.find(([, least]) => ms >= least) ?? ['millisecond', 1];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'day' ? 'long' : 'short',
    maximumFractionDigits: unit === 'millisecond' ? 0 : 1,
  }).format(ms / size);
}

/** A day of a report, which is of no zone here. */
export const dayText = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00Z`),
  );

/** A country in the member's language; `name`: what it is called where it is none. */
export function placeText(
  place: { iso2: string | null; name: string | null; place: string },
  locale: string,
): string {
  if (place.iso2 === null) return place.name ?? place.place;
  return new Intl.DisplayNames(locale, { type: 'region' }).of(place.iso2) ?? place.place;
}
