/** What can be done with the rows that are chosen. */
import { X } from 'lucide-react';
import { Button, IconButton } from '../ui/button.tsx';
import { defer } from '../ui/deferred.ts';
import { toast } from '../ui/toast.tsx';
import { useWords } from '../words.tsx';
import type { Bulk } from './list.ts';
import { rowOf } from './use-row-keys.ts';
import type { Selection } from './use-selection.ts';

export function BulkBar({
  bulk,
  selection,
  all,
}: {
  bulk: Bulk;
  selection: Selection;
  all: readonly string[];
}) {
  const { say } = useWords();
  const count = selection.ids.size;
  // In the order of the list, whatever the order they were chosen in.
  const ids = all.filter((id) => selection.ids.has(id));
  const leave = (): void => {
    selection.set([]);
    rowOf(ids[0]!)?.focus({ preventScroll: true });
  };
  const act = (): void => {
    leave();
    defer({
      text: bulk.said(count),
      undone: () => selection.set(ids),
      run: (how) =>
        bulk.run(ids, how).then(
          () => {
            toast(bulk.done(count));
            return bulk.after();
          },
          (error: unknown) => {
            selection.set(ids);
            toast(
              say('bulkFailed', { why: error instanceof Error ? error.message : String(error) }),
            );
          },
        ),
    });
  };
  return (
    <div role="status" className="sticky bottom-4 z-20 flex justify-center empty:hidden">
      {count > 0 && (
        <div className="flex max-w-full flex-wrap items-center justify-center gap-2 rounded-xl border border-line bg-raised p-1.5 ps-3 shadow-raised">
          <span className="font-medium">{say('chosen', { count })}</span>
          <Button look="primary" onPress={act}>
            {bulk.text(count)}
          </Button>
          <IconButton label={say('chooseNone')} onPress={leave}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
