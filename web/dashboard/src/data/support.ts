/** Support requests of a partner: the list, one of them, and handing it on. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { keyOf, type List, type Search } from './lists.ts';
import { queryClient } from './queries.ts';
import type { PartnerSupportRequest } from './types.ts';

export const SUPPORT_REQUESTS: List<PartnerSupportRequest> = {
  name: 'support_requests',
  to: '/p/$partner/support',
  call: 'support-requests',
  field: 'support_requests',
  idOf: ({ id }) => id,
  hints: [],
};

/** Those that wait for somebody: what Home counts, and what the list begins with. */
export const WAITING: Search = { status: 'open,escalated' };

const pathOf = (path: string, id: string): string =>
  `${path}/support-requests/${encodeURIComponent(id)}`;

export const supportRequestQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, SUPPORT_REQUESTS), 'one', id],
    queryFn: () => call<PartnerSupportRequest>('GET', pathOf(path, id)),
  });

export type Level = 'partner' | 'operator';

export const handOn = (path: string, id: string, to: Level): Promise<PartnerSupportRequest> =>
  call<PartnerSupportRequest>('POST', `${pathOf(path, id)}/escalate`, { to });

export const supportRequestsChanged = async (path: string): Promise<void> => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keyOf(path, SUPPORT_REQUESTS) }),
    queryClient.invalidateQueries({ queryKey: [path, 'home'] }),
  ]);
};
