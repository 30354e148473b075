/** Booking the good rows of a file, and stopping. */
import { useMutation } from '@tanstack/react-query';
import { changeImport, importsChanged } from '../../data/imports.ts';
import type { ImportDetails } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function ImportActs({ one }: { one: ImportDetails }) {
  const { say, locale } = useWords();
  const { path } = useScope();
  const act = useMutation({
    mutationFn: (what: 'run' | 'cancel') => changeImport(path, one.id, what),
    onSuccess: () => importsChanged(path),
  });
  const good = one.rows_checked - one.rows_bad;
  return (
    <>
      {one.state === 'checked' && good > 0 && (
        <Button look="primary" isPending={act.isPending} onPress={() => act.mutate('run')}>
          {say('bookRows', { count: good, rows: good.toLocaleString(locale) })}
        </Button>
      )}
      {['checking', 'checked', 'running'].includes(one.state) && (
        <Button isPending={act.isPending} onPress={() => act.mutate('cancel')}>
          {say('stopImport')}
        </Button>
      )}
      <Trouble error={act.error} />
    </>
  );
}
