/** Profiles that an account at an SM-DP+ may order: how many are left, and more by a file. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { sendStock, stockChanged, stockQuery } from '../../../data/operator/accounts.ts';
import type { SupplierStock } from '../../../data/types.ts';
import { PanelPart } from '../../../lists/panel.tsx';
import { Button } from '../../../ui/button.tsx';
import { CsvButton } from '../../../ui/csv-button.tsx';
import { Dialog, DialogButtons } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { FileProblems } from '../../../ui/file-problems.tsx';
import { Notice, Skeleton, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';

export function Stock({ name }: { name: string }) {
  const { say, locale } = useWords();
  const { data, ...stock } = useQuery(stockQuery(name));
  const number = (count: number): string => count.toLocaleString(locale);
  return (
    <PanelPart title={say('stock')}>
      <p className="text-muted">{say('stockText')}</p>
      <Trouble error={stock.error} onRetry={() => void stock.refetch()} />
      {stock.isPending && <Skeleton rows={3} />}
      {data !== undefined && (
        <>
          {data.is_low && <Notice tone="warn">{say('stockIsLow')}</Notice>}
          <Facts
            facts={[
              [say('stockFree'), number(data.free)],
              [say('stockTaken'), number(data.taken)],
              [say('stockLost'), number(data.lost)],
              [
                say('stockThreshold'),
                data.threshold === null ? say('stockNever') : number(data.threshold),
              ],
            ]}
          />
          {data.groups.length > 0 && <Groups groups={data.groups} />}
        </>
      )}
      <div>
        <CsvButton text={say('importStock')}>
          {(file, close) => <Send name={name} file={file} onClose={close} />}
        </CsvButton>
      </div>
    </PanelPart>
  );
}

function Groups({ groups }: Pick<SupplierStock, 'groups'>) {
  const { say, locale } = useWords();
  return (
    <Table
      label={say('stockGroups')}
      head={[
        { text: say('stockProfile') },
        { text: say('stockFree'), isFigure: true },
        { text: say('stockTaken'), isFigure: true },
        { text: say('stockLost'), isFigure: true },
      ]}
    >
      {groups.map((one) => (
        <tr key={`${one.profile_type} ${one.plan}`} className={rowClass}>
          <Cell className="break-all">
            {one.profile_type ?? '–'}
            <p className="text-sm text-muted">{one.plan ?? '–'}</p>
          </Cell>
          {[one.free, one.taken, one.lost].map((count, nth) => (
            <Cell key={nth} isFigure>
              {count.toLocaleString(locale)}
            </Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Send({ name, file, onClose }: { name: string; file: File; onClose(): void }) {
  const { say } = useWords();
  const send = useMutation({
    mutationFn: () => sendStock(name, file),
    onSuccess: (imported) => {
      onClose();
      toast(say('stockImported', imported));
      return stockChanged(name);
    },
  });
  return (
    <Dialog title={say('importFileTitle', { name: file.name })} isOpen isWide onClose={onClose}>
      <p className="text-muted">{say('importStockText')}</p>
      <FileProblems error={send.error} />
      <DialogButtons>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button look="primary" isPending={send.isPending} onPress={() => send.mutate()}>
          {say('sendFile')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
