/** What can be done, behind one button. */
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { cn } from './cn.ts';

export type Item = {
  id: string;
  text: string;
  icon?: ReactNode;
  note?: string;
  isDanger?: boolean;
  isCurrent?: boolean;
  onAction(): void;
};

/** `children`: the button. */
export function Menu({
  label,
  items,
  children,
  placement = 'bottom end',
}: {
  label: string;
  items: Item[];
  children: ReactNode;
  placement?: 'bottom end' | 'bottom start' | 'top start';
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover
        placement={placement}
        className="menu-in max-w-[calc(100vw-1.5rem)] min-w-[min(12rem,60vw)] rounded-lg border border-line bg-raised shadow-raised"
      >
        <AriaMenu aria-label={label} className="max-h-[70dvh] overflow-y-auto p-1 outline-none">
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.text}
              onAction={item.onAction}
              className={cn(
                'flex min-h-8 cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5',
                'outline-none data-[focused]:bg-hover pointer-coarse:min-h-11',
                item.isDanger === true && 'text-danger',
              )}
            >
              {item.icon}
              <span className="min-w-0 flex-1">{item.text}</span>
              {item.note !== undefined && <span className="text-sm text-muted">{item.note}</span>}
              {item.isCurrent === true && <span aria-hidden>✓</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
