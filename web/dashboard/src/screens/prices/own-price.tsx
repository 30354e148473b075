/** The partner's own price, changed where it stands: taken with Enter or on leaving, put back with Escape. */
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { readTyped, setOwnPrice, typedText } from '../../data/prices.ts';
import { Refusal } from '../../data/client.ts';
import type { PriceRow } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { cn } from '../../ui/cn.ts';
import { inputClass } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function OwnPrice({ row }: { row: PriceRow }) {
  const { say } = useWords();
  const { path } = useScope();
  const id = useId();
  const known = row.own_price === null ? '' : typedText(row.own_price, row.currency);
  /** null: as it is */
  const [typed, setTyped] = useState<string | null>(null);
  const set = useMutation({
    mutationFn: (price: number | null) => setOwnPrice(path, row, price),
    onSuccess: () => {
      setTyped(null);
      toast(say('saved'));
    },
  });
  const price = typed === null || typed.trim() === '' ? null : readTyped(typed);
  const isBad = typed !== null && typed.trim() !== '' && price === null;
  const take = (): void => {
    if (typed === null || isBad || set.isPending) return;
    if (price === row.own_price) setTyped(null);
    else set.mutate(price);
  };
  const problem = isBad ? say('priceNoAmount') : said(set.error);
  return (
    <span className="inline-flex w-28 flex-col items-stretch gap-0.5 text-start">
      <input
        aria-label={say('priceOwnOf', { name: `${row.destination_name}, ${row.label}` })}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        aria-busy={set.isPending}
        inputMode="decimal"
        autoComplete="off"
        maxLength={15}
        placeholder={typedText(row.recommended_price, row.currency)}
        value={typed ?? known}
        onChange={({ target }) => {
          set.reset();
          setTyped(target.value);
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          set.reset();
          setTyped(null);
        }}
        className={cn(inputClass, 'text-end tabular-nums', problem !== null && 'border-danger')}
      />
      {problem !== null && (
        <span id={id} role="alert" className="text-xs whitespace-normal text-danger">
          {problem}
        </span>
      )}
    </span>
  );
}

/** What the server has against it, null where nothing. */
const said = (error: unknown): string | null =>
  error === null
    ? null
    : error instanceof Refusal
      ? (error.details[0]?.issue ?? error.message)
      : String(error);
