/** To a partner's own screens, read only, after saying why: the partner reads it. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { beginView } from '../../../data/operator/partners.ts';
import { sessionAgain } from '../../../data/queries.ts';
import type { OperatorPartner } from '../../../data/types.ts';
import { firstOf } from '../../../shell/screens.ts';
import { useGo } from '../../../shell/use-go.ts';
import { AnsweredForm } from '../../../ui/answered-form.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { useIssues } from '../../../ui/use-issues.ts';
import { useWords } from '../../../words.tsx';

export function ViewPartner({ partner }: { partner: OperatorPartner }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        <Eye size={16} aria-hidden />
        {say('viewPartner')}
      </Button>
      {isOpen && <Ask partner={partner} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ partner, onClose }: { partner: OperatorPartner; onClose(): void }) {
  const { say } = useWords();
  const router = useRouter();
  const go = useGo();
  const [reason, setReason] = useState('');
  const begin = useMutation({
    mutationFn: () => beginView(partner.id, reason.trim()),
    onSuccess: async ({ slug }) => {
      const session = await sessionAgain();
      await router.invalidate();
      if (session !== null) go(firstOf(session, slug));
    },
  });
  const issues = useIssues(begin.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    begin.mutate();
  };
  return (
    <Dialog title={say('viewPartnerTitle', { name: partner.name })} isOpen onClose={onClose}>
      <p className="text-muted">{say('viewPartnerText')}</p>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('reason')}
          hint={say('viewReasonHint')}
          name="reason"
          isRequired
          autoFocus
          minLength={3}
          maxLength={300}
          value={reason}
          onChange={setReason}
        />
        {!issues.has('reason') && <Trouble error={begin.error} />}
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={begin.isPending}>
            {say('viewBegin')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
