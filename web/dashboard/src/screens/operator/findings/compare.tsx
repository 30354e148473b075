/** A supplier's list of orders is compared with ours, now. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { findingsChanged, reconcile } from '../../../data/operator/orders.ts';
import { routingQuery } from '../../../data/operator/supply.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Choice } from '../../../ui/field.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

const HOURS = [24, 48, 168, 720] as const;

export function Compare() {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {say('compareNow')}
      </Button>
      {isOpen && <Ask onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ onClose }: { onClose(): void }) {
  const { say } = useWords();
  const accounts = useQuery(routingQuery).data?.accounts ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [hours, setHours] = useState<number>(HOURS[1]);
  const provider = chosen ?? accounts[0]?.name ?? '';
  const compare = useMutation({
    mutationFn: () => reconcile(provider, hours),
    onSuccess: ({ compared, findings }) => {
      onClose();
      toast(say('comparedSaid', { count: compared, found: findings.length }));
      return findingsChanged();
    },
  });
  const issues = useIssues(compare.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    compare.mutate();
  };
  return (
    <Dialog title={say('compareTitle')} isOpen onClose={onClose}>
      <p className="text-muted">{say('compareText')}</p>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Choice
          label={say('supplier')}
          value={provider}
          onChange={({ target }) => setChosen(target.value)}
          options={accounts.map(({ name }) => [name, name] as const)}
        />
        <Choice
          label={say('period')}
          value={String(hours)}
          onChange={({ target }) => setHours(Number(target.value))}
          options={HOURS.map(
            (one) =>
              [
                String(one),
                one === 24
                  ? say('lastHours', { count: one })
                  : say('lastDays', { count: one / 24 }),
              ] as const,
          )}
        />
        <Trouble error={compare.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            isPending={compare.isPending}
            isDisabled={provider === ''}
          >
            {say('compareNow')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
