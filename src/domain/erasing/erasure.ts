/** How far the erasing of a traveler is. */
import type { Secrets } from '../../secrets.ts';
import type { Words } from './redact.ts';

/**
 * What is looked for in logs, files and answers, beside what names the traveler: `marks`, which a
 * request or a row about them has in it.
 */
export type Sought = Words & { marks: string[]; bookingIds: string[]; requestKeys: string[] };

/** What its row's `words_sealed` is bound to. */
export const wordsRow = (partnerId: string, travelerId: string): string =>
  `erasure:${partnerId}:${travelerId}`;

export const sealWords = (
  secrets: Secrets,
  partnerId: string,
  travelerId: string,
  sought: Sought,
): Buffer => secrets.seal(JSON.stringify(sought), wordsRow(partnerId, travelerId));

export const openWords = (
  secrets: Secrets,
  partnerId: string,
  travelerId: string,
  sealed: Buffer,
): Sought => JSON.parse(secrets.open(sealed, wordsRow(partnerId, travelerId))) as Sought;

export type ErasureView = {
  /** the traveler's, ours */
  id: string;
  erased_at: string;
  /** running: logs, files and answers are being looked through */
  state: 'running' | 'done';
  done_at: string | null;
};

export const viewErasure = (row: {
  id: string;
  erased_at: Date;
  done_at: Date | null;
}): ErasureView => ({
  id: row.id,
  erased_at: row.erased_at.toISOString(),
  state: row.done_at === null ? 'running' : 'done',
  done_at: row.done_at?.toISOString() ?? null,
});
