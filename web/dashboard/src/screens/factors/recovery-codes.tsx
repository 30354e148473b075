/** Recovery codes, which are seen only now: to copy and to download. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Check } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';

export function RecoveryCodesOnce({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const { say } = useWords();
  const [isKept, setKept] = useState(false);
  const text = `${codes.join('\n')}\n`;
  return (
    <div className="flex flex-col gap-4">
      <ol
        aria-label={say('recoveryTitle')}
        className="flex flex-col gap-1.5 rounded-lg border border-line bg-sunken px-4 py-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} />
        <ButtonLink
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="hubby-recovery-codes.txt"
        >
          <Download size={14} aria-hidden />
          {say('download')}
        </ButtonLink>
      </div>
      <Check
        label={say('recoveryKept')}
        checked={isKept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <Button look="primary" isDisabled={!isKept} onPress={onDone}>
        {say('continue')}
      </Button>
    </div>
  );
}
