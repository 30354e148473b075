/** What the strategy would have made of the last 30 days' bookings. */
import { useParams } from '@tanstack/react-router';
import { bytesText, moneyText } from '../../data/amounts.ts';
import type {
  StrategyChange,
  StrategyOutcome,
  StrategyPlace,
  StrategyPreview,
} from '../../data/types.ts';
import { TextLink } from '../../ui/link.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Badge, Notice } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

type Nameable = { currency: string; places: readonly StrategyPlace[] };

export function Tried({
  preview,
  places,
}: {
  preview: StrategyPreview;
  places: readonly StrategyPlace[];
}) {
  const { say, locale } = useWords();
  const {
    bookings,
    of_strategy: of,
    changed,
    is_complete: isComplete,
    changes,
    currency,
  } = preview;
  const count = (some: number): string => some.toLocaleString(locale);
  return (
    <Section title={say('strategyTried')} lead={say('strategyTriedLead')}>
      {of === 0 ? (
        <Notice tone="plain">{say('strategyNothing', { bookings: count(bookings) })}</Notice>
      ) : (
        <>
          <p>
            {say('strategyCounts', {
              bookings: count(bookings),
              of: count(of),
              changed: count(changed),
            })}
          </p>
          {!isComplete && <Notice tone="warn">{say('strategyIncomplete')}</Notice>}
          <Totals preview={preview} />
          {changes.length > 0 && (
            <Card>
              <ul>
                {changes.map((change) => (
                  <Change key={change.id} change={change} currency={currency} places={places} />
                ))}
              </ul>
            </Card>
          )}
          {changed > changes.length && (
            <p className="text-sm text-muted">
              {say('strategyMost', { count: count(changes.length) })}
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function Totals({ preview: { before, after, currency } }: { preview: StrategyPreview }) {
  const { say, locale } = useWords();
  const money = (amount: number): string => moneyText(amount, currency, locale);
  const more = after.b2b_price - before.b2b_price;
  const signed = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    signDisplay: 'exceptZero',
  });
  const rows = [
    [say('strategyCost'), money(before.b2b_price), money(after.b2b_price), signed.format(more)],
    [
      say('strategyData'),
      bytesText(before.size_in_bytes, locale),
      bytesText(after.size_in_bytes, locale),
      '',
    ],
    [
      say('strategyRefused'),
      before.refused.toLocaleString(locale),
      after.refused.toLocaleString(locale),
      '',
    ],
  ] as const;
  const cell = 'px-3 py-2 text-end tabular-nums';
  return (
    <Card className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            <td className="rounded-ss-xl" />
            <th scope="col" className={`${cell} font-medium`}>
              {say('before')}
            </th>
            <th scope="col" className={`${cell} rounded-se-xl font-medium`}>
              {say('after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, was, is, difference]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="px-3 py-2 text-start font-medium">
                {name}
              </th>
              <td className={cell}>{was}</td>
              <td className={cell}>
                {is}
                {difference !== '' && (
                  <span className="block text-sm text-muted">{difference}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Change({ change, ...how }: { change: StrategyChange } & Nameable) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const { id, booking_id: reference, departure_date: departs } = change;
  return (
    <li className="flex flex-col gap-1.5 border-line px-4 py-3 not-first:border-t">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <TextLink to="/p/$partner/bookings/$id" params={{ partner, id }}>
          {reference ?? id}
        </TextLink>
        <span className="text-sm text-muted tabular-nums">{departs.slice(0, 10)}</span>
      </p>
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {(['before', 'after'] as const).map((which) => (
          <div key={which} className="min-w-0">
            <dt className="text-sm text-muted">{say(which)}</dt>
            <dd>
              <Outcome outcome={change[which]} {...how} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Outcome({
  outcome: { bundles, b2b_price: price, issue },
  currency,
  places,
}: { outcome: StrategyOutcome } & Nameable) {
  const { say, locale } = useWords();
  if (issue !== null)
    return (
      <>
        <Badge tone="danger">{say('strategyWouldRefuse')}</Badge>{' '}
        <span className="text-sm">{issue}</span>
      </>
    );
  if (bundles.length === 0) return <>{say('chosenLater')}</>;
  const nameOf = (destination: string): string =>
    places.find(({ id }) => id === destination)?.name ?? destination;
  return (
    <span className="flex flex-wrap items-baseline justify-between gap-x-3">
      <span className="min-w-0">
        {bundles
          .map(
            ({ label, destination, count }) =>
              `${count > 1 ? `${count} × ` : ''}${nameOf(destination)}: ${label}`,
          )
          .join(', ')}
      </span>
      <span className="tabular-nums">{moneyText(price, currency, locale)}</span>
    </span>
  );
}
