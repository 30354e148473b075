/** One traveler: who they are, their eSIMs with what is on them, and what happened to them. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { timelineQuery, travelerQuery } from '../../data/people.ts';
import type { Traveler } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { EsimCard } from './esim-card.tsx';
import { TimelineList } from './timeline-list.tsx';
import { TravelerActs } from './traveler-acts.tsx';

export function TravelerPanel() {
  const { say } = useWords();
  const { path } = useScope();
  const { id = '' } = useParams({ strict: false });
  const traveler = useQuery(travelerQuery(path, id));
  const { data } = traveler;
  const isErased = data?.erased_at != null;
  const name = isErased ? say('erasedTraveler') : (data?.external_user_id ?? data?.emails[0] ?? id);
  return (
    <Panel
      title={name}
      heading={<span className="break-all">{name}</span>}
      of={say('travelers')}
      actions={!isErased && <RevealSwitch where={`travelers/${id}`} />}
      error={traveler.error}
      onRetry={() => void traveler.refetch()}
      isPending={traveler.isPending}
    >
      {data !== undefined && <Details traveler={data} />}
      {data !== undefined && <TimelineOf id={id} />}
      {data !== undefined && !isErased && <PersonalData id={id} name={name} />}
    </Panel>
  );
}

function PersonalData({ id, name }: { id: string; name: string }) {
  const { say } = useWords();
  const { may } = useScope();
  if (!may('travelers.erase') && !(may('bookings.act') && may('people.read'))) return null;
  return (
    <PanelPart title={say('personalData')}>
      <TravelerActs id={id} name={name} />
    </PanelPart>
  );
}

function Details({ traveler }: { traveler: Traveler }) {
  const { say, time } = useWords();
  const { partner } = useParams({ strict: false });
  const { external_user_id: external, emails, bookings, esims, erased_at: erased } = traveler;
  return (
    <>
      {erased !== null && <Notice tone="plain">{say('erasedAt', { when: time(erased) })}</Notice>}
      <Facts
        facts={[
          external === null ? null : [say('externalId'), <CopyText key="own" text={external} />],
          emails.length === 0 ? null : [say('email'), emails.join(', ')],
          [say('travelerId'), <CopyText key="id" text={traveler.id} />],
          [say('knownSince'), <Exactly key="at" at={traveler.created_at} />],
          bookings.length === 0
            ? null
            : [
                say('bookings'),
                bookings.map((booking) => (
                  <TextLink
                    key={booking.id}
                    to="/p/$partner/bookings/$id"
                    params={{ partner, id: booking.id }}
                  >
                    {booking.booking_id ?? booking.departure_date.slice(0, 10)}
                  </TextLink>
                )),
              ],
        ]}
      />
      <PanelPart title={say('esims')}>
        {esims.length === 0 ? (
          <p className="text-muted">{say('noEsim')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {esims.map((esim) => (
              <EsimCard key={esim.id} esim={esim} />
            ))}
          </ul>
        )}
      </PanelPart>
    </>
  );
}

function TimelineOf({ id }: { id: string }) {
  const { say } = useWords();
  const { path } = useScope();
  const timeline = useQuery(timelineQuery(path, id));
  return (
    <PanelPart title={say('timeline')}>
      <Trouble error={timeline.error} onRetry={() => void timeline.refetch()} />
      {timeline.isPending && <Skeleton rows={6} />}
      {timeline.data !== undefined && <TimelineList timeline={timeline.data} />}
    </PanelPart>
  );
}
