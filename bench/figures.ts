/** Figures of a work beside its limit, in turns, and the table that shows them. */
export type Speed = {
  /** requests, reports, deliveries */
  requests: number;
  /** of them per second */
  throughput: number;
  /** milliseconds; null where one alone has no time of its own */
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** microseconds of processor time for each, Node and PostgreSQL together; null: not Linux */
  cpu_us: number | null;
  /** PostgreSQL's part of it, where it is told apart */
  postgres_us: number | null;
};

export type Side = 'product' | 'limit';
export type Compared = {
  product: Speed;
  limit: Speed;
  ratio: number;
  ratio_of_rounds: number[];
  /** the limit's processor time for one, as a share of the product's */
  cpu_ratio: number | null;
  goal: number | null;
  cpu_goal: number | null;
  is_met: boolean | null;
  rounds: Record<Side, Speed[]>;
};
export type Goal = { goal: string; is_met: boolean };

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!, 2);
};

/** Of a batch as a whole. */
export const speedOf = (
  count: number,
  ms: number,
  cpu: Partial<Pick<Speed, 'cpu_us' | 'postgres_us'>> = {},
): Speed => ({
  requests: count,
  throughput: Math.round((count / ms) * 1000),
  p50: null,
  p95: null,
  p99: null,
  cpu_us: null,
  postgres_us: null,
  ...cpu,
});

const across = (all: readonly Speed[]): Speed => {
  const middle = (field: 'p50' | 'p95' | 'p99' | 'cpu_us' | 'postgres_us'): number | null =>
    all.some((f) => f[field] === null) ? null : rounded(median(all.map((f) => f[field]!)), 2);
  return {
    requests: all.reduce((sum, f) => sum + f.requests, 0),
    throughput: Math.round(median(all.map((f) => f.throughput))),
    p50: middle('p50'),
    p95: middle('p95'),
    p99: middle('p99'),
    cpu_us: middle('cpu_us'),
    postgres_us: middle('postgres_us'),
  };
};

export type Turns = {
  work: string;
  rounds: number;
  goal: number | null;
  /** of the processor time's ratio */
  cpuGoal?: number | null;
  /** round 0 warms up and does not count */
  play(side: Side, round: number): Promise<Speed>;
  say(text: string): void;
};

export async function inTurns({
  work,
  rounds: count,
  goal,
  cpuGoal = null,
  play,
  say,
}: Turns): Promise<Compared> {
  const rounds: Record<Side, Speed[]> = { product: [], limit: [] };
  for (const side of ['product', 'limit'] as const) await play(side, 0);
  for (let i = 1; i <= count; i++) {
    // Whoever is first in a round is second in the next: what one leaves behind, such as a
    // checkpoint, meets both.
    for (const side of i % 2 === 1
      ? (['product', 'limit'] as const)
      : (['limit', 'product'] as const))
      rounds[side].push(await play(side, i));
    const [p, l] = [rounds.product.at(-1)!, rounds.limit.at(-1)!];
    say(
      `${work} ${i}/${count}: product ${p.throughput}/s, limit ${l.throughput}/s, ratio ${(p.throughput / l.throughput).toFixed(2)}`,
    );
  }
  const ratios = rounds.product.map((p, i) =>
    rounded(p.throughput / rounds.limit[i]!.throughput, 3),
  );
  const ratio = rounded(median(ratios), 3);
  const ofTime = rounds.product.flatMap(({ cpu_us }, i) => {
    const limit = rounds.limit[i]!.cpu_us;
    return cpu_us === null || limit === null ? [] : [limit / cpu_us];
  });
  const cpuRatio = ofTime.length === 0 ? null : rounded(median(ofTime), 3);
  return {
    product: across(rounds.product),
    limit: across(rounds.limit),
    ratio,
    ratio_of_rounds: ratios,
    cpu_ratio: cpuRatio,
    goal,
    cpu_goal: cpuGoal,
    is_met: meets([ratio, goal], [cpuRatio, cpuGoal]),
    rounds,
  };
}

/** Null: nothing is asked of them. */
function meets(...pairs: (readonly [number | null, number | null])[]): boolean | null {
  const asked = pairs.filter(([, goal]) => goal !== null);
  return asked.length === 0
    ? null
    : asked.every(([value, goal]) => value === null || value >= goal!);
}

const goalsOf = ({ goal, cpu_goal: cpu }: Compared): string =>
  [...(goal === null ? [] : [`≥ ${goal}`]), ...(cpu === null ? [] : [`CPU ≥ ${cpu}`])].join(', ') ||
  '–';

export const met = (isMet: boolean | null): string =>
  isMet === null ? '–' : isMet ? 'met' : 'NOT MET';

/** Other work on the machine shifts ratios in both directions; then the median is no verdict. */
const isUnclear = ({ goal, ratio_of_rounds: ratios }: Compared): boolean =>
  goal !== null && ratios.some((ratio) => ratio >= goal) && ratios.some((ratio) => ratio < goal);

/** First column to the left, the others to the right. */
export function columns(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function table(results: Record<string, Compared>): string {
  const header = [
    '',
    'per second',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'CPU µs',
    'of PG',
    'CPU ratio',
    'ratio',
    'of rounds',
    'goal',
    '',
  ];
  const rows = Object.entries(results).flatMap(([work, r]) => {
    const line = (f: Speed): string[] => [
      String(f.throughput),
      ...[f.p50, f.p95, f.p99].map((ms) => (ms === null ? '' : ms.toFixed(1))),
      ...[f.cpu_us, f.postgres_us].map((us) => (us === null ? '' : String(us))),
    ];
    const range = `${Math.min(...r.ratio_of_rounds).toFixed(2)}–${Math.max(...r.ratio_of_rounds).toFixed(2)}`;
    return [
      [
        work,
        ...line(r.product),
        r.cpu_ratio === null ? '' : r.cpu_ratio.toFixed(2),
        r.ratio.toFixed(2),
        range,
        goalsOf(r),
        met(r.is_met) + (isUnclear(r) ? ', but rounds disagree' : ''),
      ],
      ['  limit', ...line(r.limit), '', '', '', '', ''],
    ];
  });
  return columns([header, ...rows]);
}
