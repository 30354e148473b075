/** Links within sentences and facts. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass, type Look } from './button.tsx';

const looks =
  'inline-flex min-h-6 items-center gap-1 text-accent underline underline-offset-2 pointer-coarse:min-h-11';

/** To a screen. `to` and the rest fit each other where they are made. */
export const TextLink = ({
  to,
  params,
  search,
  children,
}: {
  to: string;
  params?: object;
  search?: object;
  children: ReactNode;
}) => (
  <Link {...({ to, params, search } as unknown as LinkProps)} className={looks}>
    {children}
  </Link>
);

/** To a page outside the dashboard, in a tab of its own. */
export const OutLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <a href={href} target="_blank" rel="noreferrer" className={looks}>
    {children}
    <ExternalLink size={12} aria-hidden />
  </a>
);

/** To a screen, as something to press; `label` says where to beyond what stands on it. */
export const LinkButton = ({
  to,
  params,
  search,
  label,
  look = 'plain',
  children,
}: {
  to: string;
  params?: object;
  search?: object;
  label: string;
  look?: Look;
  children: ReactNode;
}) => (
  <Link
    {...({ to, params, search } as unknown as LinkProps)}
    aria-label={label}
    className={buttonClass(look)}
  >
    {children}
  </Link>
);
