/** A support request goes on: to the partner's own people, or to the operator, who closes it. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { handOn, supportRequestsChanged, type Level } from '../../data/support.ts';
import type { PartnerSupportRequest } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

function useHandOn(id: string, to: Level, onDone?: () => void) {
  const { say } = useWords();
  const { path } = useScope();
  return useMutation({
    mutationFn: () => handOn(path, id, to),
    onSuccess: () => {
      onDone?.();
      toast(say(to === 'partner' ? 'supportTakenUp' : 'supportHandedOver'));
      return supportRequestsChanged(path);
    },
  });
}

export const HandOn = ({ request: { id, status } }: { request: PartnerSupportRequest }) => (
  <>
    {status === 'answered' && <TakeUp id={id} />}
    {(status === 'answered' || status === 'open') && <ToOperator id={id} />}
  </>
);

function TakeUp({ id }: { id: string }) {
  const { say } = useWords();
  const take = useHandOn(id, 'partner');
  return (
    <>
      <Button isPending={take.isPending} onPress={() => take.mutate()}>
        {say('supportTakeUp')}
      </Button>
      <Trouble error={take.error} />
    </>
  );
}

function ToOperator({ id }: { id: string }) {
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  const hand = useHandOn(id, 'operator', () => setAsking(false));
  return (
    <>
      <Button onPress={() => setAsking(true)}>{say('supportHandOver')}</Button>
      <Confirm
        title={say('supportHandOverTitle')}
        text={say('supportHandOverText')}
        action={say('supportHandOver')}
        look="primary"
        isOpen={isAsking}
        isPending={hand.isPending}
        trouble={<Trouble error={hand.error} />}
        onClose={() => setAsking(false)}
        onConfirm={() => hand.mutate()}
      />
    </>
  );
}
