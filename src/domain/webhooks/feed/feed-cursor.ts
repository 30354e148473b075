/**
 * A place in the feed: the transaction and the id of the last event that was read. Opaque to
 * partners.
 */
import { isId } from '../../../ids.ts';

export type Place = { tx: string; id: string };

export const writePlace = ({ tx, id }: Place): string => `${tx} ${id}`;

export function readPlace(text: string): Place | null {
  const [tx = '', id = '', ...rest] = text.split(' ', 3);
  return /^\d{1,19}$/.test(tx) && isId(id, 'evt') && rest.length === 0 ? { tx, id } : null;
}
