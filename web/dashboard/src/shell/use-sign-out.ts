/** Out, on this device. */
import { useRouter } from '@tanstack/react-router';
import { callBare } from '../data/client.ts';
import { queryClient } from '../data/queries.ts';
import { doAllNow } from '../ui/deferred.ts';

export function useSignOut(): () => void {
  const router = useRouter();
  return () =>
    void doAllNow(false)
      .then(() => callBare('DELETE', 'session'))
      // Ended already, or not reached: the sign-in says what is true.
      .catch(() => undefined)
      .then(() => {
        queryClient.clear();
        return router.navigate({ to: '/sign-in' });
      });
}
