/** Whether a call may come in: by its access code alone, or signed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Code } from './types.ts';

/** Nobody says how wide it is. */
const WINDOW_MS = 5 * 60_000;

export type Credentials = { accessCode: string; secretKey: string };

/** Null: it may. The signature is over the bytes as they came. */
export function refusalOf(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { accessCode, secretKey }: Credentials,
  now: number,
): Code | null {
  const given = (name: string): string => String(headers[name] ?? '');
  if (given('rt-accesscode') === '') return '000101';
  const signature = given('rt-signature');
  if (signature === '') return given('rt-accesscode') === accessCode ? null : '101003';
  const [timestamp, requestId] = [given('rt-timestamp'), given('rt-requestid')];
  if (timestamp === '' || requestId === '') return '000101';
  if (!/^\d{13}$/.test(timestamp) || !/^[0-9a-f]{64}$/.test(signature)) return '000102';
  if (Math.abs(now - Number(timestamp)) > WINDOW_MS) return '101001';
  const expected = createHmac('sha256', secretKey)
    .update(timestamp + requestId + given('rt-accesscode'))
    .update(body)
    .digest();
  const isIts =
    timingSafeEqual(expected, Buffer.from(signature, 'hex')) &&
    given('rt-accesscode') === accessCode;
  return isIts ? null : '101003';
}
