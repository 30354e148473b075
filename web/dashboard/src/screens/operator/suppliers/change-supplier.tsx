/** Settings, credentials and bounds of a supplier account. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeSupplier, kindsQuery, suppliersChanged } from '../../../data/operator/supply.ts';
import type { Supplier } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';
import { AccountFields, accountOf, draftOf, useDraft, type AccountDraft } from './account-form.tsx';
import { JsonTrouble } from './json-trouble.tsx';

export function ChangeSupplier({ supplier }: { supplier: Supplier }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{say('change')}</Button>
      {isOpen && <Change supplier={supplier} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What is as it was is not sent: settings of the kind of the sandbox, for one, cannot be set. */
function changesOf(draft: AccountDraft, supplier: Supplier): Record<string, unknown> {
  const before = accountOf(draftOf(supplier));
  return Object.fromEntries(
    Object.entries(accountOf(draft)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
    ),
  );
}

function Change({ supplier, onClose }: { supplier: Supplier; onClose(): void }) {
  const { say } = useWords();
  const kinds = useQuery(kindsQuery);
  const { draft, change } = useDraft(supplier);
  const save = useMutation({
    mutationFn: async () =>
      changeSupplier(supplier.name, {
        ...changesOf(draft, supplier),
        version: supplier.version,
      }),
    onSuccess: () => {
      onClose();
      toast(say('saved'));
      return suppliersChanged();
    },
  });
  const issues = useIssues(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      title={say('changeSupplierTitle', { name: supplier.name })}
      isOpen
      onClose={onClose}
      isWide
    >
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <AccountFields
          kind={kinds.data?.find(({ kind }) => kind === supplier.kind)}
          isNew={false}
          draft={draft}
          change={change}
        />
        <JsonTrouble error={save.error} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={save.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
