/** What is kept of a partner for how long, and how it makes that less. */
import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../../data/retention.ts';
import { settingsQuery } from '../../data/settings.ts';
import type { Kept, KeptKind } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Page, Section } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../ui/table.tsx';
import { useWords, type Key } from '../../words.tsx';
import { OwnDays } from './own-days.tsx';

const KIND_TEXTS: Record<KeptKind, { name: Key; what: Key }> = {
  requests: { name: 'keptRequests', what: 'keptRequestsWhat' },
  request_bodies: { name: 'keptBodies', what: 'keptBodiesWhat' },
  message_contents: { name: 'keptTexts', what: 'keptTextsWhat' },
  events: { name: 'keptEvents', what: 'keptEventsWhat' },
  imports: { name: 'keptImports', what: 'keptImportsWhat' },
  idempotency_answers: { name: 'keptAnswers', what: 'keptAnswersWhat' },
  usage_reports: { name: 'keptReports', what: 'keptReportsWhat' },
  traveler_links: { name: 'keptLinks', what: 'keptLinksWhat' },
  traveler_sessions: { name: 'keptVisits', what: 'keptVisitsWhat' },
  member_sessions: { name: 'keptSessions', what: 'keptSessionsWhat' },
  member_invitations: { name: 'keptInvitations', what: 'keptInvitationsWhat' },
  messages: { name: 'keptMessages', what: 'keptMessagesWhat' },
  bookings: { name: 'keptBookings', what: 'keptBookingsWhat' },
  travelers: { name: 'keptTravelers', what: 'keptTravelersWhat' },
  audit_entries: { name: 'keptAudit', what: 'keptAuditWhat' },
};

export function RetentionScreen() {
  const { say } = useWords();
  const { path, may } = useScope();
  const kept = useQuery(retentionQuery(path));
  const settings = useQuery(settingsQuery(path));
  const isThere = kept.data !== undefined && settings.data !== undefined;
  const mayWrite = may('settings.write');
  return (
    <Page title={say('retention')} lead={say('retentionLead')}>
      <Trouble
        error={kept.error ?? settings.error}
        onRetry={() => void Promise.all([kept.refetch(), settings.refetch()])}
      />
      {!isThere && (kept.isPending || settings.isPending) && <Skeleton rows={8} />}
      {isThere && (
        <>
          {mayWrite ? (
            <OwnDays
              key={JSON.stringify(kept.data)}
              path={path}
              kept={kept.data}
              settings={settings.data}
            />
          ) : (
            <Notice tone="plain">{say('webhooksReadOnly')}</Notice>
          )}
          <All kept={kept.data} />
        </>
      )}
    </Page>
  );
}

function All({ kept }: { kept: readonly Kept[] }) {
  const { say } = useWords();
  return (
    <Section title={say('keptAll')} lead={say('keptAllLead')}>
      <Table label={say('keptAll')} head={[{ text: say('keptWhat') }, { text: say('keptFor') }]}>
        {kept.map(({ kind, ...one }) => (
          <tr key={kind} className={rowClass}>
            <Cell>
              <p className="font-medium">{say(KIND_TEXTS[kind].name)}</p>
              <p className="text-sm text-muted">{say(KIND_TEXTS[kind].what)}</p>
            </Cell>
            <Cell className="min-w-24 align-top">
              <For {...one} />
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function For({ days, most_days: most, counted_from: from }: Omit<Kept, 'kind'>) {
  const { say } = useWords();
  if (days === null) return <>{say('keptForGood')}</>;
  return (
    <>
      <p>{days === 0 ? say('keptNever') : say('days', { count: days })}</p>
      {from === 'ended' && <p className="text-sm text-muted">{say('keptFromEnd')}</p>}
      {most !== null && most !== days && (
        <p className="text-sm text-muted">{say('keptMost', { count: most })}</p>
      )}
    </>
  );
}
