/** Another name for a partner; addresses stay as they are. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { partnersChanged, renamePartner } from '../../../data/operator/partners.ts';
import type { OperatorPartner } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function RenamePartner({ partner }: { partner: OperatorPartner }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{say('rename')}</Button>
      {isOpen && <Ask partner={partner} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ partner, onClose }: { partner: OperatorPartner; onClose(): void }) {
  const { say } = useWords();
  const [name, setName] = useState(partner.name);
  const rename = useMutation({
    mutationFn: () => renamePartner(partner.id, name.trim()),
    onSuccess: async () => {
      onClose();
      toast(say('saved'));
      await partnersChanged();
    },
  });
  const issues = useIssues(rename.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog title={say('renameOf', { name: partner.name })} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('name')}
          hint={say('partnerRenameHint')}
          name="name"
          isRequired
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
        />
        {!issues.has('name') && <Trouble error={rename.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={rename.isPending}>
            {say('save')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
