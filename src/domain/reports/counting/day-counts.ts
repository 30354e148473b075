/**
 * What is counted of one day of a partner. Every list can be put together with that of another day,
 * so that a range is the sum of its days.
 */
import { FIGURES, type Figures } from '../funnel.ts';

/** What happens to a package on its way, in this order. */
export const STEPS = ['issued', 'mailed', 'opened', 'taken', 'installed', 'used'] as const;
export type Step = (typeof STEPS)[number];

/** `place`: alpha-3 or the id of a region, '' where none is chosen yet. `bucket`: see `bucketMs`. */
type StepCount = [place: string, step: Step, bucket: number, count: number];
/** By channel and what became of it. */
type MessageCount = [channel: string, status: string, count: number];
/** `bucket`: of the time from the event to the attempt that succeeded; null: none did. */
type WebhookCount = [state: string, bucket: number | null, count: number, attempts: number];

export type DayCounts = {
  figures: Figures;
  steps: StepCount[];
  messages: MessageCount[];
  webhooks: WebhookCount[];
};

export const noFigures = (): Figures =>
  Object.fromEntries(FIGURES.map((name) => [name, 0])) as Figures;

export function sumOf(days: readonly DayCounts[]): DayCounts {
  const figures = noFigures();
  for (const name of FIGURES) figures[name] = days.reduce((sum, day) => sum + day.figures[name], 0);
  return {
    figures,
    steps: days.flatMap(({ steps }) => steps),
    messages: days.flatMap(({ messages }) => messages),
    webhooks: days.flatMap(({ webhooks }) => webhooks),
  };
}

/** Times are kept in buckets of 2^(1/8), so a time that is told is off by 4.5 % at most. */
const PER_DOUBLING = 8;
/** The bucket of an SQL interval: `[2^(n/8) - 1, 2^((n+1)/8) - 1)` seconds. */
export const bucketOf = (from: string, to: string): string =>
  `floor(${PER_DOUBLING} * ln(1 + greatest(extract(epoch from ${to} - (${from}))::float8, 0)) / ln(2.0::float8))::int`;

/** The middle of a bucket. */
const bucketMs = (bucket: number): number =>
  Math.round((2 ** ((bucket + 0.5) / PER_DOUBLING) - 1) * 1_000);

export type Times = { median_ms: number | null; p90_ms: number | null };

/** Null where there is none. */
export function timesOf(counts: readonly (readonly [bucket: number, count: number])[]): Times {
  const sorted = counts.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const at = (share: number): number | null => {
    let seen = 0;
    for (const [bucket, count] of sorted) {
      seen += count;
      if (seen >= total * share) return bucketMs(bucket);
    }
    return null;
  };
  return { median_ms: at(0.5), p90_ms: at(0.9) };
}
