/** One signed booking of the product, and what it took. */
import { signRequest } from '@hubby/sdk/signing';
import type { Pool } from 'undici';
import { DEPARTURE, ENTRY, type Stage } from './stage.ts';

const PATH = '/api/bookings';

/** Milliseconds until it was answered, and when that was. Throws where it is refused. */
export async function bookOnce(
  { key }: Pick<Stage, 'key'>,
  pool: Pool,
  ref: string,
  user: string,
): Promise<{ at: number; ms: number }> {
  const timestamp = String(Date.now());
  const begun = performance.now();
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: PATH,
    headers: {
      'content-type': 'application/json',
      'x-api-key': key.api_key,
      'x-timestamp': timestamp,
      'x-signature': signRequest(key.api_secret, timestamp, 'POST', PATH),
    },
    body: JSON.stringify({
      booking_id: ref,
      departure_date: DEPARTURE,
      package_specifications: [{ external_user_id: user, ...ENTRY }],
    }),
  });
  const answer = { at: Date.now(), ms: performance.now() - begun };
  const text = await body.text();
  if (statusCode !== 201) throw new Error(`a booking was answered with ${statusCode}: ${text}`);
  return answer;
}
