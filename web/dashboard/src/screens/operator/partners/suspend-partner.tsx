/** A partner is stopped from selling, or let go on, after a look at what that means. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { partnersChanged, setSuspended } from '../../../data/operator/partners.ts';
import type { OperatorPartner } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function SuspendPartner({
  partner: { id, name, suspended_at },
}: {
  partner: OperatorPartner;
}) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const isSuspended = suspended_at !== null;
  const change = useMutation({
    mutationFn: () => setSuspended(id, !isSuspended),
    onSuccess: async () => {
      setOpen(false);
      toast(say(isSuspended ? 'partnerResumed' : 'partnerIsSuspended', { name }));
      await partnersChanged();
    },
  });
  const action = say(isSuspended ? 'resumePartner' : 'suspendPartner');
  return (
    <>
      <Button onPress={() => setOpen(true)}>{action}</Button>
      <Confirm
        title={say(isSuspended ? 'resumePartnerTitle' : 'suspendPartnerTitle', { name })}
        text={say(isSuspended ? 'resumePartnerText' : 'suspendPartnerText')}
        action={action}
        look={isSuspended ? 'primary' : 'danger'}
        isPending={change.isPending}
        trouble={<Trouble error={change.error} />}
        isOpen={isOpen}
        onClose={() => {
          change.reset();
          setOpen(false);
        }}
        onConfirm={() => change.mutate()}
      />
    </>
  );
}
