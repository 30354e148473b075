/** A partner is made, and its first key shown, once. */
import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { createPartner, partnersChanged } from '../../../data/operator/partners.ts';
import type { MadePartner } from '../../../data/types.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice, Trouble } from '../../../ui/said.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function CreatePartner() {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<MadePartner | null>(null);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        <Plus size={16} aria-hidden />
        {say('createPartner')}
      </Button>
      {isOpen && (
        <Make
          onClose={() => setOpen(false)}
          onMade={(partner) => {
            setOpen(false);
            setMade(partner);
          }}
        />
      )}
      {made !== null && <FirstKey made={made} onClose={() => setMade(null)} />}
    </>
  );
}

function Make({ onClose, onMade }: { onClose(): void; onMade(made: MadePartner): void }) {
  const { say } = useWords();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => createPartner(name.trim()),
    onSuccess: async (made) => {
      onMade(made);
      await partnersChanged();
    },
  });
  const issues = useIssues(make.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog title={say('createPartner')} isOpen onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('name')}
          hint={say('partnerNameHint')}
          name="name"
          isRequired
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
        />
        {!issues.has('name') && <Trouble error={make.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={make.isPending}>
            {say('createPartner')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}

function FirstKey({ made, onClose }: { made: MadePartner; onClose(): void }) {
  const { say } = useWords();
  return (
    <Dialog title={say('partnerMade')} isOpen onClose={onClose} mayClose={false} isWide>
      <Notice tone="warn">{say('partnerMadeText')}</Notice>
      <Facts
        facts={[
          [say('operatorPartnerId'), <CopyText key="id" text={made.partner_id} />],
          [say('apiKey'), <CopyText key="key" text={made.api_key} />],
          [say('apiSecret'), <CopyText key="secret" text={made.api_secret} />],
        ]}
      />
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {say('newKeyKept')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
