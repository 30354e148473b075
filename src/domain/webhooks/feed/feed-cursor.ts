/**
 * A place in the feed: the transaction and the id of the last event that was read. Opaque to
 * partners.
 */
import { isId } from '../../../ids.ts';

export type Place = { tx: string; id: string };
/** Before everything. */
export const START: Place = { tx: '0', id: '' };

/** Behind $2 and $3, and below every transaction that is still running. */
export const BEHIND = `partner_id = $1
  and (tx, id) > ($2::xid8, $3)
  and tx < pg_snapshot_xmin(pg_current_snapshot())`;

export const writePlace = ({ tx, id }: Place): string => `${tx} ${id}`;

export function readPlace(text: string): Place | null {
  const [tx = '', id = '', ...rest] = text.split(' ', 3);
  return /^\d{1,19}$/.test(tx) && isId(id, 'evt') && rest.length === 0 ? { tx, id } : null;
}
