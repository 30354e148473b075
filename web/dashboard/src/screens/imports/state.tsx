/** How far a file of bookings is. */
import type { ImportRow, ImportState } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';

const LOOKS: Record<ImportState, [Key, 'plain' | 'good' | 'warn' | 'danger' | 'accent']> = {
  checking: ['importChecking', 'accent'],
  checked: ['importChecked', 'warn'],
  running: ['importRunning', 'accent'],
  done: ['importDone', 'good'],
  cancelled: ['importCancelled', 'plain'],
  failed: ['importFailed', 'danger'],
};

export function ImportStateBadge({ state }: { state: ImportState }) {
  const { say } = useWords();
  const [text, tone] = LOOKS[state];
  return <Badge tone={tone}>{say(text)}</Badge>;
}

/** `1,200 of 100,000 rows` */
export function RowsText({ row }: { row: ImportRow }) {
  const { say, locale } = useWords();
  const written = (count: number): string => count.toLocaleString(locale);
  const { rows_total: total, rows_checked: checked, rows_done: done, rows_failed: failed } = row;
  const at = row.state === 'checking' ? checked : row.rows_bad + done + failed;
  if (total === null) return null;
  return (
    <span className="tabular-nums">
      {row.state === 'checked'
        ? say('importRows', { total: written(total) })
        : say('importRowsOf', { count: written(at), total: written(total) })}
    </span>
  );
}
