/** One article of an account is bought for real, after its price was seen, and cancelled. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { bytesText, moneyText } from '../../../data/amounts.ts';
import { trySupplier } from '../../../data/operator/accounts.ts';
import { ordersChanged } from '../../../data/operator/orders.ts';
import { suppliersChanged } from '../../../data/operator/supply.ts';
import type { SupplierTrial } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { TextLink } from '../../../ui/link.tsx';
import { Notice, Trouble } from '../../../ui/said.tsx';
import { useWords, type Key } from '../../../words.tsx';
import { OrderStateBadge } from '../review/state.tsx';
import { Step } from './step.tsx';

export function TrySupplier({ name }: { name: string }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{say('trySupplier')}</Button>
      {isOpen && <Try name={name} onClose={() => setOpen(false)} />}
    </>
  );
}

function Try({ name, onClose }: { name: string; onClose(): void }) {
  const { say, locale } = useWords();
  const [article, setArticle] = useState('');
  const ask = useMutation({ mutationFn: () => trySupplier(name, article.trim()) });
  const found = ask.data?.article ?? null;
  const buy = useMutation({
    mutationFn: (of: NonNullable<SupplierTrial['article']>) => trySupplier(name, of.id, of.cost),
    // Also of what went wrong: an order may be there by then.
    onSettled: () => Promise.all([ordersChanged(), suppliersChanged()]),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    buy.reset();
    ask.mutate();
  };
  const isDone = buy.data !== undefined;
  return (
    <Dialog title={say('trySupplierTitle', { name })} isOpen isWide onClose={onClose}>
      <p className="text-muted">{say('trySupplierText')}</p>
      {!isDone && (
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field
            label={say('tryArticle')}
            hint={say('tryArticleHint')}
            inputClassName="font-mono text-sm"
            maxLength={100}
            value={article}
            onChange={setArticle}
          />
          <div>
            <Button type="submit" isPending={ask.isPending} isDisabled={buy.isPending}>
              {say('tryAsk')}
            </Button>
          </div>
        </form>
      )}
      <Trouble error={ask.error ?? buy.error} />
      <Told trial={buy.data ?? ask.data} />
      <DialogButtons>
        <Button onPress={onClose}>{say('close')}</Button>
        {found !== null && !isDone && (
          <Button look="danger" isPending={buy.isPending} onPress={() => buy.mutate(found)}>
            {say('tryBuy', { cost: moneyText(found.cost.amount, found.cost.currency, locale) })}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

const STEPS: Record<string, Key> = {
  article: 'stepArticle',
  order: 'stepOrder',
  read_back: 'stepReadBack',
  cancel: 'stepCancel',
};
const CANCELLED: Record<NonNullable<SupplierTrial['cancelled']>, Key> = {
  done: 'tryCancelled',
  requested: 'tryCancelAsked',
  impossible: 'tryNotCancelled',
};

function Told({ trial }: { trial: SupplierTrial | undefined }) {
  const { say, locale } = useWords();
  if (trial === undefined) return null;
  const { article, order_id: order, cancelled, cost, iccid, state, steps } = trial;
  return (
    <div role="status" className="flex flex-col gap-3">
      {article !== null && (
        <Facts
          facts={[
            [say('sourceArticle'), <CopyText key="article" text={article.id} />],
            [say('name'), article.name],
            [
              say('sourceData'),
              article.bytes === null ? say('sourceUnlimited') : bytesText(article.bytes, locale),
            ],
            [say('sourceDays'), article.duration_days],
            [say('sourceCost'), moneyText(article.cost.amount, article.cost.currency, locale)],
            order === null
              ? null
              : [
                  say('providerOrder'),
                  <TextLink key="order" to="/operator/review/$id" params={{ id: order }}>
                    {order}
                  </TextLink>,
                ],
            state === null ? null : [say('state'), <OrderStateBadge key="state" state={state} />],
            iccid === null ? null : ['ICCID', <CopyText key="iccid" text={iccid} />],
            cost === null
              ? null
              : [say('tryCharged'), moneyText(cost.amount, cost.currency, locale)],
          ]}
        />
      )}
      <ul className="flex flex-col gap-1.5">
        {steps.map((step) => (
          <Step key={step.step} step={step} names={STEPS} />
        ))}
      </ul>
      {cancelled !== null && (
        <Notice tone={cancelled === 'impossible' ? 'warn' : 'good'}>
          {say(CANCELLED[cancelled])}
        </Notice>
      )}
    </div>
  );
}
