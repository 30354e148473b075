/** One bundle: what it costs, what is recommended, and what the partner asks. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { moneyText } from '../../data/amounts.ts';
import { priceQuery } from '../../data/prices.ts';
import type { PriceRow } from '../../data/types.ts';
import { Panel } from '../../lists/panel.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { Margin } from './margin.tsx';
import { OwnPrice } from './own-price.tsx';
import { PACKAGE_TYPE_TEXTS } from './package-types.ts';
import { whatOf } from './prices.tsx';

export function PricePanel() {
  const words = useWords();
  const { say } = words;
  const { path } = useScope();
  const { id = '' } = useParams({ strict: false });
  const found = useQuery(priceQuery(path, id));
  const { data } = found;
  const name = data == null ? id : `${data.destination_name}, ${whatOf(data, words)}`;
  return (
    <Panel
      title={name}
      heading={name}
      of={say('prices')}
      error={found.error}
      onRetry={() => void found.refetch()}
      isPending={found.isPending}
    >
      {data === null && <Notice tone="plain">{say('priceGone')}</Notice>}
      {data != null && <Details key={data.bundle_id} row={data} />}
    </Panel>
  );
}

function Details({ row }: { row: PriceRow }) {
  const { say, locale } = useWords();
  const mayChange = useScope().may('settings.write');
  const money = (amount: number): string => moneyText(amount, row.currency, locale);
  return (
    <>
      <Facts
        facts={[
          [say('priceNet'), money(row.b2b_price)],
          [say('priceRecommended'), money(row.recommended_price)],
          [
            say('priceOwn'),
            mayChange ? (
              <OwnPrice key="own" row={row} />
            ) : row.own_price === null ? (
              '–'
            ) : (
              money(row.own_price)
            ),
          ],
          [say('priceMargin'), <Margin key="margin" row={row} />],
          [say('priceKind'), say(PACKAGE_TYPE_TEXTS[row.package_type])],
          [say('priceBundle'), <CopyText key="id" text={row.bundle_id} />],
        ]}
      />
      <p className="text-sm text-muted">{say('priceOwnHint')}</p>
    </>
  );
}
