/** Texts of programs: as they are, JSON in its lines. */
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CopyButton } from './copy.tsx';

/** Two spaces deep where it is JSON, else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const TOKEN =
  /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/gi;
/** What is longer is shown in one colour: thousands of spans would keep the page from answering. */
const COLOURED = 60_000;

function coloured(text: string): ReactNode {
  if (text.length > COLOURED) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    const said = string ?? whole;
    parts.push(
      text.slice(at, match.index),
      <span
        key={match.index}
        className={
          colon !== undefined ? 'text-accent' : string !== undefined ? 'text-good' : 'text-warn'
        }
      >
        {said}
      </span>,
    );
    at = match.index + said.length;
  }
  return [...parts, text.slice(at)];
}

/** `label`: for who cannot see where it stands. */
export function Code({
  label,
  text,
  isJson = false,
  note,
}: {
  label: string;
  text: string;
  isJson?: boolean;
  note?: ReactNode;
}) {
  const shown = isJson ? pretty(text) : text;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-sunken">
      <div className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line bg-raised py-1 ps-3 pe-1">
        <span className="py-1 text-sm text-muted empty:hidden">{note}</span>
        <span className="ms-auto">
          <CopyButton text={shown} what={label} look="quiet" />
        </span>
      </div>
      {/* Reached by the keyboard, to be scrolled. */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className={cn(
          'max-h-96 overflow-auto p-3 font-mono text-xs leading-5 whitespace-pre-wrap',
          '-outline-offset-2',
        )}
      >
        {isJson ? coloured(shown) : shown}
      </pre>
    </div>
  );
}

/** A command for a terminal. */
export const Command = ({ text }: { text: string }) => (
  <div className="flex w-full max-w-xl flex-wrap items-center gap-2 rounded-lg border border-line bg-sunken p-2 ps-3 text-start">
    <code className="min-w-0 flex-1 basis-[min(13rem,100%)] font-mono text-sm text-ink whitespace-pre-wrap">
      {text}
    </code>
    <CopyButton text={text} />
  </div>
);
