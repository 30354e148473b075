/** What a filter is set to, as it is read. */
import { spanMs, type Search } from '../data/lists.ts';
import { useWords, type Words } from '../words.tsx';
import type { Filter } from './list.ts';

const DAY_H = 24;

export function sinceText(since: string, say: Words['say']): string {
  const span = spanMs(since);
  if (span === null) return since;
  const hours = span / 3_600_000;
  return hours > DAY_H && hours % DAY_H === 0
    ? say('lastDays', { count: hours / DAY_H })
    : say('lastHours', { count: hours });
}

/** `2026-11-30T14:05` as the member writes it: it is a time of their zone already. */
const localText = (said: string, locale: string): string => {
  const at = Date.parse(`${said.length > 10 ? said : `${said}T00:00`}Z`);
  if (Number.isNaN(at)) return said;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(said.length > 10 ? { timeStyle: 'short' as const } : {}),
    timeZone: 'UTC',
  }).format(at);
};

/** '' where it is not set. */
export function useValueText(filter: Filter, search: Search): string {
  const { say, locale } = useWords();
  if (filter.kind === 'range') {
    const { since, from, to } = search;
    if (since !== undefined) return sinceText(since, say);
    const [begin, end] = [from, to].map((said) =>
      said === undefined ? null : localText(said, locale),
    );
    if (begin !== null && end !== null) return `${begin} – ${end}`;
    if (begin != null) return say('sinceMoment', { moment: begin });
    return end == null ? '' : say('untilMoment', { moment: end });
  }
  const value = search[filter.name] ?? '';
  if (filter.kind === 'text' || value === '') return value;
  const textOf = (one: string): string =>
    filter.options.find(([option]) => option === one)?.[1] ?? one;
  if (filter.kind === 'choice') return textOf(value);
  const all = value.split(',');
  return all.length > 2
    ? say('oneAndMore', { one: textOf(all[0]!), count: all.length - 1 })
    : all.map(textOf).join(', ');
}
