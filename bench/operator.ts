/** One call of the operator's API, outside what is timed. */
import { readCredentials } from '@hubby/sdk/environment';
import { request } from 'undici';
import type { Stage } from './stage.ts';

/** What stands in `data`. Throws unless the answer is a success. */
export async function asOperator<T>(
  { dir }: Pick<Stage, 'dir'>,
  origin: string,
  path: string,
  body: object = {},
): Promise<T> {
  const { operator_token: token } = readCredentials(dir)!;
  const { statusCode, body: answer } = await request(`${origin}/api/operator${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode < 200 || statusCode > 299)
    throw new Error(`POST ${path} of the operator answered ${statusCode}: ${text}`);
  return (JSON.parse(text) as { data: T }).data;
}
