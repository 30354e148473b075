/** Purchases of travelers of which a person has to decide what becomes of them. */
import { moneyText } from '../../../data/amounts.ts';
import { PURCHASES } from '../../../data/operator/money.ts';
import type { OperatorPurchase } from '../../../data/types.ts';
import type { Column, Filter } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Badge, Empty } from '../../../ui/said.tsx';
import { useWords, type Words } from '../../../words.tsx';
import { DOUBT_TEXTS, doubtText } from './doubt.ts';
import { UnfitPayments } from './unfit-payments.tsx';

export function PurchasesScreen() {
  const words = useWords();
  const { say, locale } = words;
  return (
    <ListScreen
      list={PURCHASES}
      shown={{
        title: say('purchasesInDoubt'),
        lead: say('purchasesLead'),
        columns: columnsOf(words),
        filters: filtersOf(words),
        actions: <UnfitPayments />,
        below: (row) => (
          <>
            <Doubt purchase={row} />
            <span className="tabular-nums">{moneyText(row.amount, row.currency, locale)}</span>
            {row.since !== null && <Moment at={row.since} />}
          </>
        ),
        empty: <Empty title={say('purchasesNone')}>{say('purchasesNoneText')}</Empty>,
      }}
    />
  );
}

export function Doubt({ purchase: { doubt } }: { purchase: OperatorPurchase }) {
  const { say } = useWords();
  if (doubt === null) return null;
  const text = doubtText(doubt);
  return <Badge tone="warn">{text === null ? doubt : say(text)}</Badge>;
}

const columnsOf = ({ say, locale }: Words): Column<OperatorPurchase>[] => [
  {
    name: 'id',
    text: say('purchase'),
    show: ({ id }) => <span className="font-mono text-xs break-all">{id}</span>,
  },
  {
    name: 'doubt',
    text: say('purchaseDoubt'),
    from: 'narrow',
    show: (purchase) => <Doubt purchase={purchase} />,
  },
  {
    name: 'amount',
    text: say('purchaseAmount'),
    from: 'middle',
    className: 'text-end! tabular-nums',
    show: ({ amount, currency }) => moneyText(amount, currency, locale),
  },
  {
    name: 'partner',
    text: say('itsPartner'),
    from: 'wide',
    className: 'text-muted break-words',
    show: ({ partner }) => partner,
  },
  {
    name: 'since',
    text: say('purchaseSince'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ since }) => since !== null && <Moment at={since} />,
  },
];

const filtersOf = ({ say }: Words): Filter[] => [
  {
    kind: 'choice',
    name: 'doubt',
    label: say('purchaseDoubt'),
    options: DOUBT_TEXTS.map(([doubt, text]) => [doubt, say(text)]),
  },
  { kind: 'text', name: 'partner_id', label: say('operatorPartnerId') },
];
