/** What becomes of a purchase in doubt: the money goes back, it is tried again, or it stays. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { moneyText } from '../../../data/amounts.ts';
import { decidePurchase, purchasesChanged } from '../../../data/operator/money.ts';
import type { OperatorPurchase, PurchaseDecision } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Check } from '../../../ui/field.tsx';
import { Notice, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords, type Key } from '../../../words.tsx';

const TEXTS: Record<PurchaseDecision, { action: Key; title: Key; text: Key; done: Key }> = {
  refund: {
    action: 'refundPurchase',
    title: 'refundPurchaseTitle',
    text: 'refundPurchaseText',
    done: 'purchaseRefundBegun',
  },
  retry: {
    action: 'retryPurchase',
    title: 'retryPurchaseTitle',
    text: 'retryPurchaseText',
    done: 'purchaseRetried',
  },
  dismiss: {
    action: 'dismissPurchase',
    title: 'dismissPurchaseTitle',
    text: 'dismissPurchaseText',
    done: 'purchaseDismissed',
  },
};
const ALL = Object.keys(TEXTS) as PurchaseDecision[];

export function DecidePurchase({ purchase }: { purchase: OperatorPurchase }) {
  const { say } = useWords();
  const [asked, setAsked] = useState<PurchaseDecision | null>(null);
  return (
    <Notice tone="warn">
      <p>{say('decidePurchaseText')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {ALL.map((one) => (
          <Button key={one} onPress={() => setAsked(one)}>
            {say(TEXTS[one].action)}
          </Button>
        ))}
      </div>
      {asked !== null && <Ask purchase={purchase} asked={asked} onClose={() => setAsked(null)} />}
    </Notice>
  );
}

function Ask({
  purchase: { id, amount, currency },
  asked,
  onClose,
}: {
  purchase: OperatorPurchase;
  asked: PurchaseDecision;
  onClose(): void;
}) {
  const { say, locale } = useWords();
  const [isAnyway, setAnyway] = useState(false);
  const { action, title, text, done } = TEXTS[asked];
  const decide = useMutation({
    mutationFn: () => decidePurchase(id, asked, isAnyway),
    onSuccess: () => {
      onClose();
      toast(say(done));
      return purchasesChanged();
    },
  });
  return (
    <Confirm
      title={say(title, { amount: moneyText(amount, currency, locale) })}
      text={
        <>
          <p>{say(text)}</p>
          {asked === 'refund' && (
            <Check
              label={say('refundAnyway')}
              hint={say('refundAnywayHint')}
              checked={isAnyway}
              onChange={({ target }) => setAnyway(target.checked)}
            />
          )}
        </>
      }
      action={say(action)}
      look={asked === 'refund' ? 'danger' : 'primary'}
      isPending={decide.isPending}
      trouble={<Trouble error={decide.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => decide.mutate()}
    />
  );
}
