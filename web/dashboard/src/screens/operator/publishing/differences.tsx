/** Bundles that appear, change and vanish, and what is in the way of others. */
import type { ReactNode } from 'react';
import { moneyText } from '../../../data/amounts.ts';
import type { PublishingPreview } from '../../../data/types.ts';
import { Badge } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords, type Key } from '../../../words.tsx';

/** So many of a kind are shown; the command has all. */
const SHOWN = 100;

type Line = { id: string; below?: ReactNode; said: ReactNode };

export function Differences({ preview }: { preview: PublishingPreview }) {
  const { say, locale } = useWords();
  const money = (amount: number): string => moneyText(amount, preview.currency, locale);
  const price = (one: { b2b_price: number; b2c_price: number }): string =>
    `${money(one.b2b_price)} / ${money(one.b2c_price)}`;
  return (
    <>
      <Lines
        text="publishAppear"
        tone="good"
        lines={preview.appear.map((one) => ({
          id: one.id,
          below: `${one.destination} ${one.label}`,
          said: `${price(one)} (${say('sourceCost')} ${money(one.cost)})`,
        }))}
      />
      <Lines
        text="publishChange"
        tone="warn"
        lines={preview.change.map((one) => ({
          id: one.id,
          below: `${one.destination} ${one.label}`,
          said: (
            <>
              <del className="text-muted">{price(one.before)}</del> <ins>{price(one)}</ins>
            </>
          ),
        }))}
      />
      <Lines
        text="publishVanish"
        tone="danger"
        lines={preview.vanish.map((one) => ({
          id: one.id,
          below: `${one.destination} ${one.label}`,
          said: one.why,
        }))}
      />
      <Lines
        text="publishBelowFloor"
        lines={preview.below_floor.map((one) => ({
          id: one.bundle,
          below: one.source,
          said: say('belowFloorText', { price: money(one.b2b_price), least: money(one.least) }),
        }))}
      />
      <Lines
        text="publishWaiting"
        lines={preview.waiting.map((one) => ({ id: one.source, said: one.bundles.join(', ') }))}
      />
      <Lines
        text="publishNotMade"
        lines={preview.not_made.map((one) => ({ id: one.id, said: one.why }))}
      />
    </>
  );
}

function Lines({
  text,
  tone = 'plain',
  lines,
}: {
  text: Key;
  tone?: 'plain' | 'good' | 'warn' | 'danger';
  lines: readonly Line[];
}) {
  const { say } = useWords();
  if (lines.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="flex items-center gap-2 font-semibold">
        {say(text)} <Badge tone={tone}>{lines.length}</Badge>
      </h3>
      <Table label={say(text)} head={[{ text: say('catalogBundle') }, { text: say('what') }]}>
        {lines.slice(0, SHOWN).map(({ id, below, said }) => (
          <tr key={`${id} ${String(below)}`} className={rowClass}>
            <Cell>
              <p className="font-mono text-xs break-all">{id}</p>
              {below !== undefined && <p className="text-sm break-words text-muted">{below}</p>}
            </Cell>
            <Cell className="break-words">{said}</Cell>
          </tr>
        ))}
      </Table>
      {lines.length > SHOWN && (
        <p className="text-sm text-muted">{say('publishMore', { count: lines.length - SHOWN })}</p>
      )}
    </div>
  );
}
