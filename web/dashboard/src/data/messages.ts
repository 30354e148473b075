/** Messages to travelers, and addresses that are held back. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, queryOf } from './client.ts';
import { keyOf, type List } from './lists.ts';
import { queryClient } from './queries.ts';
import type { MessageDetails, MessageItem, SuppressionPage } from './types.ts';

/** Ways to travelers; names that are the same in every language. */
export const CHANNELS: Readonly<Record<string, string>> = {
  EMAIL: 'E-mail',
  SMS: 'SMS',
  WHATSAPP: 'WhatsApp',
  PUSH_NOTIFICATION: 'Push',
};

export const MESSAGES: List<MessageItem> = {
  name: 'messages',
  to: '/p/$partner/messages',
  call: 'messages',
  field: 'messages',
  idOf: ({ id }) => id,
  hints: ['event'],
};

export const messageQuery = (path: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(path, MESSAGES), 'one', id],
    queryFn: () => call<MessageDetails>('GET', `${path}/messages/${encodeURIComponent(id)}`),
  });

/** For a frame. */
export const mailAddress = (path: string, id: string): string =>
  `/web-api/${path}/messages/${encodeURIComponent(id)}/mail`;

export const suppressionsQuery = (path: string) =>
  infiniteQueryOptions({
    queryKey: [path, 'suppressions'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      call<SuppressionPage>('GET', `${path}/suppressions${queryOf({ cursor })}`),
    getNextPageParam: ({ next_cursor: next }) => next ?? undefined,
  });

export async function liftSuppression(path: string, recipient: string): Promise<void> {
  await call('DELETE', `${path}/suppressions/${encodeURIComponent(recipient)}`);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: suppressionsQuery(path).queryKey }),
    queryClient.invalidateQueries({ queryKey: keyOf(path, MESSAGES) }),
  ]);
}
