/**
 * Details of one row, at an address of their own: beside the list where the screen is wide, in its
 * place on a phone.
 */
import { ArrowLeft, ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Skeleton, Trouble } from '../ui/said.tsx';
import { useTitle } from '../ui/page.tsx';
import { useWords } from '../words.tsx';
import { useIsBeside } from './beside.ts';
import { useBeside } from './list-context.ts';

export function Panel({
  title,
  heading,
  of,
  actions,
  error,
  onRetry,
  isPending,
  children,
}: {
  /** of the document */
  title: string;
  heading: ReactNode;
  /** the list's name, for the way back to it */
  of: string;
  actions?: ReactNode;
  error: unknown;
  onRetry(): void;
  isPending: boolean;
  children: ReactNode;
}) {
  useTitle(title);
  const { openId } = useBeside();
  // In place of the list, there is no other one above it.
  const Heading = useIsBeside() ? 'h2' : 'h1';
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), [openId]);
  return (
    <section
      aria-label={title}
      className="flex min-w-0 flex-col gap-5 bg-raised px-4 pt-2 pb-8 max-lg:min-h-dvh sm:px-6 lg:sticky lg:top-0 lg:h-dvh lg:w-[min(27rem,58%)] lg:shrink-0 lg:overflow-y-auto lg:border-s lg:border-line lg:pt-6 min-[88rem]:w-[min(34rem,58%)]"
    >
      <div className="flex flex-col gap-2">
        <Ways of={of} />
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <Heading ref={ref} tabIndex={-1} className="min-w-0 text-lg font-semibold outline-none">
            {heading}
          </Heading>
          {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
        </div>
      </div>
      <Trouble error={error} onRetry={onRetry} />
      {isPending && <Skeleton rows={8} />}
      {children}
    </section>
  );
}

/** To the row above, the one below, and back to the list. */
function Ways({ of }: { of: string }) {
  const { say } = useWords();
  const { hasBefore, hasAfter, step, close } = useBeside();
  return (
    <div className="-me-1.5 flex items-center gap-1 max-lg:-ms-2">
      <IconButton label={say('backTo', { list: of })} onPress={close} className="lg:hidden">
        <ArrowLeft size={18} aria-hidden />
      </IconButton>
      <span className="text-sm text-muted">{of}</span>
      <span className="ms-auto flex">
        <IconButton
          label={say('rowBefore')}
          isDisabled={!hasBefore}
          onPress={() => step(-1)}
          className="disabled:opacity-40"
        >
          <ChevronUp size={16} aria-hidden />
        </IconButton>
        <IconButton
          label={say('rowAfter')}
          isDisabled={!hasAfter}
          onPress={() => step(1)}
          className="disabled:opacity-40"
        >
          <ChevronDown size={16} aria-hidden />
        </IconButton>
        <IconButton label={say('close')} onPress={close} className="max-lg:hidden">
          <X size={16} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}

export function PanelPart({ title, children }: { title: string; children: ReactNode }) {
  const Heading = useIsBeside() ? 'h3' : 'h2';
  return (
    <section className="flex flex-col gap-2">
      <Heading className="font-semibold">{title}</Heading>
      {children}
    </section>
  );
}
