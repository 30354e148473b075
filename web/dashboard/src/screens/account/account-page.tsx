/** Around the screens of one's own account. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { useWords, type Key } from '../../words.tsx';

const TABS = [
  ['/account', 'profile'],
  ['/account/security', 'security'],
  ['/account/sessions', 'sessions'],
] as const satisfies readonly (readonly [string, Key])[];

export function AccountPage({ title, children }: { title: Key; children: ReactNode }) {
  const { say } = useWords();
  return (
    <Page title={say(title)}>
      <nav aria-label={say('account')} className="-mt-2 border-b border-line">
        <ul className="flex flex-wrap gap-x-5">
          {TABS.map(([to, text]) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: true }}
                className="-mb-px inline-flex min-h-9 items-center border-b-2 border-transparent text-muted hover:text-ink pointer-coarse:min-h-11"
                activeProps={{ className: 'border-accent! font-medium text-ink!' }}
              >
                {say(text)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Page>
  );
}
