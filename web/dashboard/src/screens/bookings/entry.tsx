/** One entry of a booking: what it led to, at which price, and how far it has come. */
import { useParams } from '@tanstack/react-router';
import { bytesText, moneyText } from '../../data/amounts.ts';
import type { BookingEntry, ChosenBy } from '../../data/types.ts';
import { TextLink } from '../../ui/link.tsx';
import { Badge } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';

const CHOSEN: Record<ChosenBy, Key> = {
  named: 'chosenNamed',
  cover: 'chosenCover',
  place: 'chosenPlace',
  later: 'chosenLater',
};

export function Entry({ entry }: { entry: BookingEntry }) {
  const { say, locale } = useWords();
  const { partner } = useParams({ strict: false });
  const { traveler_id: travelerId, b2b_price: price, currency } = entry;
  const what = [
    entry.bytes === null ? null : bytesText(entry.bytes, locale),
    entry.iso3,
    entry.duration_days === null ? null : say('days', { count: entry.duration_days }),
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-1 rounded-lg border border-line px-3 py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">
          {what.length === 0 ? say('chosenLater') : what.join(' · ')}
        </span>
        {price !== null && currency !== null && (
          <span className="tabular-nums">{moneyText(price, currency, locale)}</span>
        )}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        {entry.bundle_id !== null && <span className="font-mono text-xs">{entry.bundle_id}</span>}
        <span>{say(CHOSEN[entry.chosen_by])}</span>
      </p>
      <p className="flex flex-wrap items-center gap-x-3">
        <Progress entry={entry} />
        {travelerId !== null && (
          <TextLink to="/p/$partner/travelers/$id" params={{ partner, id: travelerId }}>
            {entry.external_user_id ?? say('traveler')}
          </TextLink>
        )}
      </p>
    </li>
  );
}

function Progress({ entry }: { entry: BookingEntry }) {
  const { say, day } = useWords();
  const { cancelled_at: cancelled, redeemed_at: redeemed, claimed_at: claimed } = entry;
  if (cancelled !== null) return <Badge tone="danger">{say('bookingCancelled')}</Badge>;
  if (redeemed !== null)
    return <Badge tone="good">{say('redeemedOn', { when: day(redeemed) })}</Badge>;
  if (claimed !== null)
    return <Badge tone="accent">{say('claimedOn', { when: day(claimed) })}</Badge>;
  return <Badge>{say('notRedeemed')}</Badge>;
}
