/**
 * A place in the feed: the transaction and the id of the last event that was read. Opaque to
 * partners.
 */
export type Place = { tx: string; id: string };

export const writeCursor = ({ tx, id }: Place): string =>
  Buffer.from(`${tx} ${id}`).toString('base64url');

export function readCursor(cursor: string): Place | null {
  const [, tx, id] =
    /^(\d{1,19}) (evt_[0-9a-z]{26})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return tx === undefined || id === undefined ? null : { tx, id };
}
