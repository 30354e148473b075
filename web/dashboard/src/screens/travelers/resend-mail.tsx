/** A mail goes out once more, made of how things stand now. */
import { useMutation } from '@tanstack/react-query';
import { call } from '../../data/client.ts';
import { peopleChanged } from '../../data/people.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function ResendMail({ id }: { id: string }) {
  const { say } = useWords();
  const { path } = useScope();
  const resend = useMutation({
    mutationFn: () => call('POST', `${path}/messages/${id}/resend`),
    onSuccess: async () => {
      toast(say('mailResent'));
      await peopleChanged(path);
    },
  });
  return (
    <>
      <Button look="quiet" isPending={resend.isPending} onPress={() => resend.mutate()}>
        {say('sendAgain')}
      </Button>
      <Trouble error={resend.error} />
    </>
  );
}
