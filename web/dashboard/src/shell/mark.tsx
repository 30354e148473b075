/** Whose this is, and which environment it acts on. */
import { useLanguage } from '../words.tsx';
import { cn } from '../ui/cn.ts';

export const Mark = () => (
  <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
    <svg viewBox="0 0 20 20" className="size-5 text-accent" aria-hidden>
      <rect width="20" height="20" rx="5" fill="currentColor" />
      <path
        d="M6 5v10M14 5v10M6 10h8"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
    Hubby
  </p>
);

/** By its colour as well: nobody takes production for a place to try things. */
export function Environment() {
  const { words, boot } = useLanguage();
  const isStaging = boot.environment === 'staging';
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 rounded-full px-2 py-px text-xs font-medium',
        isStaging ? 'bg-warn-soft text-warn' : 'bg-good-soft text-good',
      )}
    >
      <span className="size-1.5 rounded-full bg-current" aria-hidden />
      {words.say(isStaging ? 'staging' : 'production')}
    </span>
  );
}

/** Above every screen. */
export const EnvironmentLine = () => (
  <div
    aria-hidden
    className={cn(
      'fixed inset-x-0 top-0 z-30 h-0.5',
      useLanguage().boot.environment === 'staging' ? 'bg-[#e0a100]' : 'bg-good',
    )}
  />
);
