/** Which field of a booking each column of a file is; changed ones are checked anew. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeImport, importsChanged } from '../../data/imports.ts';
import type { ImportDetails } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

/** Column → field; empty: it is not read. */
type Fields = Record<string, string>;

const fieldsOf = ({ columns, map }: ImportDetails): Fields => {
  const byColumn = new Map(Object.entries(map).map(([field, column]) => [column, field]));
  return Object.fromEntries(columns.map((column) => [column, byColumn.get(column) ?? '']));
};

export function MapColumns({ one }: { one: ImportDetails }) {
  const { say } = useWords();
  const { path } = useScope();
  const [fields, setFields] = useState(() => fieldsOf(one));
  const change = useMutation({
    mutationFn: () =>
      changeImport(
        path,
        one.id,
        'map',
        Object.fromEntries(
          Object.entries(fields).flatMap(([column, field]) =>
            field === '' ? [] : [[field, column]],
          ),
        ),
      ),
    onSuccess: () => importsChanged(path),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-sm text-muted">{say('columnsHint')}</p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
        {one.columns.map((column) => (
          <Choice
            key={column}
            label={column}
            options={optionsFor(column, fields[column] ?? '', one.fields, say('columnUnread'))}
            value={fields[column]}
            onChange={({ target }) => setFields({ ...fields, [column]: target.value })}
          />
        ))}
      </div>
      <Trouble error={change.error} />
      <div>
        <Button type="submit" isPending={change.isPending}>
          {say('checkAgain')}
        </Button>
      </div>
    </form>
  );
}

/** A column that is no field may still be kept with the booking, under its own name. */
function optionsFor(
  column: string,
  current: string,
  fields: readonly string[],
  unread: string,
): (readonly [string, string])[] {
  const own = `data.${column}`;
  const names = [...fields, own, ...(current === '' ? [] : [current])];
  return [['', unread] as const, ...[...new Set(names)].map((name) => [name, name] as const)];
}
