/** What a screen consists of. */
import { useEffect, type ReactNode } from 'react';
import { cn } from './cn.ts';

/** A screen of the shell; `title` is the document's as well. */
export function Page({
  title,
  lead,
  actions,
  children,
  isWide = false,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  isWide?: boolean;
}) {
  useTitle(title);
  return (
    <div
      className={cn(
        'mx-auto flex w-full flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8',
        isWide ? 'max-w-6xl' : 'max-w-3xl',
      )}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {lead !== undefined && <p className="max-w-prose text-muted">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Hubby`;
  }, [title]);
}

/** A part of a screen, with its own heading. */
export function Section({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-col gap-0.5">
          <h2 className="text-lg font-semibold">{title}</h2>
          {lead !== undefined && <p className="max-w-prose text-muted">{lead}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

export const Card = ({ children, className }: { children: ReactNode; className?: string }) => (
  <div className={cn('rounded-xl border border-line bg-raised', className)}>{children}</div>
);

/** Of a card: one thing, and what can be done with it. */
export const Row = ({ children, actions }: { children: ReactNode; actions?: ReactNode }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line px-4 py-3 not-first:border-t">
    <div className="min-w-0 flex-1 basis-40">{children}</div>
    {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
  </li>
);
