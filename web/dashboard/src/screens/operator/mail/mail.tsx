/** Whether mail goes out: who sends it, what waits, and what became of it, partner by partner. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mailHealthQuery, mailReportQuery } from '../../../data/operator/mail.ts';
import type { MailHealth } from '../../../data/types.ts';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Empty, Notice, Skeleton, Trouble } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';
import { MailsByPartner } from './by-partner.tsx';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string =>
  new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

export function MailScreen() {
  const { say } = useWords();
  const { data, ...health } = useQuery(mailHealthQuery);
  return (
    <Page isWide title={say('mailHealth')} lead={say('mailHealthLead')}>
      <Trouble error={health.error} onRetry={() => void health.refetch()} />
      {health.isPending && <Skeleton />}
      {data !== undefined && <Health health={data} />}
      <Report />
    </Page>
  );
}

function Health({ health }: { health: MailHealth }) {
  const { say, locale } = useWords();
  const number = (count: number): string => count.toLocaleString(locale);
  return (
    <Section title={say('mailSending')}>
      {health.default_sender === null && <Notice tone="danger">{say('mailNoSender')}</Notice>}
      {health.oldest_due_at !== null && (
        <Notice tone="warn">
          {say('mailLate')} <Moment at={health.oldest_due_at} />
        </Notice>
      )}
      <Facts
        facts={[
          [say('mailSenders'), health.senders.length === 0 ? '–' : health.senders.join(', ')],
          [say('mailDefault'), health.default_sender ?? '–'],
          [
            say('mailFrom'),
            <span key="from" className="break-all">
              {health.default_from}
            </span>,
          ],
          [say('mailPending'), number(health.pending)],
          [say('mailPostponed'), number(health.postponed)],
          health.callback_url === null
            ? null
            : [say('mailCallbacks'), <CopyText key="url" text={health.callback_url} />],
        ]}
      />
      {health.callback_url !== null && <p className="text-muted">{say('mailCallbacksText')}</p>}
    </Section>
  );
}

function Report() {
  const { say } = useWords();
  const [from, setFrom] = useState(() => daysAgo(6));
  const [to, setTo] = useState(() => daysAgo(0));
  const { data, ...report } = useQuery({
    ...mailReportQuery(from, to),
    enabled: from !== '' && to !== '',
  });
  return (
    <Section title={say('mailFates')} lead={say('mailFatesLead')}>
      <div className="grid gap-3 sm:max-w-md sm:grid-cols-2">
        <Field label={say('from')} type="date" value={from} onChange={setFrom} />
        <Field label={say('to')} type="date" value={to} onChange={setTo} />
      </div>
      <Trouble error={report.error} onRetry={() => void report.refetch()} />
      {report.isLoading && <Skeleton />}
      {data !== undefined && data.uncounted_days > 0 && (
        <Notice tone="plain">{say('mailUncounted', { count: data.uncounted_days })}</Notice>
      )}
      {data?.partners.length === 0 && <Empty title={say('mailNone')} />}
      {data !== undefined && data.partners.length > 0 && <MailsByPartner report={data} />}
    </Section>
  );
}
