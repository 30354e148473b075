/** Where one is signed in, and ending it there. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { browserOf } from '../../data/factors.ts';
import { queryClient, sessionsQuery } from '../../data/queries.ts';
import type { OwnSession, SignedInBy } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Badge, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';
import { AccountPage } from './account-page.tsx';

const WAYS: Record<SignedInBy, Key> = {
  passkey: 'byPasskey',
  mail: 'byMail',
  link: 'byLink',
  sso: 'bySso',
};

export function Sessions() {
  const { say } = useWords();
  const sessions = useQuery(sessionsQuery);
  const list = sessions.data ?? [];
  return (
    <AccountPage title="sessions">
      <Section
        title={say('signedInAt')}
        lead={say('sessionsLead')}
        actions={list.length > 1 ? <EndOthers /> : undefined}
      >
        <Trouble error={sessions.error} onRetry={() => void sessions.refetch()} />
        {sessions.isPending && <Skeleton />}
        {list.length > 0 && (
          <Card>
            <ul>
              {list.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
          </Card>
        )}
      </Section>
    </AccountPage>
  );
}

function SessionRow({ session }: { session: OwnSession }) {
  const { say, relative, time } = useWords();
  const end = useMutation({
    mutationFn: () => call('DELETE', `sessions/${session.id}`),
    onSuccess: () => toast(say('sessionEnded')),
    onSettled: () => queryClient.invalidateQueries(sessionsQuery),
  });
  const device = describeDevice(session.user_agent) ?? say('unknownDevice');
  return (
    <Row
      actions={
        session.is_this ? undefined : (
          <Button
            isPending={end.isPending}
            onPress={() => end.mutate()}
            aria-label={say('endSessionOf', { device })}
          >
            {say('endSession')}
          </Button>
        )
      }
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        {device}
        {session.is_this && <Badge tone="accent">{say('thisSession')}</Badge>}
      </p>
      <p className="text-sm text-muted" title={time(session.last_seen_at)}>
        {[
          say('lastSeen', { when: relative(session.last_seen_at) }),
          say(WAYS[session.signed_in_by]),
          session.ip,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Trouble error={end.error} />
    </Row>
  );
}

function EndOthers() {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const end = useMutation({
    mutationFn: () => call<{ ended: number }>('DELETE', 'sessions'),
    onSuccess: ({ ended }) => {
      setAsked(false);
      toast(say('sessionsEnded', { count: ended }));
    },
    onSettled: () => queryClient.invalidateQueries(sessionsQuery),
  });
  return (
    <>
      <Button onPress={() => setAsked(true)}>{say('endOthers')}</Button>
      <Confirm
        title={say('endOthersTitle')}
        text={say('endOthersText')}
        action={say('endOthers')}
        isPending={end.isPending}
        trouble={<Trouble error={end.error} />}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => end.mutate()}
      />
    </>
  );
}

/** `Chrome, Linux` */
function describeDevice(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const system = /iPhone|iPad|Android|Mac OS|Windows|CrOS|Linux/.exec(userAgent)?.[0];
  const parts = [browserOf(userAgent), system?.replace('Mac OS', 'macOS')].filter(Boolean);
  return parts.length === 0 ? null : parts.join(', ');
}
