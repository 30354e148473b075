/** Whether this browser is shown a partner's people unmasked, and until when. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { keyOf } from './lists.ts';
import { DELIVERIES, EVENTS, REQUESTS } from './log.ts';
import { IMPORTS } from './imports.ts';
import { MESSAGES, suppressionsQuery } from './messages.ts';
import { peopleChanged } from './people.ts';
import { queryClient } from './queries.ts';
import { mailsQuery } from './sandbox.ts';
import { SUPPORT_REQUESTS } from './support.ts';

type Revealed = { until: string | null };

export const revealQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'reveal'],
    queryFn: () => call<Revealed>('GET', `${path}/reveal`),
  });

/** `where`: the list or the record, for the audit log; null: they are masked again. */
export async function reveal(path: string, where: string | null): Promise<void> {
  const revealed = await (where === null
    ? call<Revealed>('DELETE', `${path}/reveal`)
    : call<Revealed>('POST', `${path}/reveal`, { where }));
  queryClient.setQueryData(revealQuery(path).queryKey, revealed);
  await shownAnew(path);
}

/** What was fetched before says it in the other way. */
export async function shownAnew(path: string): Promise<void> {
  await Promise.all([
    peopleChanged(path),
    ...[MESSAGES, REQUESTS, EVENTS, DELIVERIES, IMPORTS, SUPPORT_REQUESTS].map((list) =>
      queryClient.invalidateQueries({ queryKey: keyOf(path, list) }),
    ),
    queryClient.invalidateQueries({ queryKey: suppressionsQuery(path).queryKey }),
    queryClient.invalidateQueries({ queryKey: mailsQuery(path).queryKey }),
    queryClient.invalidateQueries({ queryKey: [path, 'search'] }),
  ]);
}
