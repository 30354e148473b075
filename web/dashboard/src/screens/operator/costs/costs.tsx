/** Costs that suppliers changed by much: they wait until somebody takes them. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { moneyText } from '../../../data/amounts.ts';
import { searchOf } from '../../../data/lists.ts';
import { approveCosts, COSTS, costsChanged } from '../../../data/operator/money.ts';
import type { OperatorSource } from '../../../data/types.ts';
import type { Bulk, Column, Filter } from '../../../lists/list.ts';
import { ListScreen } from '../../../lists/list-screen.tsx';
import { listPages } from '../../../lists/pages.ts';
import { useScope } from '../../../shell/use-scope.ts';
import { Moment } from '../../../ui/moment.tsx';
import { Badge, Empty } from '../../../ui/said.tsx';
import { useWords, type Words } from '../../../words.tsx';

export function CostsScreen() {
  const words = useWords();
  const { say } = words;
  return (
    <ListScreen
      list={COSTS}
      shown={{
        title: say('waitingCosts'),
        lead: say('waitingCostsLead'),
        columns: columnsOf(words),
        filters: filtersOf(say),
        bulk: useBulk(words),
        more: say('moreCosts'),
        below: (row) => (
          <>
            <Jump source={row} />
            <span>{row.account}</span>
          </>
        ),
        empty: <Empty title={say('waitingCostsNone')}>{say('waitingCostsNoneText')}</Empty>,
      }}
    />
  );
}

/** With the costs that are on the screen as they are chosen: others may be listed ten seconds on. */
function useBulk({ say, timeZone }: Words): Bulk {
  const { path } = useScope();
  const search = searchOf(COSTS.name)(useSearch({ strict: false }));
  const { data } = useInfiniteQuery({
    ...listPages(COSTS, path, search, timeZone),
    enabled: false,
  });
  const seen = data?.pages.flatMap(({ rows }) => rows) ?? [];
  return {
    text: (count) => say('approveCount', { count }),
    said: (count) => say('approvingCosts', { count }),
    done: (count) => say('approvedCosts', { count }),
    run: (ids, how) =>
      approveCosts(
        seen.filter(({ id }) => ids.includes(id)),
        how,
      ),
    after: costsChanged,
  };
}

/** `€2.00 → €3.00 (+50 %)` */
export function Jump({ source }: { source: OperatorSource }) {
  const { locale } = useWords();
  const { cost, currency, offered } = source;
  if (offered === null) return moneyText(cost, currency, locale);
  const isRise = source.is_held;
  const share = offered.currency === currency && cost > 0 ? offered.cost / cost - 1 : null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 tabular-nums">
      <span>
        {moneyText(cost, currency, locale)} → {moneyText(offered.cost, offered.currency, locale)}
      </span>
      <Badge tone={isRise ? 'danger' : 'good'}>
        {share === null
          ? offered.currency
          : share.toLocaleString(locale, {
              style: 'percent',
              signDisplay: 'always',
              maximumFractionDigits: 0,
            })}
      </Badge>
    </span>
  );
}

const columnsOf = ({ say }: Words): Column<OperatorSource>[] => [
  {
    name: 'article',
    text: say('sourceArticle'),
    show: ({ name, article }) => (
      <>
        <span className="font-medium break-words">{name ?? article}</span>
        {name !== null && <span className="text-xs break-all text-muted">{article}</span>}
      </>
    ),
  },
  { name: 'jump', text: say('sourceCost'), from: 'narrow', show: (row) => <Jump source={row} /> },
  { name: 'account', text: say('supplier'), from: 'middle', show: ({ account }) => account },
  {
    name: 'bundles',
    text: say('sourceBundles'),
    from: 'wide',
    className: 'text-end! tabular-nums',
    show: ({ bundles }) => bundles.length,
  },
  {
    name: 'since',
    text: say('waitsSince'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ offered }) => offered !== null && <Moment at={offered.since} />,
  },
];

const filtersOf = (say: Words['say']): Filter[] => [
  { kind: 'text', name: 'account', label: say('supplier') },
  { kind: 'text', name: 'bundle', label: say('catalogBundleId') },
];
