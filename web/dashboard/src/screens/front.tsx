/** Around all that is seen before one is in. */
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Environment, Mark } from '../shell/mark.tsx';
import { useTitle } from '../ui/page.tsx';

export function Front() {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-sunken px-4 py-8 sm:justify-center">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <header className="flex items-center justify-between">
          <Mark />
          <Environment />
        </header>
        <main className="rounded-xl border border-line bg-raised p-5 shadow-[0_1px_2px_var(--shadow)] sm:p-7">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

export function FrontCard({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead !== undefined && <div className="text-muted">{lead}</div>}
      </div>
      {children}
    </div>
  );
}

export const frontLink =
  'inline-flex min-h-8 items-center self-center text-muted underline underline-offset-2 hover:text-ink pointer-coarse:min-h-11';
