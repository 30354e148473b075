/** Texts that are taken along. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useWords } from '../words.tsx';
import { Button } from './button.tsx';

const SHOWN_MS = 2_000;

function useCopy(text: string): { isCopied: boolean; copy(): void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  // Where the clipboard is closed, the text can be selected.
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return { isCopied, copy };
}

/** The text itself, copied when it is pressed. */
export function CopyText({ text }: { text: string }) {
  const { say } = useWords();
  const { isCopied, copy } = useCopy(text);
  const Sign = isCopied ? Check : Copy;
  return (
    <AriaButton
      onPress={copy}
      aria-label={isCopied ? say('copied') : say('copyText', { text })}
      className="inline-flex cursor-default items-center gap-1.5 rounded px-1 font-mono text-xs hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="break-all">{text}</span>
      <Sign size={12} aria-hidden className="shrink-0" />
    </AriaButton>
  );
}

export function CopyButton({ text }: { text: string }) {
  const { say } = useWords();
  const { isCopied, copy } = useCopy(text);
  return (
    <Button onPress={copy}>
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{isCopied ? say('copied') : say('copy')}</span>
    </Button>
  );
}

/** A secret that is seen only now. */
export const Secret = ({ text }: { text: string }) => (
  <div className="flex flex-wrap items-center gap-2">
    <code className="min-w-0 flex-1 basis-48 rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-sm break-all">
      {text}
    </code>
    <CopyButton text={text} />
  </div>
);
