/** Somebody had this member's factors taken off: they hear of it on every screen, and can object. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../data/client.ts';
import { sessionAgain } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { Notice, Trouble } from '../ui/said.tsx';
import { toast } from '../ui/toast.tsx';
import { useWords } from '../words.tsx';
import { useSession } from './use-session.ts';

export function ResetWarning() {
  const { say, time } = useWords();
  const { reset } = useSession();
  const cancel = useMutation({
    mutationFn: (id: string) => call('POST', `factor-resets/${id}/cancel`, {}),
    onSuccess: async () => {
      await sessionAgain();
      toast(say('resetCancelled'));
    },
  });
  if (reset === null) return null;
  return (
    <div className="px-4 pt-4 sm:px-8">
      <Notice tone="warn">
        <p className="font-medium">{say('resetTitle')}</p>
        <p>{say('resetText', { by: reset.asked_by, due: time(reset.due_at) })}</p>
        <Trouble error={cancel.error} />
        <Button
          className="mt-2"
          isPending={cancel.isPending}
          onPress={() => cancel.mutate(reset.id)}
        >
          {say('resetCancel')}
        </Button>
      </Notice>
    </div>
  );
}
