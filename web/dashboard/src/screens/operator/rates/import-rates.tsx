/** Rates from a file: whole, or not at all. */
import { useMutation } from '@tanstack/react-query';
import { ratesChanged, sendRates } from '../../../data/operator/money.ts';
import { Button } from '../../../ui/button.tsx';
import { CsvButton } from '../../../ui/csv-button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { FileProblems } from '../../../ui/file-problems.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function ImportRates() {
  const { say } = useWords();
  return (
    <CsvButton text={say('importRates')}>
      {(file, close) => <Send file={file} onClose={close} />}
    </CsvButton>
  );
}

function Send({ file, onClose }: { file: File; onClose(): void }) {
  const { say } = useWords();
  const send = useMutation({
    mutationFn: () => sendRates(file),
    onSuccess: ({ imported }) => {
      onClose();
      toast(say('ratesImported', { count: imported }));
      return ratesChanged();
    },
  });
  return (
    <Dialog title={say('importFileTitle', { name: file.name })} isOpen isWide onClose={onClose}>
      <p className="text-muted">{say('importRatesText')}</p>
      <FileProblems error={send.error} />
      <DialogButtons>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button look="primary" isPending={send.isPending} onPress={() => send.mutate()}>
          {say('sendFile')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
