/** What is asked of the API, under which key it is kept. */
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { call, callBare, Refusal } from './client.ts';
import type { Members, OwnSession, Passkey, Session } from './types.ts';

const MAX_TRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What was refused is refused again.
      retry: (tries, error) =>
        tries < MAX_TRIES &&
        (!(error instanceof Refusal) || error.status === 0 || error.status >= 500),
    },
  },
});

/** Null: nobody is signed in here. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 30_000,
  queryFn: async (): Promise<Session | null> =>
    callBare<Session>('GET', 'session').catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }),
});

/** After something of the session has changed. */
export const sessionAgain = (): Promise<Session | null> =>
  queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => call<OwnSession[]>('GET', 'sessions'),
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => call<Passkey[]>('GET', 'passkeys'),
});

/** A partner's or the installation's; `path`: `partners/<id>` or `operator`. */
export const membersQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'members'],
    queryFn: () => call<Members>('GET', `${path}/members`),
  });
