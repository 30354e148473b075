/**
 * Ids: a type prefix and 26 Crockford base-32 characters, 48 bits of milliseconds before 80 random
 * bits, so that they sort by time (lists page by id, and index pages fill in order) and cannot be
 * guessed.
 */
import { createHmac, randomFillSync, randomUUID } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomBytes10(): Buffer {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 10;
  return pool.subarray(used - 10, used);
}

let lastMs = 0;
let lastTail = '';

function base32(bytes: Buffer): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 5) {
    const high = bytes[i]! * 256 + bytes[i + 1]!;
    const low = bytes[i + 2]! * 65_536 + bytes[i + 3]! * 256 + bytes[i + 4]!;
    out +=
      ALPHABET[high >>> 11]! +
      ALPHABET[(high >>> 6) & 31]! +
      ALPHABET[(high >>> 1) & 31]! +
      ALPHABET[((high & 1) << 4) | (low >>> 20)]! +
      ALPHABET[(low >>> 15) & 31]! +
      ALPHABET[(low >>> 10) & 31]! +
      ALPHABET[(low >>> 5) & 31]! +
      ALPHABET[low & 31]!;
  }
  return out;
}

function increment(tail: string): string {
  for (let i = tail.length - 1; i >= 0; i--) {
    const digit = ALPHABET.indexOf(tail[i]!);
    if (digit < 31)
      return tail.slice(0, i) + ALPHABET[digit + 1]! + '0'.repeat(tail.length - 1 - i);
  }
  return '0'.repeat(tail.length);
}

/** 26 characters; ascending within a process also inside one millisecond. */
export function timeOrdered(now = Date.now()): string {
  lastTail = now === lastMs ? increment(lastTail) : base32(randomBytes10());
  lastMs = now;
  return timePart(now) + lastTail;
}

function timePart(ms: number): string {
  let head = '';
  for (let i = 0, rest = ms; i < 10; i++, rest = Math.floor(rest / 32))
    head = ALPHABET[rest % 32]! + head;
  return head;
}

export type IdPrefix =
  | 'bkg'
  | 'usr'
  | 'prt'
  | 'pvw'
  | 'evt'
  | 'esm'
  | 'epk'
  | 'ord'
  | 'prl'
  | 'req'
  | 'msg'
  | 'sup'
  | 'rpl'
  | 'wvs'
  | 'pur'
  | 'aud'
  | 'mem'
  | 'mss'
  | 'inv'
  | 'mml'
  | 'frs'
  | 'imp'
  | 'pcb'
  | 'occ'
  | 'nad';
export const newId = (prefix: IdPrefix): string => `${prefix}_${timeOrdered()}`;

/** No id made at or after this real time (milliseconds) is smaller. */
export const firstIdAt = (prefix: IdPrefix, ms: number): string => `${prefix}_${timePart(ms)}`;

/** The real time (milliseconds) at which an id that begins like this was made. */
export function timeOfId(id: string): number {
  let ms = 0;
  for (let i = 4; i < 14; i++) ms = ms * 32 + ALPHABET.indexOf(id[i]!);
  return ms;
}

const ID = /^[a-z]{3}_[0-9a-z]{26}$/;
/** Whether it looks like an id of ours: of this kind, or of any. */
export const isId = (text: string, prefix?: IdPrefix): boolean =>
  ID.test(text) && (prefix === undefined || text.startsWith(prefix));
/** As the place of a page: the id that a text is, else null. */
export const readId =
  (prefix?: IdPrefix) =>
  (text: string): string | null =>
    isId(text, prefix) ? text : null;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** In any case. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** 12 characters of Crockford's base 32: 60 random bits. */
export const newPromoCode = (): string => base32(randomBytes10()).slice(0, 12).toUpperCase();

/**
 * A queue's id carries the v4 uuid that the wire also shows: a random one, or one that follows from
 * a name.
 */
export const newQueueId = (): string => `pq_${randomUUID().replaceAll('-', '')}`;
/** The same for the same name and key, and to whoever lacks the key as random as the others. */
export function queueIdOf(key: string, name: readonly unknown[]): string {
  const bytes = createHmac('sha256', key).update(JSON.stringify(name)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return `pq_${bytes.toString('hex')}`;
}
export const queueUuid = (id: string): string =>
  id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** `pq_…` or a uuid in any case → the queue's id; null for anything else. */
export function parseQueueId(text: string): string | null {
  if (/^pq_[0-9a-f]{32}$/.test(text)) return text;
  return isUuid(text) ? `pq_${text.replaceAll('-', '').toLowerCase()}` : null;
}
