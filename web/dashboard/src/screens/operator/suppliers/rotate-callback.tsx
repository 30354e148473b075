/** The callbacks of an account get another path; the one before is taken for a week more. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { rotateCallback } from '../../../data/operator/accounts.ts';
import { suppliersChanged } from '../../../data/operator/supply.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function RotateCallback({ name }: { name: string }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const rotate = useMutation({
    mutationFn: () => rotateCallback(name),
    onSuccess: () => {
      setOpen(false);
      toast(say('callbackRotated'));
      return suppliersChanged();
    },
  });
  return (
    <>
      <Button onPress={() => setOpen(true)}>{say('rotateCallback')}</Button>
      <Confirm
        title={say('rotateCallbackTitle', { name })}
        text={say('rotateCallbackText')}
        action={say('rotateCallback')}
        isPending={rotate.isPending}
        trouble={<Trouble error={rotate.error} />}
        isOpen={isOpen}
        onClose={() => {
          rotate.reset();
          setOpen(false);
        }}
        onConfirm={() => rotate.mutate()}
      />
    </>
  );
}
