/** A traveler on the managed screens, as their page calls. */
import assert from 'node:assert/strict';
import type { Answer, CallOptions, Hubby, Json } from '../harness.ts';

export type Page = {
  token: string;
  opened: Json;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

export const exchange = (hubby: Hubby, redirect_token: unknown, more = {}): Promise<Answer> =>
  hubby.bare('POST', '/api/webapp/auth/exchange', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_token, ...more }),
  });

/** As the page with this session token. */
export const pageWith = (hubby: Hubby, token: string): Page['call'] => {
  return (method, path, body, headers = {}) =>
    hubby.bare(method, `/api/webapp${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
};

/** `input`: of POST /api/redirect-tokens/create. */
export async function openPage(
  hubby: Hubby,
  input: object,
  key: CallOptions['key'] = hubby.partner,
): Promise<Page> {
  const created = await hubby.call('POST', '/api/redirect-tokens/create', input, { key });
  assert.equal(created.status, 201, created.text);
  const { status, text, body } = await exchange(hubby, created.body.data.redirect_token);
  assert.equal(status, 200, text);
  const token = body.data.session_token;
  return { token, opened: body.data, call: pageWith(hubby, token) };
}
