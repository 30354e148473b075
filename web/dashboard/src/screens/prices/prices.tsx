/** What the partner can sell, what it pays for it, and what it asks. */
import { moneyText, bytesText } from '../../data/amounts.ts';
import { PRICES } from '../../data/prices.ts';
import type { PriceRow } from '../../data/types.ts';
import type { Column, Filter } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Badge, Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { ImportPrices } from './import-prices.tsx';
import { Margin } from './margin.tsx';
import { OwnPrice } from './own-price.tsx';
import { PACKAGE_TYPE_TEXTS } from './package-types.ts';

export function PricesScreen() {
  const words = useWords();
  const { say } = words;
  const mayChange = useScope().may('settings.write');
  return (
    <ListScreen
      list={PRICES}
      shown={{
        title: say('prices'),
        lead: say('pricesLead'),
        more: say('more'),
        columns: columnsOf(words, mayChange),
        filters: filtersOf(say),
        views: [{ name: say('pricesOwn'), search: { own: 'set' } }],
        actions: mayChange && <ImportPrices />,
        below: (row) => (
          <>
            <span>{whatOf(row, words)}</span>
            <span className="tabular-nums">
              {moneyText(row.b2c_price, row.currency, words.locale)}
            </span>
            {row.own_price !== null && <Badge tone="accent">{say('priceOwn')}</Badge>}
          </>
        ),
        empty: <Empty title={say('pricesNone')}>{say('pricesNoneText')}</Empty>,
      }}
    />
  );
}

/** `1 GB · 365 days` */
export const whatOf = (
  { size_in_bytes: bytes, duration_in_days: days, package_type: type }: PriceRow,
  { say, locale }: Words,
): string =>
  [
    bytes === null ? say('priceUnlimited') : bytesText(bytes, locale),
    say('days', { count: days }),
    type === 'starter' ? say(PACKAGE_TYPE_TEXTS[type]) : '',
  ]
    .filter(Boolean)
    .join(' · ');

const END = 'text-end! whitespace-nowrap tabular-nums';

const columnsOf = (words: Words, mayChange: boolean): Column<PriceRow>[] => {
  const { say, locale } = words;
  return [
    {
      name: 'destination',
      text: say('priceDestination'),
      show: ({ destination_name: name }) => <span className="font-medium">{name}</span>,
    },
    { name: 'bundle', text: say('priceBundle'), from: 'narrow', show: (row) => whatOf(row, words) },
    {
      name: 'net',
      text: say('priceNet'),
      from: 'middle',
      className: END,
      show: ({ b2b_price: net, currency }) => moneyText(net, currency, locale),
    },
    {
      name: 'recommended',
      text: say('priceRecommended'),
      from: 'middle',
      className: END,
      show: ({ recommended_price: price, currency }) => moneyText(price, currency, locale),
    },
    {
      name: 'own',
      text: say('priceOwn'),
      from: 'narrow',
      className: END,
      show: (row) =>
        mayChange ? (
          <OwnPrice row={row} />
        ) : row.own_price === null ? (
          '–'
        ) : (
          moneyText(row.own_price, row.currency, locale)
        ),
    },
    {
      name: 'margin',
      text: say('priceMargin'),
      from: 'wide',
      className: END,
      show: (row) => <Margin row={row} />,
    },
  ];
};

const filtersOf = (say: Words['say']): Filter[] => [
  { kind: 'text', name: 'q', label: say('priceFind') },
  { kind: 'text', name: 'destination', label: say('priceCountryCode') },
  {
    kind: 'choice',
    name: 'package_type',
    label: say('priceKind'),
    options: Object.entries(PACKAGE_TYPE_TEXTS).map(([type, text]) => [type, say(text)]),
  },
  {
    kind: 'choice',
    name: 'own',
    label: say('priceOwn'),
    options: [
      ['set', say('priceOwnSet')],
      ['none', say('priceOwnNone')],
    ],
  },
];
