/** One signed call of the product, outside what is timed. */
import { signRequest } from '@hubby/sdk/signing';
import { request } from 'undici';
import type { Stage } from './stage.ts';

/** Throws unless the answer is a success. */
export async function call(
  origin: string,
  { api_key, api_secret }: Stage['key'],
  method: 'PUT' | 'POST',
  path: string,
  body: object,
): Promise<void> {
  const timestamp = String(Date.now());
  const { statusCode, body: answer } = await request(origin + path, {
    method,
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'x-api-key': api_key,
      'x-timestamp': timestamp,
      'x-signature': signRequest(api_secret, timestamp, method, path),
    },
  });
  const text = await answer.text();
  if (statusCode < 200 || statusCode > 299)
    throw new Error(`${method} ${path} answered ${statusCode}: ${text}`);
}
