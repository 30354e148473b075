/** A rate goes, and the one before it is in force again. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ratesChanged, removeRate } from '../../../data/operator/money.ts';
import type { Rate } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function RemoveRate({ rate }: { rate: Rate }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const name = `${rate.currency} ${rate.date}`;
  const remove = useMutation({
    mutationFn: () => removeRate(rate),
    onSuccess: () => {
      setOpen(false);
      toast(say('rateRemoved'));
      return ratesChanged();
    },
  });
  return (
    <>
      <Button aria-label={say('removeOf', { name })} onPress={() => setOpen(true)}>
        {say('remove')}
      </Button>
      <Confirm
        title={say('removeRateTitle', { name })}
        text={say('removeRateText')}
        action={say('remove')}
        isPending={remove.isPending}
        trouble={<Trouble error={remove.error} />}
        isOpen={isOpen}
        onClose={() => {
          remove.reset();
          setOpen(false);
        }}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
