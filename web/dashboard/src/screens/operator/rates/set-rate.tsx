/** A rate to the catalog's currency, from a day on. */
import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { ratesChanged, setRate } from '../../../data/operator/money.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function SetRate({ to }: { to: string }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        <Plus size={16} aria-hidden />
        {say('setRate')}
      </Button>
      {isOpen && <Ask to={to} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ to, onClose }: { to: string; onClose(): void }) {
  const { say } = useWords();
  const [currency, setCurrency] = useState('');
  const [rate, setRateText] = useState('');
  const [date, setDate] = useState('');
  const set = useMutation({
    mutationFn: () => setRate(currency.trim(), Number(rate.replace(',', '.')), date),
    onSuccess: () => {
      onClose();
      toast(say('rateSet'));
      return ratesChanged();
    },
  });
  const issues = useIssues(set.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate();
  };
  return (
    <Dialog title={say('setRate')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('amountCurrency')}
          name="currency"
          placeholder="USD"
          maxLength={3}
          isRequired
          autoFocus
          value={currency}
          onChange={(text) => setCurrency(text.toUpperCase())}
        />
        <Field
          label={say('rateIn', { currency: to })}
          hint={say('rateHint', { one: currency === '' ? 'USD' : currency, to })}
          name="rate"
          inputMode="decimal"
          isRequired
          value={rate}
          onChange={setRateText}
        />
        <Field
          label={say('rateFrom')}
          hint={say('rateFromHint')}
          name="date"
          type="date"
          value={date}
          onChange={setDate}
        />
        {!issues.has('currency', 'rate', 'date') && <Trouble error={set.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={set.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
