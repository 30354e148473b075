/** What becomes of an order that waits for review: the supplier did it, or nothing was done. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { adoptOrder, ordersChanged, retryOrder } from '../../../data/operator/orders.ts';
import type { ProviderOrder } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Confirm, Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function Decide({ order }: { order: ProviderOrder }) {
  const { say } = useWords();
  const [asked, setAsked] = useState<'adopt' | 'retry' | null>(null);
  const close = (): void => setAsked(null);
  return (
    <Notice tone="warn">
      <p>{say('decideText')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onPress={() => setAsked('adopt')}>{say('adoptOrder')}</Button>
        <Button onPress={() => setAsked('retry')}>{say('retryOrder')}</Button>
      </div>
      {asked === 'adopt' && <Adopt order={order} onClose={close} />}
      {asked === 'retry' && <Retry order={order} onClose={close} />}
    </Notice>
  );
}

type Asking = { order: ProviderOrder; onClose(): void };

function Adopt({ order, onClose }: Asking) {
  const { say } = useWords();
  const [theirs, setTheirs] = useState('');
  const adopt = useMutation({
    mutationFn: () => adoptOrder(order.id, theirs.trim()),
    onSuccess: () => {
      onClose();
      toast(say('orderAdopted'));
      return ordersChanged();
    },
  });
  const issues = useIssues(adopt.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    adopt.mutate();
  };
  return (
    <Dialog title={say('adoptOrderTitle')} isOpen onClose={onClose}>
      <p className="text-muted">{say('adoptOrderText', { supplier: order.provider })}</p>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('supplierOrder')}
          hint={say('supplierOrderHint')}
          name="provider_order_id"
          inputClassName="font-mono text-sm"
          maxLength={200}
          value={theirs}
          onChange={setTheirs}
        />
        {!issues.has('provider_order_id') && <Trouble error={adopt.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={adopt.isPending}>
            {say('adoptOrder')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

function Retry({ order, onClose }: Asking) {
  const { say } = useWords();
  const retry = useMutation({
    mutationFn: () => retryOrder(order.id),
    onSuccess: () => {
      onClose();
      toast(say('orderRetried'));
      return ordersChanged();
    },
  });
  return (
    <Confirm
      title={say('retryOrderTitle')}
      text={say('retryOrderText', { supplier: order.provider })}
      action={say('retryOrder')}
      isPending={retry.isPending}
      trouble={<Trouble error={retry.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => retry.mutate()}
    />
  );
}
