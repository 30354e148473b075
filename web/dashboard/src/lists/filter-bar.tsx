/** What the list is filtered by: one chip per filter, pressed to change it, taken off by its cross. */
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { RANGE, type Search } from '../data/lists.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { useWords } from '../words.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { useValueText } from './filter-text.ts';
import type { Filter } from './list.ts';

type Filtering = {
  filters: readonly Filter[];
  search: Search;
  onChange(search: Search): void;
};

/** Of the address. */
export const namesOf = (filter: Filter): readonly string[] =>
  filter.kind === 'range' ? RANGE : [filter.name];

export const without = (search: Search, names: readonly string[]): Search =>
  Object.fromEntries(Object.entries(search).filter(([name]) => !names.includes(name)));

export function FilterBar({ filters, search, onChange }: Filtering) {
  const { say } = useWords();
  /** the one that is being set */
  const [open, setOpen] = useState<string | null>(null);
  const isSet = (filter: Filter): boolean => namesOf(filter).some((name) => name in search);
  if (filters.length === 0) return null;
  const others = filters.filter((filter) => !isSet(filter) && filter.name !== open);
  return (
    <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">
      {others.length > 0 && (
        <Menu
          label={say('addFilter')}
          placement="bottom start"
          items={others.map(({ name, label }) => ({
            id: name,
            text: label,
            onAction: () => setOpen(name),
          }))}
        >
          <Button>
            <ListFilter size={14} aria-hidden />
            {say('addFilter')}
          </Button>
        </Menu>
      )}
      {filters
        .filter((filter) => isSet(filter) || filter.name === open)
        .map((filter) => (
          <Chip
            key={filter.name}
            filter={filter}
            search={search}
            isOpen={open === filter.name}
            onOpen={(isOpen) => setOpen(isOpen ? filter.name : null)}
            onChange={onChange}
          />
        ))}
      {Object.keys(search).length > 1 && (
        <Button look="quiet" className="text-muted!" onPress={() => onChange({})}>
          {say('clearFilters')}
        </Button>
      )}
    </div>
  );
}

function Chip({
  filter,
  search,
  isOpen,
  onOpen,
  onChange,
}: {
  filter: Filter;
  search: Search;
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  onChange(search: Search): void;
}) {
  const { say } = useWords();
  const value = useValueText(filter, search);
  const names = namesOf(filter);
  const rest = without(search, names);
  return (
    <span className="inline-flex max-w-full items-stretch rounded-md border border-accent/40 bg-accent-soft text-accent">
      <DialogTrigger isOpen={isOpen} onOpenChange={onOpen}>
        <AriaButton className="inline-flex min-h-7.5 min-w-0 cursor-default items-center gap-1 rounded-s-md px-2.5 py-0.5 text-start hover:bg-accent/10 pointer-coarse:min-h-11">
          <span>{value === '' ? filter.label : `${filter.label}:`}</span>
          {value !== '' && <span className="min-w-0 truncate font-medium">{value}</span>}
        </AriaButton>
        {/* What lies around stays in reach: a press there closes it, as leaving it does. */}
        <Popover
          isNonModal
          UNSTABLE_portalContainer={document.getElementById('content')!}
          placement="bottom start"
          className="menu-in w-72 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-raised shadow-raised"
        >
          <Dialog
            aria-label={filter.label}
            className="max-h-[60dvh] overflow-y-auto p-3 outline-none"
          >
            <FilterEditor
              filter={filter}
              search={search}
              onChange={(set) => {
                onOpen(false);
                onChange({ ...rest, ...set });
              }}
            />
          </Dialog>
        </Popover>
      </DialogTrigger>
      <AriaButton
        aria-label={say('removeFilter', { name: filter.label })}
        onPress={() => {
          onOpen(false);
          onChange(rest);
        }}
        className="inline-flex w-7 cursor-default items-center justify-center rounded-e-md hover:bg-accent/10 pointer-coarse:w-11"
      >
        <X size={14} aria-hidden />
      </AriaButton>
    </span>
  );
}
