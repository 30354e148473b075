/** Texts that are taken along. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useWords } from '../words.tsx';
import { Button, type Look } from './button.tsx';

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
      className="-ms-1 inline-flex min-h-6 cursor-default items-center gap-1.5 rounded px-1 text-start font-mono text-xs hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="break-all">{text}</span>
      <Sign size={12} aria-hidden className="shrink-0" />
    </AriaButton>
  );
}

/** `what`: said to who does not see what it stands beside. */
export function CopyButton({
  text,
  what,
  look = 'plain',
}: {
  text: string;
  what?: string;
  look?: Look;
}) {
  const { say } = useWords();
  const { isCopied, copy } = useCopy(text);
  return (
    <Button
      look={look}
      onPress={copy}
      {...(what === undefined || isCopied ? {} : { 'aria-label': say('copyOf', { what }) })}
    >
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{isCopied ? say('copied') : say('copy')}</span>
    </Button>
  );
}

/** A secret that is seen only now, an address: what is taken elsewhere as it is. */
export const Secret = ({ text, what }: { text: string; what?: string }) => (
  <div className="flex flex-wrap items-center gap-2">
    <code className="min-w-0 flex-1 basis-48 rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-sm break-all">
      {text}
    </code>
    <CopyButton text={text} {...(what === undefined ? {} : { what })} />
  </div>
);

/** One with its name above. */
export const NamedSecret = ({ label, text }: { label: string; text: string }) => (
  <div className="flex flex-col gap-1">
    <p className="text-sm font-medium">{label}</p>
    <Secret text={text} what={label} />
  </div>
);

/** Lines to paste elsewhere. They are wrapped, not scrolled: what is copied is seen whole. */
export const Snippet = ({ label, text }: { label: string; text: string }) => (
  <figure className="overflow-hidden rounded-lg border border-line">
    <figcaption className="flex flex-wrap items-center justify-between gap-2 border-b border-line bg-raised py-1 ps-3 pe-1">
      <span className="text-sm font-medium">{label}</span>
      <CopyButton text={text} what={label} />
    </figcaption>
    <pre className="bg-sunken px-3 py-2.5 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
      <code>{text}</code>
    </pre>
  </figure>
);
