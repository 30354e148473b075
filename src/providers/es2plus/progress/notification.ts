/**
 * A progress notification as it comes in. SM-DP+ write it in several ways, and what they write
 * beside it is passed over.
 */
import { supplierIccid } from '../../identifiers.ts';

export type Notification = {
  iccid: string;
  point: number;
  /** the point was reached; else it failed there, and the profile is as it was */
  isReached: boolean;
  /** the SM-DP+'s time, ISO 8601 UTC */
  at: string;
};

/** Names the field that makes no sense, never its value. */
export type Unreadable = { unreadable: string };

export function readNotification(value: unknown, now = new Date()): Notification | Unreadable {
  if (typeof value !== 'object' || value === null) return { unreadable: 'body' };
  const from = value as Record<string, unknown>;
  const iccid = typeof from['iccid'] === 'string' ? supplierIccid(from['iccid']) : null;
  if (iccid === null) return { unreadable: 'iccid' };
  const point = pointOf(from['notificationPointId']);
  if (point === null) return { unreadable: 'notificationPointId' };
  const at = instantOf(from['timestamp'] ?? from['timeStamp']);
  if (at === null) return { unreadable: 'timestamp' };
  const { status } = (from['notificationPointStatus'] ?? {}) as { status?: unknown };
  return {
    iccid,
    point,
    isReached: status === 'Executed-Success' || status === 'Executed-WithWarning',
    // A clock that is ahead would keep out every later word.
    at: (at > now ? now : at).toISOString(),
  };
}

/** Also as a text: the standard's own example has it so. */
function pointOf(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

const WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/;
/** Later than any second, earlier than any millisecond of this century. */
const MILLISECONDS_FROM = 1e11;

/** A date with its offset (UTC where it has none), or the seconds (some: milliseconds) since 1970. */
function instantOf(value: unknown): Date | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const count = /^\d{9,13}(\.\d+)?$/.test(text) ? Number(text) : null;
  if (count === null && !WRITTEN.test(text)) return null;
  const date =
    count === null
      ? new Date(withOffset(text))
      : new Date(count < MILLISECONDS_FROM ? count * 1_000 : count);
  return Number.isNaN(date.getTime()) ? null : date;
}

const withOffset = (text: string): string =>
  /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : `${text}Z`;
