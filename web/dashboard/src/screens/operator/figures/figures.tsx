/** How suppliers did, and what was earned, over a time that one chooses. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moneyText } from '../../../data/amounts.ts';
import { marginQuery, supplyQuery } from '../../../data/operator/supply.ts';
import type { MarginReport, SupplyReport } from '../../../data/types.ts';
import { useScope } from '../../../shell/use-scope.ts';
import { Field } from '../../../ui/field.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords } from '../../../words.tsx';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): string =>
  new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

export function FiguresScreen() {
  const { say } = useWords();
  const { may } = useScope();
  const [from, setFrom] = useState(() => daysAgo(29));
  const [to, setTo] = useState(() => daysAgo(0));
  return (
    <Page isWide title={say('operatorFigures')} lead={say('operatorFiguresLead')}>
      <div className="grid gap-3 sm:max-w-md sm:grid-cols-2">
        <Field label={say('from')} type="date" value={from} onChange={setFrom} />
        <Field label={say('to')} type="date" value={to} onChange={setTo} />
      </div>
      <Supply from={from} to={to} />
      {may('operator.money.read') && <Margin from={from} to={to} />}
    </Page>
  );
}

type Days = { from: string; to: string };

function Supply({ from, to }: Days) {
  const { say } = useWords();
  const { data, ...supply } = useQuery({
    ...supplyQuery(from, to),
    enabled: from !== '' && to !== '',
  });
  return (
    <Section title={say('figuresSupply')} lead={say('figuresSupplyLead')}>
      <Trouble error={supply.error} onRetry={() => void supply.refetch()} />
      {supply.isLoading && <Skeleton />}
      {data?.accounts.length === 0 && <Empty title={say('figuresNone')} />}
      {data !== undefined && data.accounts.length > 0 && <Accounts accounts={data.accounts} />}
    </Section>
  );
}

function Accounts({ accounts }: Pick<SupplyReport, 'accounts'>) {
  const { say, locale } = useWords();
  const percent = (share: number | null): string =>
    share === null
      ? '–'
      : share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 2 });
  const seconds = (ms: number | null): string =>
    ms === null
      ? '–'
      : (ms / 1_000).toLocaleString(locale, {
          style: 'unit',
          unit: 'second',
          maximumFractionDigits: 1,
        });
  return (
    <Table
      label={say('figuresSupply')}
      head={[
        { text: say('supplier') },
        { text: say('figureOrders'), isFigure: true },
        { text: say('figureSucceeded'), isFigure: true },
        { text: say('figureMedian'), isFigure: true, isWide: true },
        { text: say('figureP95'), isFigure: true, isWide: true },
        { text: say('figureFailedOver'), isFigure: true, isWide: true },
        { text: say('orderNeedsReview'), isFigure: true, isWide: true },
      ]}
    >
      {accounts.map((one) => (
        <tr key={one.account} className={rowClass}>
          <Cell className="min-w-28 font-medium break-all">{one.account}</Cell>
          <Cell isFigure>{one.orders}</Cell>
          <Cell isFigure>{percent(one.success_share)}</Cell>
          <Cell isWide isFigure>
            {seconds(one.p50_ms)}
          </Cell>
          <Cell isWide isFigure>
            {seconds(one.p95_ms)}
          </Cell>
          <Cell isWide isFigure>
            {one.failed_over}
          </Cell>
          <Cell isWide isFigure>
            {one.in_review}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Margin({ from, to }: Days) {
  const { say } = useWords();
  const { data, ...margin } = useQuery({
    ...marginQuery(from, to),
    enabled: from !== '' && to !== '',
  });
  return (
    <Section title={say('figuresMargin')} lead={say('figuresMarginLead')}>
      <Trouble error={margin.error} onRetry={() => void margin.refetch()} />
      {margin.isLoading && <Skeleton />}
      {data?.totals.length === 0 && <Empty title={say('figuresNone')} />}
      {data !== undefined && data.totals.length > 0 && <Totals totals={data.totals} />}
    </Section>
  );
}

function Totals({ totals }: Pick<MarginReport, 'totals'>) {
  const { say, locale } = useWords();
  return (
    <Table
      label={say('figuresMargin')}
      head={[
        { text: say('plans'), isFigure: true },
        { text: say('figureRevenue'), isFigure: true },
        { text: say('sourceCost'), isFigure: true },
        { text: say('figureMargin'), isFigure: true },
      ]}
    >
      {totals.map((one) => (
        <tr key={one.currency} className={rowClass}>
          <Cell isFigure>{one.packages}</Cell>
          <Cell isFigure>{moneyText(one.revenue, one.currency, locale)}</Cell>
          <Cell isFigure>{moneyText(one.cost, one.currency, locale)}</Cell>
          <Cell isFigure>
            {one.margin === null
              ? say('marginUnknown')
              : moneyText(one.margin, one.currency, locale)}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
