/** The example of a partner's site (examples/partner-site/): its server against ours. */
import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import { partnerSite } from '../../examples/partner-site/server.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
let server: Server;
let site: string;
before(async () => {
  hubby = await startHubby();
  const { api_key, api_secret } = hubby.partner;
  server = partnerSite({ baseUrl: hubby.url, apiKey: api_key, apiSecret: api_secret });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.close();
  await hubby.close();
});

const post = async (
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; cookie: string; body: Json }> => {
  const answer = await fetch(site + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!;
  return { status: answer.status, cookie, body: await answer.json() };
};

it('gives a token to whoever is signed in there, and to nobody else', async () => {
  const name = user();
  const entry = { external_user_id: name, destination: 'GR', size: '1GB' };
  const body = { departure_date: IN_A_YEAR, package_specifications: [entry] };
  assert.equal((await hubby.call('POST', '/api/bookings', body)).status, 201);

  assert.equal((await post('/esim-token', {})).status, 401);
  assert.equal((await post('/esim-token', {}, { cookie: 'site_session=made-up' })).status, 401);
  const { status, cookie } = await post('/sign-in', { name });
  assert.equal(status, 200);
  const token = await post('/esim-token', { external_user_id: 'somebody' }, { cookie });
  assert.equal(token.status, 200);
  const url = new URL(token.body.redirect_url);
  assert.match(url.pathname, /^\/w\/[a-z0-9-]+\/$/);
  assert.equal(url.searchParams.get('redirect_token'), token.body.redirect_token);
  const exchanged = await hubby.bare('POST', '/api/webapp/auth/exchange', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_token: token.body.redirect_token }),
  });
  assert.equal(exchanged.status, 200, exchanged.text);
  assert.equal(exchanged.body.data.dashboard.user.external_user_id, name);
});

it('says so where nobody has booked, and takes no form of another site', async () => {
  const { cookie } = await post('/sign-in', { name: user() });
  const token = await post('/esim-token', {}, { cookie });
  assert.deepEqual([token.status, token.body], [404, { error: 'user_not_found' }]);
  const form = await post('/esim-token', {}, { cookie, 'content-type': 'text/plain' });
  assert.equal(form.status, 415);
  for (const name of ['', 'a b', '<i>', 7, null])
    assert.equal((await post('/sign-in', { name })).status, 400, String(name));
  assert.equal((await fetch(`${site}/server.ts`)).status, 404);
});

it('its page loads the script of the server that it calls', async () => {
  const answer = await fetch(site);
  const { origin } = new URL(hubby.url);
  assert.match(answer.headers.get('content-security-policy')!, new RegExp(`frame-src ${origin};`));
  assert.ok((await answer.text()).includes(`src="${origin}/w-assets/embed/v1.js"`));
});
