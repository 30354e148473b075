/** A button that asks for a CSV file, and what is shown of the one that was chosen. */
import { FileUp } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from './button.tsx';

export function CsvButton({
  text,
  children,
}: {
  text: string;
  /** `close` puts the file away */
  children(file: File, close: () => void): ReactNode;
}) {
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <FileTrigger
        acceptedFileTypes={['text/csv', '.csv', 'text/plain']}
        onSelect={(files) => setFile(files?.[0] ?? null)}
      >
        <Button>
          <FileUp size={14} aria-hidden />
          {text}
        </Button>
      </FileTrigger>
      {file !== null && children(file, () => setFile(null))}
    </>
  );
}
