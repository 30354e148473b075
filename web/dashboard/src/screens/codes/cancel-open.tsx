/** The codes of a batch that nobody asked for are cancelled: after a question, and time to undo it. */
import { useState } from 'react';
import { batchesChanged, cancelBatch } from '../../data/codes.ts';
import type { CodeBatchDetails } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { defer } from '../../ui/deferred.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function CancelOpen({ batch }: { batch: CodeBatchDetails }) {
  const { say, locale } = useWords();
  const { path } = useScope();
  const [step, setStep] = useState<'none' | 'asked' | 'waits'>('none');
  const said = (count: number) => ({ count, codes: count.toLocaleString(locale) });
  const act = (): void => {
    setStep('waits');
    defer({
      text: say('codesCancelling', said(batch.states.open)),
      undone: () => setStep('none'),
      run: (how) =>
        cancelBatch(path, batch.id, how)
          .then(
            ({ cancelled }) => {
              toast(say('codesCancelled', said(cancelled)));
              return batchesChanged(path);
            },
            (error: unknown) =>
              toast(
                say('bulkFailed', { why: error instanceof Error ? error.message : String(error) }),
              ),
          )
          .finally(() => setStep('none')),
    });
  };
  return (
    <>
      <Button isDisabled={step === 'waits'} onPress={() => setStep('asked')}>
        {say('codesCancel')}
      </Button>
      <Confirm
        title={say('codesCancelTitle', said(batch.states.open))}
        text={say('codesCancelText')}
        action={say('codesCancel')}
        back={say('keepThem')}
        isOpen={step === 'asked'}
        isPending={false}
        onClose={() => setStep('none')}
        onConfirm={act}
      />
    </>
  );
}
