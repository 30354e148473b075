/** Filters under a name: those of the list, and those that one has kept. */
import { Link } from '@tanstack/react-router';
import { Bookmark, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import type { List, Search } from '../data/lists.ts';
import { useScope } from '../shell/use-scope.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Dialog, DialogButtons } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { useWords } from '../words.tsx';
import type { Shown, View } from './list.ts';
import { isSame, useKeptViews } from './views.ts';

export function Views<Row>({
  list,
  shown,
  search,
  onChange,
}: {
  list: List<Row>;
  shown: Shown<Row>;
  search: Search;
  onChange(search: Search): void;
}) {
  const { say } = useWords();
  const { path } = useScope();
  const kept = useKeptViews(path, list.name);
  const [isKeeping, setKeeping] = useState(false);
  const own: View[] = [{ name: say('viewAll'), search: {} }, ...(shown.views ?? [])];
  // Nothing to choose between.
  if (own.length + kept.views.length === 1 && shown.filters.length === 0) return null;
  const isKnown = [...own, ...kept.views].some((view) => isSame(view.search, search));
  return (
    <nav aria-label={say('views')} className="flex flex-wrap items-center gap-1">
      <ul className="contents">
        {own.map((view) => (
          <li key={view.name}>
            <Tab list={list} view={view} search={search} />
          </li>
        ))}
        {kept.views.map((view) => (
          <li key={`kept ${view.name}`} className="flex items-center">
            <Tab list={list} view={view} search={search} isKept />
            {isSame(view.search, search) && (
              <IconButton
                label={say('dropView', { name: view.name })}
                onPress={() => kept.drop(view.name)}
                className="size-7"
              >
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {!isKnown && (
        <Button look="quiet" onPress={() => setKeeping(true)} className="px-2.5! text-muted!">
          <Bookmark size={14} aria-hidden />
          {say('keepView')}
        </Button>
      )}
      {isKeeping && (
        <Keep
          onClose={() => setKeeping(false)}
          onKeep={(name) => {
            kept.keep({ name, search });
            onChange(search);
          }}
        />
      )}
    </nav>
  );
}

function Tab<Row>({
  list,
  view,
  search,
  isKept = false,
}: {
  list: List<Row>;
  view: View;
  search: Search;
  isKept?: boolean;
}) {
  const isHere = isSame(view.search, search);
  return (
    <Link
      {...({ to: list.to, search: view.search, params: true } as object as { to: '/' })}
      resetScroll={false}
      aria-current={isHere ? 'true' : undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      className={cn(
        'inline-flex min-h-8 items-center gap-1.5 rounded-md px-2.5 py-1 transition-colors pointer-coarse:min-h-11',
        isHere
          ? 'bg-accent-soft font-medium text-accent'
          : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {isKept && <Bookmark size={14} aria-hidden />}
      {view.name}
    </Link>
  );
}

const NAME_LENGTH = 40;

function Keep({ onKeep, onClose }: { onKeep(name: string): void; onClose(): void }) {
  const { say } = useWords();
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onKeep(name.trim());
    onClose();
  };
  return (
    <Dialog title={say('keepView')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={say('viewName')}
          hint={say('viewHint')}
          name="name"
          isRequired
          autoFocus
          maxLength={NAME_LENGTH}
          value={name}
          onChange={setName}
        />
        <DialogButtons>
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={name.trim() === ''}>
            {say('save')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
