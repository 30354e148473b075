/** What the pay desk told of that fits no purchase: somebody looks at each, and says so. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { markSeen, unfitPaymentsChanged, unfitPaymentPages } from '../../../data/operator/money.ts';
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
  const pages = useInfiniteQuery(unfitPaymentPages);
  const events = pages.data?.pages.flatMap((page) => page.events);
  const count = events?.length ?? 0;
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        {events === undefined
          ? say('unfitPayments')
          : say('unfitCount', { count: pages.hasNextPage ? `${count}+` : count })}
      </Button>
      <Dialog title={say('unfitPayments')} isOpen={isOpen} isWide onClose={() => setOpen(false)}>
        <p className="text-muted">{say('unfitText')}</p>
        <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
        {pages.isPending && <Skeleton />}
        {events?.length === 0 && <p>{say('unfitNone')}</p>}
        <ul className="flex flex-col gap-4">
          {events?.map((one) => (
            <Unfit key={one.id} event={one} />
          ))}
        </ul>
        {pages.hasNextPage && (
          <Button
            className="self-center"
            isPending={pages.isFetchingNextPage}
            onPress={() => void pages.fetchNextPage()}
          >
            {say('more')}
          </Button>
        )}
      </Dialog>
    </>
  );
}

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
