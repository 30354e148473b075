/** Codes that were handed out elsewhere, from a file. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { batchesChanged, importBatch } from '../../data/codes.ts';
import { useScope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Snippet } from '../../ui/copy.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { FileProblems } from '../../ui/file-problems.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';

const EXAMPLE = 'code,valid_until,destination,size\nSUMMER-1,2030-12-31,GR,1GB';

export function ImportCodes() {
  const { say } = useWords();
  return (
    <CsvButton text={say('codesImport')}>
      {(file, close) => <ImportDialog file={file} onClose={close} />}
    </CsvButton>
  );
}

function ImportDialog({ file, onClose }: { file: File; onClose(): void }) {
  const { say, locale } = useWords();
  const { path } = useScope();
  const navigate = useNavigate();
  const { partner } = useParams({ strict: false });
  const [name, setName] = useState(file.name.replace(/\.csv$/i, '').slice(0, 100));
  const send = useMutation({
    mutationFn: () => importBatch(path, name, file),
    onSuccess: async ({ id, skipped }) => {
      onClose();
      if (skipped > 0) toast(say('codesSkipped', { count: skipped.toLocaleString(locale) }));
      await batchesChanged(path);
      void navigate({ to: '/p/$partner/codes/$id', params: { partner: partner!, id } });
    },
  });
  const issues = useIssues(send.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <Dialog title={say('codesImportTitle', { name: file.name })} isOpen isWide onClose={onClose}>
      <AnsweredForm issues={issues} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('name')}
          hint={say('codesNameHint')}
          name="name"
          isRequired
          autoFocus
          maxLength={100}
          value={name}
          onChange={setName}
        />
        {!issues.has('name') && <FileProblems error={send.error} />}
        <Snippet label={say('codesFileLooks')} text={EXAMPLE} />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isPending={send.isPending}>
            {say('codesImport')}
          </Button>
        </DialogButtons>
      </AnsweredForm>
    </Dialog>
  );
}
