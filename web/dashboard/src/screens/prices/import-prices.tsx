/** Own prices from a file: what it would change is seen first. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { pricesChanged, sendPrices } from '../../data/prices.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { FileProblems } from '../../ui/file-problems.tsx';
import { Notice, Skeleton } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import type { PriceFile } from '../../data/types.ts';

export function ImportPrices() {
  const { say } = useWords();
  return (
    <CsvButton text={say('priceImport')}>
      {(file, close) => <LookFirst file={file} onClose={close} />}
    </CsvButton>
  );
}

function LookFirst({ file, onClose }: { file: File; onClose(): void }) {
  const { say, locale } = useWords();
  const { path } = useScope();
  const look = useMutation({ mutationFn: () => sendPrices(path, file, true) });
  // Once: the file is the same until the dialog is closed.
  useState(() => look.mutate());
  const set = useMutation({
    mutationFn: () => sendPrices(path, file, false),
    onSuccess: async ({ changed }) => {
      onClose();
      toast(say('pricesSet', { count: changed, prices: changed.toLocaleString(locale) }));
      await pricesChanged(path);
    },
  });
  const { data } = look;
  return (
    <Dialog title={say('priceImportTitle', { name: file.name })} isOpen isWide onClose={onClose}>
      {look.isPending && <Skeleton rows={3} />}
      <FileProblems error={look.error ?? set.error} />
      {data !== undefined && <Changes file={data} />}
      <DialogButtons>
        <Button onPress={onClose}>{say('cancel')}</Button>
        {data !== undefined && data.changed > 0 && (
          <Button look="primary" isPending={set.isPending} onPress={() => set.mutate()}>
            {say('pricesSetAll', {
              count: data.changed,
              prices: data.changed.toLocaleString(locale),
            })}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

function Changes({ file: { changed, unchanged, changes } }: { file: PriceFile }) {
  const { say, locale } = useWords();
  const text = (amount: number | null): string =>
    amount === null ? '–' : amount.toLocaleString(locale, { minimumFractionDigits: 2 });
  return (
    <>
      <Notice tone={changed === 0 ? 'plain' : 'warn'}>
        {say('priceImportCounts', {
          changed: changed.toLocaleString(locale),
          unchanged: unchanged.toLocaleString(locale),
        })}
      </Notice>
      {changes.length > 0 && (
        <div
          tabIndex={0}
          role="region"
          aria-label={say('priceChanges')}
          className="max-h-72 overflow-y-auto rounded-lg border border-line"
        >
          <table className="w-full border-collapse text-sm">
            <thead className="bg-sunken text-start">
              <tr>
                <th className="px-3 py-1.5 text-start font-medium">{say('priceBundle')}</th>
                <th className="px-3 py-1.5 text-end font-medium">{say('before')}</th>
                <th className="px-3 py-1.5 text-end font-medium">{say('after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ bundle_id: id, before, after }) => (
                <tr key={id} className="border-t border-line">
                  <td className="px-3 py-1 font-mono text-xs break-all">{id}</td>
                  <td className="px-3 py-1 text-end text-muted tabular-nums">{text(before)}</td>
                  <td className="px-3 py-1 text-end tabular-nums">{text(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
