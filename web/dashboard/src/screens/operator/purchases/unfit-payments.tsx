/** What the pay desk told of that fits no purchase: somebody looks at each, and says so. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  markSeen,
  unfitPaymentsChanged,
  unfitPaymentsQuery,
} from '../../../data/operator/money.ts';
import type { UnfitPayment } from '../../../data/types.ts';
import { useScope } from '../../../shell/use-scope.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Skeleton, Trouble } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';

export function UnfitPayments() {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { data, ...events } = useQuery(unfitPaymentsQuery);
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        {data === undefined
          ? say('unfitPayments')
          : say('unfitCount', { count: countOf(data.length) })}
      </Button>
      <Dialog title={say('unfitPayments')} isOpen={isOpen} isWide onClose={() => setOpen(false)}>
        <p className="text-muted">{say('unfitText')}</p>
        <Trouble error={events.error} onRetry={() => void events.refetch()} />
        {events.isPending && <Skeleton />}
        {data?.length === 0 && <p>{say('unfitNone')}</p>}
        <ul className="flex flex-col gap-4">
          {data?.map((one) => (
            <Unfit key={one.id} event={one} />
          ))}
        </ul>
      </Dialog>
    </>
  );
}

/** The oldest are shown, so many at most; the next come when these are seen. */
const MOST_SHOWN = 200;
const countOf = (shown: number): number | string => (shown < MOST_SHOWN ? shown : `${shown}+`);

function Unfit({ event }: { event: UnfitPayment }) {
  const { say, locale } = useWords();
  const { may } = useScope();
  const seen = useMutation({
    mutationFn: () => markSeen(event.id),
    onSuccess: unfitPaymentsChanged,
  });
  return (
    <li className="flex flex-col gap-1 border-s-2 border-line ps-3">
      <p className="flex flex-wrap gap-x-3 text-sm text-muted">
        <Moment at={event.at} />
        <span className="break-all">{event.type}</span>
      </p>
      <p className="break-words">{event.unfit}</p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm">
        <CopyText text={event.id} />
        {event.payment_id !== null && <CopyText text={event.payment_id} />}
        {event.amount !== null && event.currency !== null && (
          <span className="tabular-nums">{minorText(event.amount, event.currency, locale)}</span>
        )}
      </p>
      {may('operator.review') && (
        <div>
          <Button
            aria-label={say('markSeenOf', { name: event.id })}
            isPending={seen.isPending}
            onPress={() => seen.mutate()}
          >
            {say('markSeen')}
          </Button>
        </div>
      )}
      <Trouble error={seen.error} />
    </li>
  );
}

/** The pay desk counts in minor units, of which each currency has its own. */
function minorText(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(minor / 10 ** digits);
}
