/** What is pressed. */
import type { ComponentProps, ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import { cn } from './cn.ts';

export type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-raised text-ink hover:bg-hover border-line shadow-[0_1px_1px_var(--shadow)]',
  quiet: 'text-ink hover:bg-hover border-transparent',
  danger: 'bg-danger text-on-danger hover:opacity-90 border-transparent',
};

/** Of a button, whatever element it is. */
export const buttonClass = (look: Look, more?: string): string =>
  cn(
    'inline-flex min-h-8 cursor-default items-center justify-center gap-2 rounded-md border px-3',
    'py-1 text-center font-medium transition-colors select-none pointer-coarse:min-h-11',
    'disabled:opacity-50 data-busy:opacity-60',
    // A column is never narrower than the words of its button.
    '[overflow-wrap:break-word]',
    LOOKS[look],
    more,
  );

/**
 * `isPending`: it was pressed, and does nothing until that is done; it keeps the focus. React Aria's
 * own announces itself by an element that names nothing afterwards.
 */
export function Button({
  look = 'plain',
  className,
  isPending = false,
  type,
  onPress,
  ...rest
}: Omit<ButtonProps, 'className'> & { look?: Look; className?: string }) {
  return (
    <AriaButton
      {...rest}
      {...(isPending || onPress === undefined ? {} : { onPress })}
      type={isPending ? 'button' : (type ?? 'button')}
      data-busy={isPending || undefined}
      className={buttonClass(look, className)}
    />
  );
}

/** Of one sign; `label` says what it does. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: Omit<ButtonProps, 'className' | 'children'> & {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <AriaButton
      {...rest}
      aria-label={label}
      className={cn(
        'inline-flex size-8 shrink-0 cursor-default items-center justify-center rounded-md',
        'text-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-11',
        className,
      )}
    >
      {children}
    </AriaButton>
  );
}

/** An address outside the application's own router. */
export function ButtonLink({
  look = 'plain',
  className,
  ...rest
}: ComponentProps<'a'> & { look?: Look }) {
  return <a {...rest} className={buttonClass(look, className)} />;
}
