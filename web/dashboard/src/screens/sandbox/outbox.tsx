/** What went out: events with how their webhooks do, and mails. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Mail as MailSign } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { happenedQuery, mailsQuery } from '../../data/sandbox.ts';
import type { EventRow, Mail } from '../../data/types.ts';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Command } from '../../ui/code.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Badge, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';
import { PhaseOf } from '../deliveries/phase.tsx';
import { Letter } from './letter.tsx';

const listClass = 'max-h-[28rem] divide-y divide-line overflow-y-auto';
const none = 'px-4 py-6 text-center text-sm text-muted';

export function Happened() {
  const { say } = useWords();
  const { path } = useScope();
  const { partner } = useParams({ strict: false });
  const events = useQuery(happenedQuery(path));
  return (
    <Section
      title={say('happened')}
      actions={
        <TextLink to="/p/$partner/events" params={{ partner }}>
          {say('allEvents')}
        </TextLink>
      }
    >
      <Card className="overflow-hidden">
        <Trouble error={events.error} onRetry={() => void events.refetch()} />
        {events.isPending && <Skeleton rows={4} />}
        {events.data?.length === 0 && <p className={none}>{say('happenedNone')}</p>}
        {events.data !== undefined && events.data.length > 0 && (
          <ul aria-label={say('happened')} tabIndex={0} className={listClass}>
            {events.data.map((event) => (
              <Event key={event.event_id} event={event} />
            ))}
          </ul>
        )}
      </Card>
      {events.data !== undefined && <NoEndpoint events={events.data} />}
    </Section>
  );
}

/** Where things happened and nothing was planned to be posted. */
function NoEndpoint({ events }: { events: readonly EventRow[] }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  if (events.length === 0 || events.some(({ delivery }) => delivery !== null)) return null;
  return (
    <div className="flex flex-col gap-2 text-sm text-muted">
      <p>
        {say('noEndpoint')}{' '}
        <TextLink to="/p/$partner/webhooks" params={{ partner }}>
          {say('webhooks')}
        </TextLink>
      </p>
      <Command text="npx hubby listen --forward-to http://localhost:8000/hubby" />
    </div>
  );
}

function Event({ event }: { event: EventRow }) {
  const { partner } = useParams({ strict: false });
  return (
    <li className="arrive flex flex-wrap items-center justify-between gap-x-3 px-4 py-1.5">
      <span className="flex min-w-0 flex-col">
        <span className="font-mono text-xs">
          <TextLink to="/p/$partner/events/$id" params={{ partner, id: event.event_id }}>
            {event.event}
          </TextLink>
        </span>
        <span className="text-xs text-muted tabular-nums">
          <Moment at={event.timestamp} />
        </span>
      </span>
      <PhaseOf delivery={event.delivery} />
    </li>
  );
}

type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'accent';
const STATUSES: Record<string, { text: Key; tone: Tone }> = {
  pending: { text: 'outPending', tone: 'accent' },
  sent: { text: 'outSent', tone: 'good' },
  delivered: { text: 'outDelivered', tone: 'good' },
  bounced: { text: 'outBounced', tone: 'danger' },
  complained: { text: 'outComplained', tone: 'danger' },
  failed: { text: 'outFailed', tone: 'danger' },
  skipped: { text: 'outSkipped', tone: 'warn' },
  cancelled: { text: 'outCancelled', tone: 'plain' },
};

export function Mailbox() {
  const { say } = useWords();
  const { path } = useScope();
  const mails = useQuery(mailsQuery(path));
  const [open, setOpen] = useState<Mail | null>(null);
  return (
    <Section
      title={say('mailbox')}
      lead={say('mailboxLead')}
      actions={<RevealSwitch where="sandbox" />}
    >
      <Card className="overflow-hidden">
        <Trouble error={mails.error} onRetry={() => void mails.refetch()} />
        {mails.isPending && <Skeleton rows={3} />}
        {mails.data?.length === 0 && <p className={none}>{say('mailsNone')}</p>}
        {mails.data !== undefined && mails.data.length > 0 && (
          <ul aria-label={say('mailbox')} tabIndex={0} className={listClass}>
            {mails.data.map((mail) => (
              <li key={mail.id} className="arrive">
                <Row mail={mail} onOpen={() => setOpen(mail)} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      {open !== null && <Letter mail={open} path={path} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function Row({ mail, onOpen }: { mail: Mail; onOpen(): void }) {
  const { say } = useWords();
  const status = STATUSES[mail.status];
  return (
    <AriaButton
      onPress={onOpen}
      className="flex w-full cursor-default items-start gap-3 px-4 py-2 text-start -outline-offset-2 hover:bg-hover"
    >
      <MailSign size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-medium">{mail.subject ?? mail.kind.replaceAll('_', ' ')}</span>
        <span className="text-xs break-all text-muted">{mail.to}</span>
        <span className="mt-0.5 flex flex-wrap items-center justify-between gap-x-2 text-xs text-muted tabular-nums">
          <Moment at={mail.created_at} />
          <Badge tone={status?.tone ?? 'plain'}>
            {status === undefined ? mail.status : say(status.text)}
          </Badge>
        </span>
      </span>
    </AriaButton>
  );
}
