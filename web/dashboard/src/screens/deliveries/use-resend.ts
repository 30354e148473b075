/** Events are sent again: those that are chosen, after the time to undo it, or one at once. */
import { useMutation } from '@tanstack/react-query';
import { deliveriesMoved, redeliver } from '../../data/log.ts';
import type { Bulk } from '../../lists/list.ts';
import { useScope } from '../../shell/use-scope.ts';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

/** Undefined where the member may only look. */
export function useResendBulk(): Bulk | undefined {
  const { say } = useWords();
  const { path, may } = useScope();
  if (!may('keys.manage')) return undefined;
  return {
    text: (count) => say('resendCount', { count }),
    said: (count) => say('resendSaid', { count }),
    done: (count) => say('resendDone', { count }),
    run: (ids, how) => resendAll(path, ids, how),
    after: () => deliveriesMoved(path),
  };
}

/** What the server takes with one call. */
const AT_ONCE = 200;

async function resendAll(
  path: string,
  ids: readonly string[],
  how: { isLeaving: boolean },
): Promise<void> {
  const calls = Math.ceil(ids.length / AT_ONCE);
  await Promise.all(
    Array.from({ length: calls }, (_, at) =>
      redeliver(path, ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE), how),
    ),
  );
}

export function useResendOne(id: string) {
  const { say } = useWords();
  const { path } = useScope();
  return useMutation({
    mutationFn: () => redeliver(path, [id]),
    onSuccess: () => {
      toast(say('resendDone', { count: 1 }));
      return deliveriesMoved(path);
    },
  });
}
