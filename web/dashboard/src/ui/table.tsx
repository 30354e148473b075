/** Lists of many things: real tables, of which a phone shows the first column and what lies in it. */
import { useEffect, type ReactNode } from 'react';
import { cn } from './cn.ts';

/** Ids and addresses give way where there is little room; headings and figures are read whole. */
const WHOLE = '[overflow-wrap:normal]';

export const Table = ({
  label,
  head,
  children,
}: {
  label: string;
  /** of each column: what it is called, whether a phone has it, and whether it holds figures */
  head: readonly { text: string; isWide?: boolean; isHidden?: boolean; isFigure?: boolean }[];
  children: ReactNode;
}) => (
  // Relative: what is for screen readers only lies within, and does not widen the page.
  <div className="relative overflow-x-auto rounded-xl border border-line bg-raised">
    <table aria-label={label} className="w-full border-collapse text-start">
      <thead className="border-b border-line bg-sunken">
        <tr>
          {head.map(({ text, isWide, isHidden, isFigure }) => (
            <th
              key={text}
              scope="col"
              className={cn(
                'px-2.5 py-2 text-xs font-medium text-muted sm:px-4',
                WHOLE,
                isFigure === true ? 'text-end' : 'text-start',
                isWide === true && 'hidden md:table-cell',
              )}
            >
              {isHidden === true ? <span className="sr-only">{text}</span> : text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

export const Cell = ({
  children,
  isWide = false,
  isFigure = false,
  className,
}: {
  children: ReactNode;
  isWide?: boolean;
  /** below one another, digit by digit */
  isFigure?: boolean;
  className?: string;
}) => (
  <td
    className={cn(
      'px-2.5 py-2.5 align-middle sm:px-4',
      isWide && 'hidden md:table-cell',
      isFigure && cn('text-end tabular-nums', WHOLE),
      className,
    )}
  >
    {children}
  </td>
);

export const rowClass = 'border-line not-first:border-t transition-colors';

/** j and k go through what opens a row, from wherever one is outside of fields. */
export function useRowKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input,select,textarea,dialog'))
        return;
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
      const at = rows.findIndex((one) => one === document.activeElement);
      const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
