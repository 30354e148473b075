/** Figures of the days beside those of the days before, each with what it means and its list. */
import type { ReactNode } from 'react';
import { bookingRequests } from '../../data/home.ts';
import { dayText, numberText, shareText } from '../../data/reports.ts';
import type { Home } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Bars } from '../../ui/bars.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords, type Key } from '../../words.tsx';

export function Figures({ scope, home }: { scope: Scope; home: Home }) {
  const { say, locale } = useWords();
  const { period } = home;
  const partner = scope.partner?.slug;
  return (
    <Section
      title={say('homeFigures')}
      lead={`${dayText(period.from, locale)} – ${dayText(period.to, locale)}`}
      actions={
        <TextLink to="/p/$partner/funnel" params={{ partner }}>
          {say('showFunnel')}
        </TextLink>
      }
    >
      <ByDay days={home.days} />
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-3">
        <OfBookings home={home} partner={partner} />
        <OfSuccess scope={scope} home={home} />
        <OfMails home={home} partner={partner} />
        <OfPackages home={home} partner={partner} />
      </ul>
    </Section>
  );
}

type Shown = { home: Home; partner: string | undefined };

function OfBookings({ home: { figures, period }, partner }: Shown) {
  const { say, locale } = useWords();
  return (
    <Figure
      name="figureBookings"
      means="figureBookingsMeans"
      value={numberText(figures.bookings_accepted.now, locale)}
      before={countBefore(figures.bookings_accepted.before, locale)}
      link={
        <TextLink
          to="/p/$partner/bookings"
          params={{ partner }}
          search={{ kind: 'booking', made_from: period.from, made_to: period.to }}
        >
          {say('bookings')}
        </TextLink>
      }
    />
  );
}

/** With the requests that were refused, for who may read them. */
function OfSuccess({ scope, home: { figures, bookings } }: { scope: Scope; home: Home }) {
  const { say, locale, timeZone } = useWords();
  const { accepted_share: now, accepted_share_before: was, refused_requests: refused } = bookings;
  return (
    <Figure
      name="figureSuccess"
      means="figureSuccessMeans"
      value={shareText(now, locale, 1)}
      before={was === null ? null : shareText(was, locale, 1)}
      note={`${say('refused')}: ${numberText(figures.bookings_refused.now, locale)}`}
      link={
        refused > 0 &&
        scope.may('logs.read') && (
          <TextLink
            to="/p/$partner/requests"
            params={{ partner: scope.partner?.slug }}
            search={{ ...bookingRequests(bookings.refused_between, timeZone), code: '400' }}
          >
            {say('refusedRequests', { count: refused })}
          </TextLink>
        )
      }
    />
  );
}

function OfMails({ home: { mails, period }, partner }: Shown) {
  const { say, locale } = useWords();
  const { now, before } = mails;
  return (
    <Figure
      link={
        <TextLink
          to="/p/$partner/messages"
          params={{ partner }}
          search={{ channel: 'EMAIL', made_from: period.from, made_to: period.to }}
        >
          {say('messages')}
        </TextLink>
      }
      name="figureMails"
      means="figureMailsMeans"
      value={shareText(now.delivered_share, locale, 1)}
      before={before.delivered_share === null ? null : shareText(before.delivered_share, locale, 1)}
      note={say('figureMailsCounts', {
        delivered: numberText(now.delivered + now.complained, locale),
        bounced: numberText(now.bounced, locale),
      })}
    />
  );
}

/** With the plans behind each. */
function OfPackages({ home: { figures, period }, partner }: Shown) {
  const { say, locale } = useWords();
  return (
    <>
      {OF_PACKAGES.map(([name, means, figure, step]) => (
        <Figure
          key={name}
          name={name}
          means={means}
          value={numberText(figures[figure].now, locale)}
          before={countBefore(figures[figure].before, locale)}
          link={
            <TextLink
              to="/p/$partner/packages"
              params={{ partner }}
              search={{ step, from: period.from, to: period.to }}
            >
              {say('needLook')}
            </TextLink>
          }
        />
      ))}
    </>
  );
}

const OF_PACKAGES = [
  ['figurePackages', 'figurePackagesMeans', 'entitlements', 'issued'],
  ['figureInstalled', 'figureInstalledMeans', 'installed', 'installed'],
  ['figureUsed', 'figureUsedMeans', 'activated', 'used'],
] as const;

/** Null: there was nothing. */
const countBefore = (value: number, locale: string): string | null =>
  value === 0 ? null : numberText(value, locale);

function Figure({
  name,
  means,
  value,
  before: was,
  note,
  link,
}: {
  name: Key;
  means: Key;
  value: string;
  /** null: there was nothing */
  before: string | null;
  note?: string;
  link?: ReactNode;
}) {
  const { say } = useWords();
  return (
    <li className="flex">
      <Card className="flex w-full flex-col gap-1 p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <h3 className="font-medium">{say(name)}</h3>
          {link}
        </div>
        <p className="text-2xl leading-9 font-semibold tracking-tight tabular-nums">{value}</p>
        <p className="text-sm">
          {was === null ? say('homeNoneBefore') : say('homeBefore', { value: was })}
        </p>
        {note !== undefined && <p className="text-sm">{note}</p>}
        <p className="mt-auto pt-1 text-xs text-muted">{say(means)}</p>
      </Card>
    </li>
  );
}

function ByDay({ days }: { days: Home['days'] }) {
  const { say, locale } = useWords();
  const highest = Math.max(1, ...days.map(({ accepted, refused }) => accepted + refused));
  const sum = (of: 'accepted' | 'refused'): string =>
    numberText(
      days.reduce((all, day) => all + day[of], 0),
      locale,
    );
  const said = { accepted: sum('accepted'), refused: sum('refused') };
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h3 className="font-medium">{say('homeByDay')}</h3>
      <Bars
        className="h-28"
        label={say('homeByDaySum', { ...said, days: days.length })}
        bars={days.map(({ date, accepted, refused }) => ({
          name: date,
          text: say('homeByDayBar', {
            day: dayText(date, locale),
            accepted: numberText(accepted, locale),
            refused: numberText(refused, locale),
          }),
          parts: [
            { share: accepted / highest, tone: 'accent' as const },
            { share: refused / highest, tone: 'danger' as const },
          ],
        }))}
      />
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        <Legend fill="bg-accent" text={`${say('accepted')}: ${said.accepted}`} />
        <Legend fill="bg-danger" text={`${say('refused')}: ${said.refused}`} />
      </p>
    </Card>
  );
}

const Legend = ({ fill, text }: { fill: string; text: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className={`size-2.5 rounded-xs ${fill}`} />
    {text}
  </span>
);
