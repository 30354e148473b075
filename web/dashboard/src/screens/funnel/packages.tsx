/** The plans behind a figure of the funnel, the newest booking first. */
import { useParams } from '@tanstack/react-router';
import { PACKAGES, STEPS } from '../../data/reports.ts';
import type { FunnelPackage, Step } from '../../data/types.ts';
import type { Column, Filter, Options } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useWords, type Words } from '../../words.tsx';
import { STEP_TEXTS } from './step-texts.ts';

export function PackagesScreen() {
  const { say } = useWords();
  const { partner } = useParams({ strict: false }) as { partner: string };
  return (
    <ListScreen
      list={PACKAGES}
      shown={{
        title: say('funnelPackages'),
        lead: say('funnelPackagesLead'),
        hasCsv: false,
        columns: columnsOf(say),
        filters: filtersOf(say),
        below: (row) => (
          <>
            <span>{row.place ?? say('funnelNoPlace')}</span>
            <span>{say(STEP_TEXTS[reached(row)].name)}</span>
            <Moment at={row[`${reached(row)}_at`]!} />
          </>
        ),
        leadsTo: ({ booking_id: id }) => ({
          to: '/p/$partner/bookings/$id',
          params: { partner, id },
          search: {},
        }),
        empty: (
          <NextStep
            title={say('funnelNone')}
            text={say('funnelNoneText')}
            command="npx hubby demo"
          />
        ),
      }}
    />
  );
}

/** The last step that happened; every one of them was issued. */
const reached = (row: FunnelPackage): Step =>
  STEPS.findLast((step) => row[`${step}_at`] !== null) ?? 'issued';

const columnsOf = (say: Words['say']): Column<FunnelPackage>[] => [
  {
    name: 'booking',
    text: say('reference'),
    show: ({ reference, booking_id: id }) =>
      reference === null ? (
        <span className="font-mono text-xs text-muted">{id}</span>
      ) : (
        <span className="font-medium">{reference}</span>
      ),
  },
  {
    name: 'place',
    text: say('destination'),
    from: 'narrow',
    show: ({ place }) => place ?? say('funnelNoPlace'),
  },
  ...STEPS.map((step): Column<FunnelPackage> => ({
    name: step,
    text: say(STEP_TEXTS[step].name),
    from: step === 'issued' || step === 'used' ? 'middle' : 'wide',
    className: 'whitespace-nowrap tabular-nums',
    show: (row) => {
      const at = row[`${step}_at`];
      return at === null ? <span className="text-muted">–</span> : <Moment at={at} />;
    },
  })),
];

const stepOptions = (say: Words['say']): Options =>
  STEPS.map((step) => [step, say(STEP_TEXTS[step].name)]);

const filtersOf = (say: Words['say']): Filter[] => [
  { kind: 'choice', name: 'step', label: say('funnelCameTo'), options: stepOptions(say) },
  { kind: 'choice', name: 'missing', label: say('funnelNotTo'), options: stepOptions(say) },
  { kind: 'text', name: 'place', label: say('destination') },
  { kind: 'range', name: 'since', label: say('bookedAt'), hasSpans: false },
];
