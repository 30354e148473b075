/** Which days a report is of: its address says it. */
import { Link } from '@tanstack/react-router';
import { PERIODS, USUAL_PERIOD } from '../../data/home.ts';
import type { CountedAt } from '../../data/types.ts';
import { cn } from '../../ui/cn.ts';
import { useWords } from '../../words.tsx';

export function Periods({ days }: { days: string }) {
  const { say } = useWords();
  return (
    <ul aria-label={say('homePeriod')} className="flex flex-wrap gap-1">
      {PERIODS.map((one) => (
        <li key={one}>
          <Link
            to="."
            search={(one === USUAL_PERIOD ? {} : { days: one }) as never}
            activeOptions={{ exact: true, includeSearch: true }}
            className={cn(
              'inline-flex min-h-8 items-center rounded-md px-3 py-1 pointer-coarse:min-h-11',
              one === days
                ? 'bg-accent-soft font-medium text-accent'
                : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {say('homeDays', { count: Number(one) })}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Where there are many bookings, figures are some minutes old. */
export function Counted({ counted_at: at, uncounted_days: missing }: CountedAt) {
  const { say, relative } = useWords();
  if (at === null && missing === 0) return null;
  return (
    <p className="text-sm text-muted">
      {at !== null && say('countedAt', { when: relative(at) })}{' '}
      {missing > 0 && say('uncounted', { count: missing })}
    </p>
  );
}
