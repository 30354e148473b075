/** An account at a supplier is added; it takes orders after its first good test. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { addSupplier, kindsQuery, suppliersChanged } from '../../../data/operator/supply.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Choice, Field } from '../../../ui/field.tsx';
import { Skeleton, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';
import { AccountFields, accountOf, useDraft } from './account-form.tsx';
import { JsonTrouble } from './json-trouble.tsx';

export function AddSupplier() {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        <Plus size={16} aria-hidden />
        {say('addSupplier')}
      </Button>
      {isOpen && <Add onClose={() => setOpen(false)} />}
    </>
  );
}

function Add({ onClose }: { onClose(): void }) {
  const { say } = useWords();
  const kinds = useQuery(kindsQuery);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const { draft, change } = useDraft();
  const kind = kinds.data?.find((one) => one.kind === chosen) ?? kinds.data?.[0];
  const add = useMutation({
    mutationFn: async () =>
      addSupplier({ name: name.trim(), kind: kind?.kind, ...accountOf(draft) }),
    onSuccess: () => {
      onClose();
      toast(say('supplierAdded'));
      return suppliersChanged();
    },
  });
  const issues = useIssues(add.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog title={say('addSupplier')} isOpen onClose={onClose} isWide>
      <Trouble error={kinds.error} onRetry={() => void kinds.refetch()} />
      {kinds.isPending && <Skeleton />}
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Choice
          label={say('kind')}
          value={kind?.kind}
          onChange={({ target }) => {
            setChosen(target.value);
            change({ credentials: {}, settings: '' });
          }}
          options={kinds.data?.map((one) => [one.kind, one.title] as const) ?? []}
        />
        <Field
          label={say('name')}
          hint={say('supplierNameHint')}
          name="name"
          isRequired
          pattern="[a-z0-9\-]{2,40}"
          value={name}
          onChange={setName}
        />
        <AccountFields kind={kind} isNew draft={draft} change={change} />
        <JsonTrouble error={add.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={add.isPending}>
            {say('addSupplier')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
