/** The readings as a person reads them. */
import { columns } from './figures.ts';
import type { SyncFigures } from './sync.ts';

export const SYNC_NOTE =
  'sync: four accounts at stand-ins that keep to the suppliers’ limits, read by one `work` process while one `serve` process books 20 times a second; seconds from when all are due until the last one has ended; processor time of the work process, and of PostgreSQL with the bookings; memory of the work process; longest wait of the serve process for a lock that the work process held, looked for all the time with 20 ms between two looks; anchor: the same rows by bare inserts in 500s';

const shown = (value: number | null): string => (value === null ? '' : String(value));

export function syncTable({ alone, readings, anchor }: SyncFigures): string {
  const booked = ({ p50, p99, max }: SyncFigures['alone']): string[] =>
    [p50, p99, max].map((ms) => ms.toFixed(1));
  return columns([
    [
      'sync',
      'articles',
      'new',
      'changed',
      'gone',
      'seconds',
      'per second',
      'work CPU s',
      'PostgreSQL CPU s',
      'MB before',
      'at most',
      'bookings p50',
      'p99',
      'max ms',
      'lock wait ms',
    ],
    ['bookings alone', ...Array.from({ length: 10 }, () => ''), ...booked(alone), ''],
    ...readings.map((r) => [
      r.reading,
      ...[r.articles, r.added, r.changed, r.vanished].map(String),
      r.seconds.toFixed(1),
      String(Math.round(r.articles / r.seconds)),
      shown(r.work_cpu_s),
      shown(r.postgres_cpu_s),
      shown(r.before_mb),
      shown(r.peak_mb),
      ...booked(r.booked),
      r.waits.longest_ms.toFixed(1),
    ]),
    [
      '  anchor',
      String(anchor.rows),
      '',
      '',
      '',
      anchor.seconds.toFixed(1),
      String(Math.round(anchor.rows / anchor.seconds)),
      '',
      shown(anchor.postgres_cpu_s),
      ...Array.from({ length: 6 }, () => ''),
    ],
  ]);
}
