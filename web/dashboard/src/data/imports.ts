/** Files of bookings: the list, one of them, and what is done with it. */
import { queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { keyOf, type List } from './lists.ts';
import { queryClient } from './queries.ts';
import type { ImportDetails, ImportMade, ImportRow } from './types.ts';

export const IMPORTS: List<ImportRow> = {
  name: 'imports',
  to: '/p/$partner/imports',
  call: 'imports',
  field: 'imports',
  idOf: ({ id }) => id,
  hints: ['event'],
};

/** Something goes on in it by itself. */
export const isUnderWay = ({ state }: Pick<ImportRow, 'state'>): boolean =>
  state === 'checking' || state === 'running';

const LOOK_MS = 1_000;

export const importQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, IMPORTS), 'one', id],
    queryFn: () => call<ImportDetails>('GET', `${path}/imports/${encodeURIComponent(id)}`),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isUnderWay(data) ? LOOK_MS : false,
  });

export const sendFile = (path: string, file: File): Promise<ImportMade> =>
  call<ImportMade>(
    'POST',
    `${path}/imports${queryOf({ filename: file.name.slice(0, 200) })}`,
    file,
  );

/** `run`, `cancel`, or `map` with the fields that columns are. */
export const changeImport = (
  path: string,
  id: string,
  act: 'run' | 'cancel' | 'map',
  map?: Record<string, string>,
): Promise<ImportDetails> =>
  call<ImportDetails>(
    'POST',
    `${path}/imports/${id}/${act}`,
    map === undefined ? undefined : { map },
  );

export const importsChanged = (path: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(path, IMPORTS) });
