/** What a list consists of. A screen says these; everything else is the same for all lists. */
import type { ReactNode } from 'react';
import type { ListPath, Search } from '../data/lists.ts';

/** The first one is the row's link; on a phone, and beside a panel, it is all that there is. */
export type Column<Row> = {
  name: string;
  text: string;
  show(row: Row): ReactNode;
  /** how wide the list has to be for it; always there where it is left out */
  from?: 'narrow' | 'middle' | 'wide';
  className?: string;
};

export type Options = readonly (readonly [value: string, text: string])[];

export type Filter =
  | { kind: 'choice'; name: string; label: string; options: Options }
  /** several, of which any fits: with commas in the address */
  | { kind: 'choices'; name: string; label: string; options: Options }
  | { kind: 'text'; name: string; label: string; known?: readonly string[] }
  /** `since`, `from` and `to` */
  | {
      kind: 'range';
      name: 'since';
      label: string;
      /** false: of what is still to come */ hasSpans?: false;
    };

/** Filters under a name: those that a list comes with, and those that somebody keeps. */
export type View = { name: string; search: Search };

/** What is done with the rows that are chosen, unless it is undone in time. */
export type Bulk = {
  /** on the button */
  text(count: number): string;
  /** while it can be undone */
  said(count: number): string;
  done(count: number): string;
  run(ids: readonly string[], how: { isLeaving: boolean }): Promise<unknown>;
  /** what is shown has to be asked for again */
  after(): Promise<void>;
};

export type Shown<Row> = {
  title: string;
  lead?: string;
  columns: readonly Column<Row>[];
  filters: readonly Filter[];
  views?: readonly View[];
  /** below the first column, where the others are not shown */
  below(row: Row): ReactNode;
  /** in place of a panel of its own */
  leadsTo?(
    row: Row,
    search: Search,
  ): { to: ListPath | `${ListPath}/$id`; params?: Record<string, string>; search: Search };
  /** where there is nothing, and no filter is why */
  empty: ReactNode;
  actions?: ReactNode;
  /** on the button to further rows, where they are not older ones */
  more?: string;
  bulk?: Bulk | undefined;
  hasCsv?: boolean;
};
