/** The end of a booking, after a look at what it means. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { peopleChanged } from '../../data/people.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function CancelBooking({ id, name }: { id: string; name: string }) {
  const { say } = useWords();
  const { path } = useScope();
  const [isOpen, setOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => call('POST', `${path}/bookings/${id}/cancel`),
    onSuccess: async () => {
      setOpen(false);
      toast(say('bookingIsCancelled', { name }));
      await peopleChanged(path);
    },
  });
  return (
    <>
      <Button onPress={() => setOpen(true)}>{say('cancelBooking')}</Button>
      <Confirm
        title={say('cancelBookingTitle', { name })}
        text={say('cancelBookingText')}
        action={say('cancelBooking')}
        back={say('keepIt')}
        isPending={cancel.isPending}
        trouble={<Trouble error={cancel.error} />}
        isOpen={isOpen}
        onClose={() => {
          cancel.reset();
          setOpen(false);
        }}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
