/** What other currencies are worth in the catalog's: costs of suppliers are counted by it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ratePages } from '../../../data/operator/money.ts';
import { dayText } from '../../../data/reports.ts';
import type { Rate } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { Badge, Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords } from '../../../words.tsx';
import { ImportRates } from './import-rates.tsx';
import { RemoveRate } from './remove-rate.tsx';
import { SetRate } from './set-rate.tsx';

export function RatesScreen() {
  const { say } = useWords();
  const pages = useInfiniteQuery(ratePages);
  const rates = pages.data?.pages.flatMap((page) => page.rates) ?? [];
  const to = pages.data?.pages[0]?.to;
  return (
    <Page
      isWide
      title={say('rates')}
      lead={say('ratesLead')}
      actions={
        <>
          {to !== undefined && <SetRate to={to} />}
          <ImportRates />
        </>
      }
    >
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={6} />}
      {rates.length > 0 && <Rates rates={rates} />}
      {pages.isSuccess && rates.length === 0 && (
        <Empty title={say('ratesNone')}>{say('ratesNoneText')}</Empty>
      )}
      {pages.hasNextPage && (
        <Button
          className="self-center"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {say('moreRates')}
        </Button>
      )}
    </Page>
  );
}

function Rates({ rates }: { rates: readonly Rate[] }) {
  const { say, locale } = useWords();
  return (
    <Table
      label={say('rates')}
      head={[
        { text: say('amountCurrency') },
        { text: say('rate'), isFigure: true },
        { text: say('rateFrom'), isWide: true },
        { text: say('state'), isWide: true },
        { text: say('remove'), isHidden: true },
      ]}
    >
      {rates.map((one) => {
        const state = one.is_in_force && <Badge tone="good">{say('rateInForce')}</Badge>;
        return (
          <tr key={`${one.currency} ${one.date}`} className={rowClass}>
            <Cell className="font-medium">
              {one.currency}
              <p className="mt-1 flex flex-wrap gap-x-2 text-sm font-normal text-muted md:hidden">
                <span>{dayText(one.date, locale)}</span>
                {state}
              </p>
            </Cell>
            <Cell isFigure>
              {`${one.rate.toLocaleString(locale, { maximumSignificantDigits: 10 })} ${one.to}`}
            </Cell>
            <Cell isWide className="whitespace-nowrap tabular-nums">
              {dayText(one.date, locale)}
            </Cell>
            <Cell isWide>{state}</Cell>
            <Cell className="text-end">
              <RemoveRate rate={one} />
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}
