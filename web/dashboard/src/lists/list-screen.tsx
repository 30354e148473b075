/** A list: filters that are its address, rows that stay where they are, details beside them. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { searchOf, type Search, type List } from '../data/lists.ts';
import { useScope } from '../shell/use-scope.ts';
import { cn } from '../ui/cn.ts';
import { useTitle } from '../ui/page.tsx';
import { useWords } from '../words.tsx';
import { isBeside } from './beside.ts';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Head } from './head.tsx';
import { KeyHelp } from './key-help.tsx';
import { ListContext } from './list-context.ts';
import { ListTable, type RowTarget } from './list-table.tsx';
import { ListState } from './list-state.tsx';
import type { Shown } from './list.ts';
import { fetchPage, listPages } from './pages.ts';
import { useLive } from './use-live.ts';
import { rowOf, useRowKeys } from './use-row-keys.ts';
import { useSelection } from './use-selection.ts';
import { Views } from './views.tsx';

/** What is above the list when it is at its top. */
const TOP_PX = 160;

export function ListScreen<Row>({ list, shown }: { list: List<Row>; shown: Shown<Row> }) {
  useTitle(shown.title);
  const rows = useRows(list);
  const { details, selection } = rows;
  const [isHelping, setHelping] = useState(false);
  const isOpen = details.openId !== undefined;
  useRowKeys({
    isOpen,
    step: details.step,
    close: details.close,
    toggle: (id) => shown.bulk !== undefined && selection.toggle(id),
    help: () => setHelping(true),
  });
  return (
    <ListContext value={details}>
      <div className={cn('lg:flex lg:items-start', !isOpen && 'mx-auto max-w-7xl')}>
        <div
          className={cn(
            '@container flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6 lg:py-8',
            isOpen && 'max-lg:hidden',
          )}
        >
          <Head list={list} shown={shown} live={rows.live} onHelp={() => setHelping(true)} />
          <Body list={list} shown={shown} rows={rows} />
        </div>
        <Outlet />
      </div>
      {isHelping && (
        <KeyHelp
          hasPanel={shown.leadsTo === undefined}
          hasBulk={shown.bulk !== undefined}
          onClose={() => setHelping(false)}
        />
      )}
    </ListContext>
  );
}

type Rows<Row> = ReturnType<typeof useRows<Row>>;

function Body<Row>({
  list,
  shown,
  rows: { search, pages, rows, ids, selection, live, details, go },
}: {
  list: List<Row>;
  shown: Shown<Row>;
  rows: Rows<Row>;
}) {
  const targetOf = (row: Row): RowTarget =>
    shown.leadsTo === undefined
      ? details.targetOf(list.idOf(row))
      : { params: details.params, ...shown.leadsTo(row, search) };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5 empty:hidden">
        <Views list={list} shown={shown} search={search} onChange={go} />
        <FilterBar key={list.name} filters={shown.filters} search={search} onChange={go} />
      </div>
      <ListState shown={shown} pages={pages} search={search} live={live} onClear={() => go({})}>
        <ListTable
          list={list}
          shown={shown}
          rows={rows}
          openId={details.openId}
          selection={shown.bulk === undefined ? undefined : selection}
          targetOf={targetOf}
          onOpen={details.remember}
          isStale={pages.isPlaceholderData}
        />
      </ListState>
      {shown.bulk !== undefined && <BulkBar bulk={shown.bulk} selection={selection} all={ids} />}
    </>
  );
}

/** The rows that the address asks for, and what is done with them. */
function useRows<Row>(list: List<Row>) {
  const { timeZone } = useWords();
  const { path } = useScope();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as { partner?: string; id?: string };
  const said = useSearch({ strict: false });
  const search = useMemo(() => searchOf(list.name)(said), [list.name, said]);
  const options = listPages(list, path, search, timeZone);
  const pages = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const ids = useMemo(() => rows.map(list.idOf), [rows, list]);
  const selection = useSelection(ids);
  useFurther(rows.length, pages);
  const live = useLive({
    list,
    path,
    queryKey: options.queryKey,
    fetchHead: () => fetchPage(list, path, search, timeZone),
    isCalm: () =>
      params.id === undefined && selection.ids.size === 0 && scrollY < TOP_PX && !isLookedAt(),
  });
  const details = useDetails(list, params, search, ids, pages);
  const go = (to: Search): void =>
    void navigate({ to: list.to, params, search: to, resetScroll: false } as never);
  return { search, pages, rows, ids, selection, live, details, go };
}

/** By a pointer above a row, or the focus in one. */
const isLookedAt = (): boolean =>
  (matchMedia('(hover: hover)').matches && document.querySelector('[data-rows]:hover') !== null) ||
  document.querySelector('[data-rows]:focus-within') !== null;

/** Some pages may be empty though there is more: the server looks at so many rows at a time. */
const EMPTY_PAGES = 10;
type PagesOf = {
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage(): Promise<unknown>;
  data: { pages: unknown[] } | undefined;
};
function useFurther(count: number, pages: PagesOf): void {
  const isEmpty = count === 0 && pages.hasNextPage && !pages.isFetching;
  const looked = pages.data?.pages.length ?? 0;
  useEffect(() => {
    if (isEmpty && looked < EMPTY_PAGES) void pages.fetchNextPage();
  }, [isEmpty, looked]);
}

/** The row whose details are open, and the way from one to the next and back. */
function useDetails<Row>(
  list: List<Row>,
  params: { partner?: string; id?: string },
  search: Search,
  ids: readonly string[],
  pages: PagesOf,
) {
  const navigate = useNavigate();
  const { id: openId } = params;
  // Of the installation's lists, the address names no partner.
  const place: Record<string, string> =
    params.partner === undefined ? {} : { partner: params.partner };
  const scrolled = useRef(0);
  const before = useRef<string | undefined>(undefined);
  const targetOf = (id: string): RowTarget => ({
    to: `${list.to}/$id`,
    params: { ...place, id },
    search,
  });
  // Back to the row that one came from; on a phone the list was not there in between.
  useEffect(() => {
    const last = before.current;
    before.current = openId;
    if (openId !== undefined) {
      if (isBeside()) rowOf(openId)?.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (last === undefined) return;
    if (!isBeside()) scrollTo(0, scrolled.current);
    rowOf(last)?.focus({ preventScroll: true });
  }, [openId]);
  const at = openId === undefined ? -1 : ids.indexOf(openId);
  return {
    openId,
    params: place,
    targetOf,
    remember: useCallback(() => {
      scrolled.current = scrollY;
    }, []),
    hasBefore: at > 0,
    hasAfter: at !== -1 && at < ids.length - 1,
    step(by: 1 | -1): void {
      const next = ids[at === -1 ? 0 : at + by];
      if (next !== undefined)
        void navigate({ ...targetOf(next), replace: true, resetScroll: !isBeside() } as never);
      else if (by === 1 && pages.hasNextPage) void pages.fetchNextPage();
    },
    close: () => void navigate({ to: list.to, params: place, search, resetScroll: false } as never),
  };
}
