/** An address that takes posts in the form of Slack's incoming webhooks: whoever has it can post there. */
import { createHash } from 'node:crypto';
import { AppError } from '../../../errors.ts';
import type { Language } from '../say.ts';
import type { Subject } from '../subjects.ts';

export const MOST_ADDRESSES = 5;

export type OffReason = 'member' | 'failing' | 'gone';
export type AddressRow = {
  id: string;
  label: string;
  host: string;
  hint: string;
  language: Language;
  subjects: Subject[] | null;
  created_at: Date;
  failing_since: Date | null;
  last_error: string | null;
  off_at: Date | null;
  off_reason: OffReason | null;
};
export const ADDRESS_COLUMNS =
  'id, label, host, hint, language, subjects, created_at, failing_since, last_error, off_at, off_reason';

export type AddressView = {
  id: string;
  label: string;
  /** the host, and the last characters of what is behind it */
  url_hint: string;
  language: Language;
  subjects: Subject[] | null;
  created_at: string;
  status: 'on' | 'failing' | 'off';
  off_reason: OffReason | null;
  failing_since: string | null;
  last_error: string | null;
};

export const viewAddress = (row: AddressRow): AddressView => ({
  id: row.id,
  label: row.label,
  url_hint: `${row.host}/…${row.hint}`,
  language: row.language,
  subjects: row.subjects,
  created_at: row.created_at.toISOString(),
  status: row.off_at !== null ? 'off' : row.failing_since !== null ? 'failing' : 'on',
  off_reason: row.off_reason,
  failing_since: row.failing_since?.toISOString() ?? null,
  last_error: row.last_error,
});

export const urlHash = (url: string): Buffer => createHash('sha256').update(url).digest();

export const addressNotFound = (): AppError =>
  new AppError('not_found', 'There is no such address.');
