/** One message: how it went, and the mail as its traveler got it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { isMasked } from '../../data/masked.ts';
import { liftSuppression, mailAddress, messageQuery } from '../../data/messages.ts';
import type { MessageDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/link.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { Notice, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { ResendMail } from '../travelers/resend-mail.tsx';
import { kindText, MessageStatusBadge, reasonText } from './message-status.tsx';

export function MessagePanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const { data, error, isPending, refetch } = useQuery(messageQuery(path, id));
  const title = data === undefined ? say('oneMessage') : kindText(data.kind, say);
  return (
    <Panel
      title={title}
      heading={title}
      of={say('messages')}
      actions={
        <>
          <RevealSwitch where={`messages/${id}`} />
          {may('bookings.act') && data?.has_mail === true && data.booking_id !== null && (
            <ResendMail id={id} />
          )}
        </>
      }
      error={error}
      onRetry={() => void refetch()}
      isPending={isPending}
    >
      {data !== undefined && (
        <>
          <Summary message={data} />
          {data.is_suppressed && may('people.read') && <HeldBack message={data} />}
          <Mail key={id} message={data} />
        </>
      )}
    </Panel>
  );
}

function Summary({ message }: { message: MessageDetails }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const { booking_id: booking, sent_at: sent, settled_at: settled, reason, subject } = message;
  return (
    <Facts
      facts={[
        [say('status'), <MessageStatusBadge key="status" status={message.status} />],
        reason === null ? null : [say('reason'), reasonText(reason, say)],
        [
          say('mailTo'),
          <span key="to" className="break-all">
            {message.to}
          </span>,
        ],
        subject === null ? null : [say('mailSubject'), subject],
        [say('language'), message.locale],
        [say('mailQueuedAt'), <Exactly key="created" at={message.created_at} />],
        sent === null ? null : [say('mailSentAt'), <Exactly key="sent" at={sent} />],
        settled === null ? null : [say('mailSettledAt'), <Exactly key="settled" at={settled} />],
        booking === null
          ? null
          : [
              say('foundBooking'),
              <TextLink
                key="booking"
                to="/p/$partner/bookings/$id"
                params={{ partner, id: booking }}
              >
                {booking}
              </TextLink>,
            ],
      ]}
    />
  );
}

function HeldBack({ message: { to } }: { message: MessageDetails }) {
  const { say } = useWords();
  const { path, may } = useScope();
  const lift = useMutation({
    mutationFn: () => liftSuppression(path, to),
    onSuccess: () => toast(say('suppressionLifted')),
  });
  return (
    <Notice tone="warn">
      <p>{say('heldBackText')}</p>
      <Trouble error={lift.error} />
      {may('bookings.act') && !isMasked(to) && (
        <Button className="mt-2" isPending={lift.isPending} onPress={() => lift.mutate()}>
          {say('liftSuppression')}
        </Button>
      )}
    </Notice>
  );
}

/** Shown when somebody asks: it holds codes, and who reads it is written down. */
function Mail({ message: { id, has_mail: hasMail } }: { message: MessageDetails }) {
  const { say } = useWords();
  const { path, may } = useScope();
  const [isOpen, setOpen] = useState(false);
  if (!may('people.read')) return null;
  return (
    <PanelPart title={say('mailAsSent')}>
      {!hasMail && <p className="text-muted">{say('mailNotMade')}</p>}
      {hasMail && !isOpen && (
        <>
          <p className="text-sm text-muted">{say('mailReadHint')}</p>
          <div>
            <Button onPress={() => setOpen(true)}>{say('showMail')}</Button>
          </div>
        </>
      )}
      {isOpen && (
        <iframe
          title={say('mailAsSent')}
          sandbox=""
          src={mailAddress(path, id)}
          className="h-[70dvh] min-h-96 w-full rounded-lg border border-line bg-white"
        />
      )}
    </PanelPart>
  );
}
