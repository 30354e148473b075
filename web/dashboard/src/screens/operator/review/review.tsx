/** Orders at suppliers; those whose outcome no machine could tell wait for a person. */
import { ORDERS } from '../../../data/operator/orders.ts';
import type { ProviderOrder } from '../../../data/types.ts';
import type { Column, Filter } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Empty } from '../../../ui/said.tsx';
import { useWords, type Words } from '../../../words.tsx';
import { ORDER_STATES, OrderStateBadge, orderStateText } from './state.tsx';

export function ReviewScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={ORDERS}
      shown={{
        title: say('reviewList'),
        lead: say('reviewListLead'),
        columns: columnsOf(say),
        filters: filtersOf(say),
        views: [
          { name: say('orderNeedsReview'), search: { state: 'needs_review' } },
          { name: say('ordersLost'), search: { preorder: 'lost' } },
        ],
        below: (row) => (
          <>
            <OrderStateBadge state={row.state} />
            <span>{row.provider}</span>
            <Moment at={row.created_at} />
          </>
        ),
        empty: <Empty title={say('ordersNone')}>{say('ordersNoneText')}</Empty>,
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<ProviderOrder>[] => [
  {
    name: 'id',
    text: say('providerOrder'),
    show: ({ id }) => <span className="font-mono text-xs break-all">{id}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ state }) => <OrderStateBadge state={state} />,
  },
  {
    name: 'supplier',
    text: say('supplier'),
    from: 'middle',
    show: ({ provider }) => provider,
  },
  {
    name: 'partner',
    text: say('itsPartner'),
    from: 'wide',
    className: 'text-muted break-words',
    show: ({ partner }) => partner,
  },
  {
    name: 'why',
    text: say('lastEvidence'),
    from: 'wide',
    className: 'max-w-96 text-muted',
    show: ({ evidence }) => (
      <span className="line-clamp-2">{evidence.findLast(({ why }) => why)?.why}</span>
    ),
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
    kind: 'choice',
    name: 'state',
    label: say('state'),
    options: ORDER_STATES.map((state) => [state, say(orderStateText(state))]),
  },
  { kind: 'text', name: 'partner_id', label: say('operatorPartnerId') },
];
