/** Who is signed in: the guard of the shell let nobody else in. */
import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { sessionQuery } from '../data/queries.ts';
import type { Session } from '../data/types.ts';

export function useSession(): Session {
  const { session } = useRouteContext({ from: '/shell' });
  return useQuery(sessionQuery).data ?? session;
}
