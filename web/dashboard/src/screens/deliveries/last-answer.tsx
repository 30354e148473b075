/** What the endpoint answered, or why it did not. */
import type { DeliveryRow } from '../../data/types.ts';
import { useWords } from '../../words.tsx';
import { Status } from '../requests/status.tsx';
import { durationText } from '../requests/requests.tsx';

export function LastAnswer({ attempt }: { attempt: DeliveryRow['last_attempt'] }) {
  const { say, locale } = useWords();
  if (attempt === null) return <span>{say('noAttempt')}</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {attempt.status_code === null ? (
        <span className="text-danger">{attempt.error ?? say('noAnswer')}</span>
      ) : (
        <Status code={attempt.status_code} />
      )}
      <span className="tabular-nums">{durationText(attempt.duration_ms, locale)}</span>
    </span>
  );
}
