/** Everybody who has mobile data through the partner. */
import { TRAVELERS } from '../../data/people.ts';
import type { TravelerRow } from '../../data/types.ts';
import type { Column } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { NextStep } from '../../lists/next-step.tsx';
import { RevealSwitch } from '../../shell/reveal-switch.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Moment } from '../../ui/moment.tsx';
import { useWords, type Words } from '../../words.tsx';
import { EsimState } from './esim-state.tsx';

export function TravelersScreen() {
  const { say } = useWords();
  const { may } = useScope();
  return (
    <ListScreen
      list={TRAVELERS}
      shown={{
        title: say('travelers'),
        lead: say('travelersLead'),
        columns: columnsOf(say),
        filters: [{ kind: 'text', name: 'q', label: say('findTraveler') }],
        hasCsv: may('people.read'),
        actions: <RevealSwitch where="travelers" />,
        below: (row) => (
          <>
            <EsimOf row={row} />
            <span>{row.emails[0]}</span>
            <Moment at={row.created_at} />
          </>
        ),
        empty: (
          <NextStep
            title={say('travelersNone')}
            text={say('travelersNoneText')}
            command="npx hubby demo"
          />
        ),
      }}
    />
  );
}

function EsimOf({ row: { esim } }: { row: TravelerRow }) {
  const { say } = useWords();
  return esim === null ? (
    <span className="text-sm text-muted">{say('noEsim')}</span>
  ) : (
    <EsimState status={esim.status} />
  );
}

const columnsOf = (say: Words['say']): Column<TravelerRow>[] => [
  {
    name: 'name',
    text: say('traveler'),
    show: ({ external_user_id: external, emails, id, erased_at: erased }) => (
      <span className={erased === null ? 'font-medium' : 'text-muted'}>
        {erased === null ? (external ?? emails[0] ?? id) : say('erasedTraveler')}
      </span>
    ),
  },
  {
    name: 'email',
    text: say('email'),
    from: 'middle',
    className: 'text-muted',
    show: ({ emails }) => emails.join(', '),
  },
  { name: 'esim', text: say('esim'), from: 'narrow', show: (row) => <EsimOf row={row} /> },
  {
    name: 'plans',
    text: say('activePlans'),
    from: 'wide',
    className: 'tabular-nums',
    show: ({ esim }) => esim?.active_packages ?? 0,
  },
  {
    name: 'at',
    text: say('knownSince'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];
