/** What stands where rows are: themselves, that they are being fetched, why there are none. */
import { ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Search } from '../data/lists.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Skeleton, Trouble } from '../ui/said.tsx';
import { useWords } from '../words.tsx';
import type { Shown } from './list.ts';
import type { Pages } from './pages.ts';
import type { Live } from './use-live.ts';

type Fetched<Row> = {
  data: Pages<Row> | undefined;
  error: unknown;
  isPending: boolean;
  isSuccess: boolean;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch(): Promise<unknown>;
  fetchNextPage(): Promise<unknown>;
};

export function ListState<Row>({
  shown,
  pages,
  search,
  live,
  onClear,
  children,
}: {
  shown: Shown<Row>;
  pages: Fetched<Row>;
  search: Search;
  live: Live;
  onClear(): void;
  children: ReactNode;
}) {
  const count = pages.data?.pages.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
  const isFiltered = Object.keys(search).length > 0;
  const isEmpty = pages.isSuccess && count === 0 && !pages.hasNextPage && !pages.isPlaceholderData;
  return (
    <>
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={8} />}
      <Waiting live={live} />
      {count > 0 && children}
      {isEmpty && (isFiltered ? <NoneFits onClear={onClear} /> : shown.empty)}
      <Older pages={pages} count={count} text={shown.more} />
    </>
  );
}

/** Rows that are kept back while one looks at others. */
function Waiting({ live: { waiting, show } }: { live: Live }) {
  const { say } = useWords();
  const showAtTop = (): void => {
    show();
    scrollTo({ top: 0 });
  };
  return (
    <div
      role="status"
      className="sticky top-16 z-20 -mb-4 flex justify-center empty:hidden lg:top-3"
    >
      {waiting > 0 && (
        <Button look="primary" onPress={showAtTop} className="mb-4 rounded-full! shadow-raised">
          <ArrowUp size={14} aria-hidden />
          {say('liveNew', { count: waiting })}
        </Button>
      )}
    </div>
  );
}

function NoneFits({ onClear }: { onClear(): void }) {
  const { say } = useWords();
  return (
    <Empty title={say('nothingFits')}>
      <Button onPress={onClear}>{say('clearFilters')}</Button>
    </Empty>
  );
}

function Older<Row>({
  pages,
  count,
  text,
}: {
  pages: Fetched<Row>;
  count: number;
  text: string | undefined;
}) {
  const { say } = useWords();
  if (!pages.hasNextPage) return null;
  return (
    <div className="flex flex-col items-center gap-1">
      <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
        {text ?? say('older')}
      </Button>
      <p className="text-xs text-muted">{say('rowsShown', { count })}</p>
    </div>
  );
}
