/** Accounts at suppliers in the order in which they are asked, how they do, and adding one. */
import { SUPPLIERS } from '../../../data/operator/supply.ts';
import { moneyText } from '../../../data/amounts.ts';
import type { Supplier } from '../../../data/types.ts';
import type { Column } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { Empty } from '../../../ui/said.tsx';
import { useWords, type Words } from '../../../words.tsx';
import { AddSupplier } from './add-supplier.tsx';
import { SupplierState } from './state.tsx';

export function SuppliersScreen() {
  const words = useWords();
  const { say } = words;
  return (
    <ListScreen
      list={SUPPLIERS}
      shown={{
        title: say('suppliers'),
        lead: say('suppliersLead'),
        columns: columnsOf(words),
        filters: [],
        actions: <AddSupplier />,
        below: (row) => (
          <>
            <SupplierState supplier={row} />
            <span>{row.title}</span>
          </>
        ),
        empty: <Empty title={say('suppliersNone')}>{say('suppliersNoneText')}</Empty>,
      }}
    />
  );
}

const columnsOf = ({ say, locale }: Words): Column<Supplier>[] => [
  {
    name: 'name',
    text: say('name'),
    show: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: (supplier) => (
      <span className="flex flex-wrap gap-1">
        <SupplierState supplier={supplier} />
      </span>
    ),
  },
  { name: 'kind', text: say('kind'), from: 'middle', show: ({ title }) => title },
  {
    name: 'success',
    text: say('supplierCalls'),
    from: 'middle',
    className: 'text-end! tabular-nums',
    show: ({ health }) => callsText(health, locale),
  },
  {
    name: 'balance',
    text: say('supplierBalance'),
    from: 'wide',
    className: 'text-end! tabular-nums',
    show: ({ health: { balance } }) =>
      balance === null ? '–' : moneyText(balance.amount, balance.currency, locale),
  },
  {
    name: 'priority',
    text: say('supplierPriority'),
    from: 'wide',
    className: 'text-end! tabular-nums',
    show: ({ priority }) => priority,
  },
];

/** `98 % (120)` */
export const callsText = (
  { calls, success_share: share }: Supplier['health'],
  locale: string,
): string =>
  share === null
    ? '–'
    : `${share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 })} (${calls})`;
