/** A figure as the status page shows it, in the visitor's language. */
import { SERVICE_DAYS } from '../../domain/service/figures.ts';
import type { Measured, ServiceFigure } from '../../domain/service/service-report.ts';
import type { SayStatus } from '../texts/status/index.ts';

/** `99.99 %`; never more than it was: 99.996 % is not 100 %. */
export function percent(share: number, language: string): string {
  const hundredths = Math.floor(share * 10_000 + 1e-7);
  return `${decimals(hundredths / 100, language, 2)} %`;
}

/** `850 ms`, `4.2 s`, `12.0 min`, `3.1 h` */
export function duration(ms: number, language: string): string {
  if (ms < 1_000) return `${decimals(ms, language, 0)} ms`;
  if (ms < 60_000) return `${decimals(ms / 1_000, language, 1)} s`;
  return ms < 3_600_000
    ? `${decimals(ms / 60_000, language, 1)} min`
    : `${decimals(ms / 3_600_000, language, 1)} h`;
}

const decimals = (number: number, language: string, digits: number): string =>
  number.toLocaleString(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

type Look = 'kept' | 'missed' | 'none';

const lookOf = ({ share }: Measured, promise: number): Look =>
  share === null ? 'none' : share >= promise ? 'kept' : 'missed';

type Words = { say: SayStatus; language: string };

/** A bar a day, the last 90; days before the first figure stay empty. */
export function figureView(figure: ServiceFigure, today: string, { say, language }: Words) {
  const byDate = new Map(figure.days.map((day) => [day.date, day]));
  const last = Date.parse(today);
  const dates = Array.from({ length: SERVICE_DAYS }, (_, i) =>
    new Date(last - (SERVICE_DAYS - 1 - i) * 86_400_000).toISOString().slice(0, 10),
  );
  const said = (share: number | null): string =>
    share === null ? say('nothing') : percent(share, language);
  const time = (ms: number | null): string | null => (ms === null ? null : duration(ms, language));
  const { figure: name, overall, promise } = figure;
  const share = said(overall.share);
  const [mean, slowest] = [time(overall.mean_ms), time(overall.slowest_ms)];
  const title = say(name);
  return {
    figure: name,
    title,
    definition: say(`${name}Means`),
    share,
    look: lookOf(overall, promise),
    promised: say('promised', {
      share: `${(promise * 100).toLocaleString(language, { maximumFractionDigits: 2 })} %`,
    }),
    times: mean === null || slowest === null ? null : say('times', { mean, slowest }),
    counted: say(name === 'availability' ? 'minutes' : 'counted'),
    label: say('bars', { title, share, days: figure.days.length }),
    bars: dates.map((date) => {
      const day = byDate.get(date);
      return {
        date,
        look: day === undefined ? 'none' : lookOf(day, promise),
        text: say('bar', { date, share: said(day?.share ?? null) }),
      };
    }),
    recent: figure.days.slice(-7).map((day) => ({
      date: day.date,
      share: said(day.share),
      total: day.total.toLocaleString(language),
      mean: time(day.mean_ms) ?? '–',
    })),
  };
}
