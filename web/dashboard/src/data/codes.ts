/** Batches of promo codes: the list, one of them with its codes, and making them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { keyOf, type List, type Search } from './lists.ts';
import { queryClient } from './queries.ts';
import type {
  BatchCodePage,
  CodeBatch,
  CodeBatchCancelled,
  CodeBatchDetails,
  CodeBatchImported,
  UnredeemedCode,
} from './types.ts';

export const CODE_BATCHES: List<CodeBatch> = {
  name: 'codes',
  to: '/p/$partner/codes',
  call: 'promo-code-batches',
  field: 'batches',
  idOf: ({ id }) => id,
  hints: [],
};

export const UNREDEEMED_CODES: List<UnredeemedCode> = {
  name: 'unredeemed_codes',
  to: '/p/$partner/unredeemed-codes',
  call: 'promo-codes',
  field: 'codes',
  idOf: ({ id }) => id,
  hints: [],
};
/** What Home counts as running out. */
export const ENDING_SOON: Search = { ends_within_days: '14' };

export const batchQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, CODE_BATCHES), 'one', id],
    queryFn: () =>
      call<CodeBatchDetails>('GET', `${path}/promo-code-batches/${encodeURIComponent(id)}`),
  });

export const codesQuery = (path: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(path, CODE_BATCHES), 'codes', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call<BatchCodePage>(
        'GET',
        `${path}/promo-code-batches/${encodeURIComponent(id)}/codes${queryOf({ cursor: pageParam })}`,
      ),
    getNextPageParam: (page: BatchCodePage) => page.next_cursor ?? undefined,
  });

/** As it is typed: what is empty is left out. */
export type BatchDraft = {
  name: string;
  count: string;
  valid_until: string;
  destination: string;
  size: string;
  package_type: string;
  package_duration: string;
};

export const makeBatch = (path: string, { count, ...draft }: BatchDraft): Promise<CodeBatch> => {
  const { package_duration: days, ...texts } = draft;
  const said = Object.entries(texts)
    .map(([name, text]) => [name, text.trim()] as const)
    .filter(([, text]) => text !== '');
  return call<CodeBatch>('POST', `${path}/promo-code-batches`, {
    ...Object.fromEntries(said),
    count: Number(count),
    ...(days.trim() === '' ? {} : { package_duration: Number(days) }),
  });
};

export const importBatch = (path: string, name: string, file: File): Promise<CodeBatchImported> =>
  call<CodeBatchImported>(
    'POST',
    `${path}/promo-code-batches/import${queryOf({ name: name.trim() })}`,
    file,
  );

/** Those that nobody has asked for; done again it changes nothing. */
export const cancelBatch = (
  path: string,
  id: string,
  how: { isLeaving: boolean },
): Promise<CodeBatchCancelled> =>
  call<CodeBatchCancelled>(
    'POST',
    `${path}/promo-code-batches/${encodeURIComponent(id)}/cancel`,
    undefined,
    how,
  );

export const batchesChanged = (path: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keyOf(path, CODE_BATCHES) });
