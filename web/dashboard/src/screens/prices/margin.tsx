/** What is left of a price when the net price is paid. */
import { moneyText } from '../../data/amounts.ts';
import type { PriceRow } from '../../data/types.ts';
import { Badge } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function Margin({ row: { b2b_price: net, b2c_price: price, currency } }: { row: PriceRow }) {
  const { say, locale } = useWords();
  if (price < net) return <Badge tone="warn">{say('priceBelowNet')}</Badge>;
  const share = price === 0 ? 0 : (price - net) / price;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <span className="text-muted">
      {moneyText(price - net, currency, locale)} · {percent.format(share)}
    </span>
  );
}
