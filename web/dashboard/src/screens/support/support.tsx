/** What travelers ask of a partner's people; it begins with what waits for an answer. */
import { isMasked } from '../../data/masked.ts';
import { SUPPORT_REQUESTS, WAITING } from '../../data/support.ts';
import type { PartnerSupportRequest } from '../../data/types.ts';
import type { Column, Filter, View } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useWords, type Words } from '../../words.tsx';
import { ownSubject } from './about-request.tsx';
import { RequestState, STATUSES, statusText, symptomText } from './state.tsx';

export function SupportRequestsScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={SUPPORT_REQUESTS}
      shown={{
        title: say('supportRequests'),
        lead: say('supportRequestsLead'),
        columns: columnsOf(say),
        filters: filtersOf(say),
        views: viewsOf(say),
        actions: <RevealSwitch where="support_requests" />,
        below: (row) => (
          <>
            <RequestState status={row.status} />
            <Asked request={row} />
            <Moment at={row.created_at} />
          </>
        ),
        empty: (
          <NextStep
            title={say('supportRequestsNone')}
            text={say('supportRequestsNoneText')}
            command="npx hubby demo"
          />
        ),
      }}
    />
  );
}

/** In the traveler's words, or that they are masked. */
const Asked = ({ request }: { request: PartnerSupportRequest }) => {
  const subject = ownSubject(request);
  return (
    subject !== null && (
      <span className={isMasked(subject) ? 'text-muted' : 'break-words'}>{subject}</span>
    )
  );
};

const columnsOf = (say: Words['say']): Column<PartnerSupportRequest>[] => [
  {
    name: 'symptom',
    text: say('supportSymptom'),
    show: ({ symptom }) => <span className="font-medium">{symptomText(symptom, say)}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ status }) => <RequestState status={status} />,
  },
  {
    name: 'subject',
    text: say('supportSubject'),
    from: 'middle',
    show: (row) => <Asked request={row} />,
  },
  {
    name: 'device',
    text: say('supportDevice'),
    from: 'wide',
    className: 'text-muted',
    show: ({ context }) => context.device_model ?? '–',
  },
  {
    name: 'at',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];

const filtersOf = (say: Words['say']): Filter[] => [
  {
    kind: 'choices',
    name: 'status',
    label: say('state'),
    options: STATUSES.map((status) => [status, say(statusText(status))]),
  },
];

const viewsOf = (say: Words['say']): View[] => [
  { name: say('supportWaiting'), search: WAITING },
  { name: say('supportAnswered'), search: { status: 'answered' } },
];
