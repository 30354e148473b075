/** Details that are asked for again when the stream says that deliveries moved. */
import { useEffect } from 'react';
import { queryClient } from '../../data/queries.ts';
import { listenTo } from '../../data/stream.ts';

export function useRefreshed(path: string, queryKey: readonly unknown[]): void {
  const key = JSON.stringify(queryKey);
  useEffect(
    () =>
      listenTo(path, ({ hint }) => {
        if (hint === 'deliveries' || hint === 'hello')
          void queryClient.invalidateQueries({ queryKey, exact: true });
      }),
    [path, key],
  );
}
