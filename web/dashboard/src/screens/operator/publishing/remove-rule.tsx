/** A rule goes; what it made leaves the catalog with the next publishing. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { publishingChanged, removeRule } from '../../../data/operator/supply.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function RemoveRule({ name }: { name: string }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeRule(name),
    onSuccess: () => {
      setOpen(false);
      toast(say('ruleRemoved'));
      return publishingChanged();
    },
  });
  return (
    <>
      <Button aria-label={say('removeOf', { name })} onPress={() => setOpen(true)}>
        {say('remove')}
      </Button>
      <Confirm
        title={say('removeRuleTitle', { name })}
        text={say('removeRuleText')}
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
