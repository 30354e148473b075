/** A file is chosen and sent; what comes of it stands in its panel. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { importsChanged, sendFile } from '../../data/imports.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function SendFile() {
  const { say } = useWords();
  const { path } = useScope();
  const navigate = useNavigate();
  const { partner } = useParams({ strict: false });
  const send = useMutation({
    mutationFn: (file: File) => sendFile(path, file),
    onSuccess: async ({ id }) => {
      await importsChanged(path);
      void navigate({ to: '/p/$partner/imports/$id', params: { partner: partner!, id } });
    },
  });
  return (
    <div className="flex max-w-md flex-col gap-2">
      <FileTrigger
        acceptedFileTypes={['text/csv', '.csv', 'text/plain']}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) send.mutate(file);
        }}
      >
        <Button look="primary" isPending={send.isPending}>
          <FileUp size={14} aria-hidden />
          {say('chooseFile')}
        </Button>
      </FileTrigger>
      <Trouble error={send.error} />
    </div>
  );
}
