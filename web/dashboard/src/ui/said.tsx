/** What is told: notes, troubles, states of things, what is being fetched. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Refusal } from '../data/client.ts';
import { useWords } from '../words.tsx';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { CopyText } from './copy.tsx';

type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'accent';

const TONES: Record<Tone, string> = {
  plain: 'bg-hover text-ink',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  accent: 'bg-accent-soft text-accent',
};
const SIGNS = { plain: Info, good: CircleCheck, warn: TriangleAlert, danger: CircleAlert } as const;

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={cn(
      'inline-flex items-center rounded-full px-2 py-px text-xs font-medium whitespace-nowrap',
      TONES[tone],
    )}
  >
    {children}
  </span>
);

export function Notice({
  tone,
  children,
  isAlert = false,
}: {
  tone: keyof typeof SIGNS;
  children: ReactNode;
  /** appears, so that it is read aloud at once */
  isAlert?: boolean;
}) {
  const Sign = SIGNS[tone];
  return (
    <div
      role={isAlert ? 'alert' : undefined}
      className={cn('flex gap-2.5 rounded-lg px-3 py-2.5', TONES[tone])}
    >
      <Sign size={16} aria-hidden className="mt-[3px] shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** What went wrong, in the server's words, with the request's name for who asks us about it. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { say } = useWords();
  if (error === null || error === undefined) return null;
  const refusal = error instanceof Refusal ? error : null;
  const text =
    refusal === null || refusal.type === 'offline' || refusal.type === 'unavailable'
      ? say(refusal?.type === 'offline' ? 'offline' : 'wentWrong')
      : refusal.message;
  return (
    <Notice tone="danger" isAlert>
      <p>{text}</p>
      {refusal !== null && refusal.details.length > 1 && (
        <ul className="mt-1 list-disc ps-4">
          {refusal.details.map(({ field, issue }) => (
            <li key={field}>{issue}</li>
          ))}
        </ul>
      )}
      {refusal?.requestId != null && (
        <p className="mt-1 flex flex-wrap items-center gap-x-1 text-xs">
          <span>{say('requestId')}</span>
          <CopyText text={refusal.requestId} />
        </p>
      )}
      {onRetry !== undefined && (
        <Button className="mt-2" onPress={onRetry}>
          {say('tryAgain')}
        </Button>
      )}
    </Notice>
  );
}

/** `rows` lines where a list will be. */
export const Skeleton = ({ rows = 4 }: { rows?: number }) => (
  <div role="status" aria-busy="true" className="flex flex-col gap-3 py-3">
    <span className="sr-only">…</span>
    {Array.from({ length: rows }, (_, at) => (
      <span key={at} className={cn('shimmer h-4 rounded', at % 2 === 0 ? 'w-3/4' : 'w-1/2')} />
    ))}
  </div>
);

/** There is nothing here, and what to do about it. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line px-6 py-10 text-center">
    <p className="font-medium">{title}</p>
    {children !== undefined && <div className="max-w-prose text-muted">{children}</div>}
  </div>
);
