/**
 * In which order bookings are listed, and what a cursor of each says. A place is that of the row as
 * it was shown: bookings that are made or moved meanwhile shift nobody else's.
 */
import { isId } from '../../ids.ts';
import { parseIso } from '../time.ts';

/** `departs`: as PostgreSQL writes it, to the microsecond. */
export type Place = { id: string; departs: string };
export type Order = {
  /** the words of `order by` */
  by: string;
  /**
   * what looking at a row costs, in tenths of a page of the database: rows made one after the other
   * lie together, of those that depart together each may lie on a page of its own
   */
  effort: number;
  /** the condition of being behind a place */
  after(place: Place, bind: (value: unknown) => string): string;
  write(place: Place): string;
  /** null where the text is a cursor of another order, or none */
  read(text: string): Place | null;
  /** what a cursor has to be, for people */
  expected: string;
};

export const NEWEST: Order = {
  by: 'id desc',
  effort: 1,
  after: ({ id }, bind) => `id < ${bind(id)}`,
  write: ({ id }) => id,
  read: (id) => (isId(id, 'bkg') ? { id, departs: '' } : null),
  expected: 'next_cursor of an earlier answer without from and to',
};

/** The latest first. */
export const BY_DEPARTURE: Order = {
  by: 'departure_at desc, id desc',
  effort: 10,
  after: ({ departs, id }, bind) =>
    `(departure_at, id) < (${bind(departs)}::timestamptz, ${bind(id)})`,
  write: ({ departs, id }) => `${departs} ${id}`,
  read(text) {
    const space = text.lastIndexOf(' ');
    const [departs, id] = [text.slice(0, space), text.slice(space + 1)];
    return isId(id, 'bkg') && parseIso(departs.replace(' ', 'T'))?.at != null
      ? { departs, id }
      : null;
  },
  expected: 'next_cursor of an earlier answer with from or to',
};
