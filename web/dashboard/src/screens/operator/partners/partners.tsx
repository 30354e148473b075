/** Every partner of this installation, and making one. */
import { PARTNERS } from '../../../data/operator/partners.ts';
import type { OperatorPartner } from '../../../data/types.ts';
import type { Column } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { NextStep } from '../../../lists/next-step.tsx';
import { useScope } from '../../../shell/use-scope.ts';
import { Moment } from '../../../ui/moment.tsx';
import { useWords, type Words } from '../../../words.tsx';
import { CreatePartner } from './create-partner.tsx';
import { PartnerState } from './state.tsx';

export function PartnersScreen() {
  const { say } = useWords();
  const { may } = useScope();
  return (
    <ListScreen
      list={PARTNERS}
      shown={{
        title: say('partners'),
        lead: say('partnersLead'),
        columns: columnsOf(say),
        filters: [
          {
            kind: 'choice',
            name: 'state',
            label: say('state'),
            options: [
              ['active', say('partnerActive')],
              ['suspended', say('partnerSuspended')],
            ],
          },
          { kind: 'text', name: 'q', label: say('findPartner') },
        ],
        actions: may('operator.manage') && <CreatePartner />,
        below: (row) => (
          <>
            <PartnerState partner={row} />
            <Moment at={row.created_at} />
          </>
        ),
        empty: (
          <NextStep
            title={say('partnersNone')}
            text={say('partnersNoneText')}
            command="npx hubby partner create --name 'Blue Sky Airlines'"
          />
        ),
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<OperatorPartner>[] => [
  {
    name: 'name',
    text: say('name'),
    show: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: (partner) => (
      <span className="flex flex-wrap gap-1">
        <PartnerState partner={partner} />
      </span>
    ),
  },
  {
    name: 'slug',
    text: say('partnerSlug'),
    from: 'middle',
    className: 'text-muted',
    show: ({ slug }) => <span className="font-mono text-xs">{slug}</span>,
  },
  {
    name: 'at',
    text: say('keyMade'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];
