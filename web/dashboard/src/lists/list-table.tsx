/** The rows: a real table, of which a phone, and a list beside a panel, has the first column only. */
import { Link, useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import type { List, ListPath, Search } from '../data/lists.ts';
import { cn } from '../ui/cn.ts';
import { useWords } from '../words.tsx';
import { isBeside } from './beside.ts';
import type { Column, Shown } from './list.ts';
import type { Selection } from './use-selection.ts';

/** By the width of the list, not of the screen. */
const FROM = {
  narrow: 'hidden @lg:table-cell',
  middle: 'hidden @3xl:table-cell',
  wide: 'hidden @5xl:table-cell',
} as const;

export type RowTarget = {
  to: ListPath | `${ListPath}/$id`;
  params: Record<string, string>;
  search: Search;
};

type Rows<Row> = {
  list: List<Row>;
  shown: Shown<Row>;
  rows: readonly Row[];
  openId: string | undefined;
  /** undefined: nothing is done with several */
  selection: Selection | undefined;
  targetOf(row: Row): RowTarget;
  /** before the details open */
  onOpen(): void;
  isStale: boolean;
};

export function ListTable<Row>(props: Rows<Row>) {
  const { list, shown, rows, selection, isStale } = props;
  return (
    <div
      className={cn(
        'relative overflow-hidden rounded-xl border border-line bg-raised transition-opacity',
        isStale && 'opacity-60',
      )}
    >
      <table
        aria-label={shown.title}
        aria-busy={isStale}
        className="w-full border-collapse text-start"
      >
        <thead className="border-b border-line bg-sunken">
          <tr>
            {selection !== undefined && <All count={rows.length} selection={selection} />}
            {shown.columns.map(({ name, text, from, className }) => (
              <th
                key={name}
                scope="col"
                className={cn(
                  'px-3 py-2 text-start text-xs font-medium whitespace-nowrap text-muted',
                  from !== undefined && FROM[from],
                  className,
                )}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody data-rows>
          {rows.map((row) => (
            <ListRow key={list.idOf(row)} {...props} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function All({ count, selection }: { count: number; selection: Selection }) {
  const { say } = useWords();
  const isSome = selection.ids.size > 0;
  return (
    <th scope="col" className="w-10 p-0">
      <Chooser
        label={say('chooseAll')}
        isChosen={isSome && selection.ids.size === count}
        isSome={isSome}
        onChoose={selection.toggleAll}
      />
    </th>
  );
}

/** Around the box, all of its cell is pressed. */
const Chooser = ({
  label,
  isChosen,
  isSome = false,
  onChoose,
}: {
  label: string;
  isChosen: boolean;
  isSome?: boolean;
  onChoose(isRange: boolean): void;
}) => (
  <label className="flex min-h-9 items-center justify-center ps-2 pointer-coarse:min-h-11 pointer-coarse:min-w-11">
    <span className="sr-only">{label}</span>
    <input
      type="checkbox"
      data-chooser
      checked={isChosen}
      ref={(box) => {
        if (box !== null) box.indeterminate = isSome && !isChosen;
      }}
      onChange={() => undefined}
      onClick={(event) => onChoose(event.shiftKey)}
      className="size-4 accent-(--accent) pointer-coarse:size-5"
    />
  </label>
);

function ListRow<Row>({
  row,
  list,
  shown,
  openId,
  selection,
  targetOf,
  onOpen,
}: Rows<Row> & { row: Row }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const id = list.idOf(row);
  const [first, ...others] = shown.columns;
  const target = targetOf(row);
  const isOpen = id === openId;
  const isChosen = selection?.ids.has(id) === true;
  const resetScroll = !isBeside();
  return (
    <tr
      aria-current={isOpen || undefined}
      onClick={(event) => {
        if (!isPlainPress(event)) return;
        onOpen();
        void navigate({ ...target, resetScroll } as never);
      }}
      className={cn(
        // The ground alone: text whose colour is on its way misses a change of the theme.
        'border-line transition-[background-color] not-first:border-t',
        isOpen ? 'bg-accent-soft' : isChosen ? 'bg-accent-soft/60' : 'hover:bg-hover',
      )}
    >
      {selection !== undefined && (
        <td className="w-10 p-0 align-top">
          <Chooser
            label={say('chooseRow', { name: id })}
            isChosen={isChosen}
            onChoose={(isRange) => selection.toggle(id, isRange)}
          />
        </td>
      )}
      <td className="min-w-0 p-0">
        <Link
          {...(target as object as { to: '/' })}
          resetScroll={resetScroll}
          data-row={id}
          onClick={onOpen}
          className="flex min-h-9 flex-col justify-center px-3 py-1.5 -outline-offset-2 pointer-coarse:min-h-12"
        >
          {first!.show(row)}
          <Below>{shown.below(row)}</Below>
        </Link>
      </td>
      {others.map((column) => (
        <ListCell key={column.name} column={column}>
          {column.show(row)}
        </ListCell>
      ))}
    </tr>
  );
}

const Below = ({ children }: { children: ReactNode }) => (
  <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted @lg:hidden">
    {children}
  </span>
);

const ListCell = <Row,>({ column, children }: { column: Column<Row>; children: ReactNode }) => (
  <td
    className={cn(
      'px-3 py-1.5 align-middle',
      column.from !== undefined && FROM[column.from],
      column.className,
    )}
  >
    {children}
  </td>
);

/** Anywhere in the row, but not on what does something of its own, nor at the end of a selection. */
const isPlainPress = (event: MouseEvent): boolean =>
  !(event.target as Element).closest('a, button, label, input') &&
  !event.ctrlKey &&
  !event.metaKey &&
  (getSelection()?.isCollapsed ?? true);
