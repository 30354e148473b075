/** What of the log is shown: the address says it, so that it can be passed on. */
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { AuditFilters } from '../../data/audit.ts';
import { membersQuery } from '../../data/queries.ts';
import type { AuditEntry } from '../../data/types.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, inputClass, labelClass } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';

type Filtering = {
  scope: Scope;
  filters: AuditFilters;
  entries: readonly AuditEntry[];
  onChange(filters: AuditFilters): void;
};

export function Filters({ scope, filters, entries, onChange }: Filtering) {
  const { say } = useWords();
  const set = (name: keyof AuditFilters, value: string): void => {
    const { [name]: _old, ...others } = filters;
    onChange(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(10rem,100%),1fr))] items-end gap-3">
      <Actors scope={scope} filters={filters} entries={entries} onChange={set} />
      <Typed
        key={`action ${filters.action ?? ''}`}
        label={say('what')}
        value={filters.action ?? ''}
        onChange={(value) => set('action', value)}
        known={[...new Set(entries.map(({ action }) => action))].sort()}
      />
      <Typed
        key={`subject ${filters.subject ?? ''}`}
        label={say('toWhat')}
        value={filters.subject ?? ''}
        onChange={(value) => set('subject', value)}
        known={[]}
      />
      <Day label={say('from')} value={filters.from} onChange={(value) => set('from', value)} />
      <Day label={say('to')} value={filters.to} onChange={(value) => set('to', value)} />
      {Object.keys(filters).length > 0 && (
        <Button onPress={() => onChange({})}>{say('clearFilters')}</Button>
      )}
    </div>
  );
}

/** Members where one may see them, and whoever else is on the pages at hand. */
function Actors({
  scope,
  filters,
  entries,
  onChange,
}: Omit<Filtering, 'onChange'> & { onChange(name: 'actor', value: string): void }) {
  const { say } = useWords();
  const maySee = scope.may(scope.partner === null ? 'operator.members.manage' : 'members.manage');
  const members = useQuery({ ...membersQuery(scope.path), enabled: maySee });
  const names = new Map<string, string>();
  for (const { id, name, email } of members.data?.members ?? []) names.set(id, name ?? email);
  for (const { actor } of entries)
    if (!names.has(actor.id)) names.set(actor.id, actor.name ?? `${actor.kind} ${actor.id}`);
  if (filters.actor !== undefined && !names.has(filters.actor))
    names.set(filters.actor, filters.actor);
  return (
    <Choice
      label={say('who')}
      value={filters.actor ?? ''}
      onChange={(event) => onChange('actor', event.target.value)}
      options={[['', say('everybody')], ...names]}
    />
  );
}

/** Taken when one is done with it: every letter would be another list. */
function Typed({
  label,
  value,
  onChange,
  known,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  known: readonly string[];
}) {
  const [typed, setTyped] = useState(value);
  const take = (event?: FormEvent): void => {
    event?.preventDefault();
    if (typed.trim() !== value) onChange(typed.trim());
  };
  const id = `known-${label}`;
  return (
    <form onSubmit={take}>
      <label className="flex min-w-0 flex-col gap-1">
        <span className={labelClass}>{label}</span>
        <input
          className={inputClass}
          value={typed}
          list={id}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => take()}
        />
      </label>
      <datalist id={id}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </form>
  );
}

const Day = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange(value: string): void;
}) => (
  <label className="flex min-w-0 flex-col gap-1">
    <span className={labelClass}>{label}</span>
    <input
      type="date"
      className={inputClass}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);
