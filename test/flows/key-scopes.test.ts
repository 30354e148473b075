/** What keys may do: every route asks for its scope; keys are made with no more than their maker has. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SCOPE_OF } from '../../src/api/callers/key-scopes.ts';
import { routes } from '../../src/app.ts';
import { KEY_SCOPES, type KeyScope } from '../../src/domain/partners/keys/scopes.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { mailsTo, memberAt, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage & { member: { email: string } };
before(async () => {
  hubby = await startHubby();
  own = await hubby.newPartner();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

const keyWith = async (...scopes: KeyScope[]): Promise<CreatedPartner> => {
  const made = await hubby.operator('POST', `/partners/${own.partner_id}/keys`, { scopes });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(made.body.data.scopes, scopes);
  return { ...own, ...made.body.data };
};
const call = (key: CreatedPartner, method: string, path: string, body?: object): Promise<Answer> =>
  hubby.call(method, path, body, { key });
const typeOf = ({ status, body }: Answer): string => `${status} ${body?.error?.type}`;

describe('the scope of a route', () => {
  it('is asked of every key: without it 403, whatever is sent, with it anything else', async () => {
    for (const lacking of ['bookings', 'travelers', 'settings', 'keys'] as const) {
      const key = await keyWith(...KEY_SCOPES.filter((scope) => scope !== lacking));
      for (const { method, url, operationId } of routes(hubby.ctx)) {
        if (SCOPE_OF[operationId] !== lacking) continue;
        const path = url.replace(/:\w+/g, 'none');
        const answer = await call(key, method, path, method === 'GET' ? undefined : {});
        assert.equal(typeOf(answer), '403 scope_missing', operationId);
        assert.equal(answer.body.error.scope, lacking, operationId);
      }
    }
  });

  it('is named only to whom the key belongs', async () => {
    const key = await keyWith('bookings');
    const forged = { ...key, api_secret: `${key.api_secret}x` };
    assert.equal(typeOf(await call(forged, 'GET', '/api/audit')), '401 signature_invalid');
    assert.equal((await call(key, 'GET', '/api/bookings')).status, 200);
    assert.equal((await call(key, 'GET', '/api/destinations')).status, 200);
  });

  it('is usual for a new partner: not keys, not erase', async () => {
    assert.equal(typeOf(await call(own, 'GET', '/api/keys')), '403 scope_missing');
    for (const path of ['/api/bookings', '/api/messages', '/api/webhooks/settings'])
      assert.equal((await call(own, 'GET', path)).status, 200, path);
  });
});

describe('keys by the API', () => {
  it('are made with no more than their maker has, mailed to the owners, shown without secrets, revoked', async () => {
    const maker = await keyWith('bookings', 'keys');
    for (const scopes of [['settings'], ['bookings', 'erase']])
      assert.equal(
        typeOf(await call(maker, 'POST', '/api/keys', { scopes })),
        '403 scope_missing',
        String(scopes),
      );
    const mails = (await mailsTo(hubby, owner.member.email)).length;
    const made = await call(maker, 'POST', '/api/keys', { label: 'shop' });
    assert.equal(made.status, 201, made.text);
    const { api_key, api_secret, scopes } = made.body.data;
    assert.deepEqual(scopes, ['bookings']);
    const mailed = await mailsTo(hubby, owner.member.email);
    assert.equal(mailed.length, mails + 1);
    assert.match(mailed.at(-1)!.text, new RegExp(api_key));
    assert.ok(!mailed.at(-1)!.text.includes(api_secret));
    const fresh = { ...own, api_key, api_secret };
    assert.equal((await call(fresh, 'GET', '/api/bookings')).status, 200);
    const listed = await call(maker, 'GET', '/api/keys');
    assert.ok(!listed.text.includes(api_secret));
    const entry = listed.body.data.find((one: Json) => one.api_key === api_key);
    assert.deepEqual([entry.label, entry.made_by], ['shop', `key ${maker.api_key}`]);
    assert.equal((await call(maker, 'DELETE', `/api/keys/${api_key}`)).status, 200);
    assert.equal(typeOf(await call(fresh, 'GET', '/api/bookings')), '401 api_key_revoked');
    const kinds = (await entriesOf(hubby)).filter(({ subject }) => subject === api_key);
    assert.deepEqual(
      kinds.map(({ action, actor_id }) => [action, actor_id]),
      [
        ['key.made', maker.api_key],
        ['key.revoked', maker.api_key],
      ],
    );
  });

  it('of another partner are not there, and nonsense is refused', async () => {
    const maker = await keyWith('keys');
    const other = await hubby.newPartner();
    const revoked = await call(maker, 'DELETE', `/api/keys/${other.api_key}`);
    assert.equal(typeOf(revoked), '404 not_found');
    for (const body of [{ scopes: [] }, { scopes: ['all'] }, { expires_at: 'soon' }])
      assert.equal(
        typeOf(await call(maker, 'POST', '/api/keys', { scopes: ['keys'], ...body })),
        '400 invalid_request',
        JSON.stringify(body),
      );
  });

  it('end at a moment to come: one that is past already is refused, and the field named', async () => {
    const maker = await keyWith('keys');
    const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
    for (const expires_at of ['2020-01-31', inMs(-1_000)]) {
      const refused = await call(maker, 'POST', '/api/keys', { scopes: ['keys'], expires_at });
      assert.equal(typeOf(refused), '400 invalid_request', expires_at);
      const [detail] = refused.body.error.details;
      assert.equal(detail.field, 'expires_at');
      assert.match(detail.issue, /expected a moment to come/);
    }
    const expires_at = inMs(60_000);
    const made = await call(maker, 'POST', '/api/keys', { scopes: ['keys'], expires_at });
    assert.deepEqual([made.status, made.body.data.expires_at], [201, expires_at]);
  });

  it('say when they were used last, once a minute', async () => {
    const key = await keyWith('bookings');
    const used = async (): Promise<Date | null> =>
      (await hubby.sql('select last_used_at from api_keys where id = $1', [key.api_key]))[0]
        .last_used_at;
    assert.equal(await used(), null);
    await call(key, 'GET', '/api/bookings');
    await until('the use is noted', async () => (await used()) !== null);
    const first = await used();
    await call(key, 'GET', '/api/bookings');
    await hubby.ctx.db.rows('select 1');
    assert.deepEqual(await used(), first);
  });
});

describe('keys on the screens', () => {
  const path = (rest = ''): string => `/partners/${own.partner_id}/keys${rest}`;

  it('are made by whom a fresh sign-in allows; who may not erase gives no key that may', async () => {
    const admin = await memberAt(hubby, { roles: { [own.partner_id]: 'admin' } });
    const erasing = { scopes: ['bookings', 'erase'] };
    assert.equal(typeOf(await admin.call('POST', path(), erasing)), '403 scope_missing');
    assert.equal((await owner.call('POST', path(), erasing)).status, 201);
    const viewer = await memberAt(hubby, { roles: { [own.partner_id]: 'viewer' } });
    assert.equal(typeOf(await viewer.call('POST', path(), {})), '403 permission_denied');
    await hubby.sql(`update member_sessions set fresh_at = now() - interval '11 minutes'`);
    assert.equal(typeOf(await owner.call('POST', path(), {})), '403 fresh_sign_in_required');
    await hubby.sql('update member_sessions set fresh_at = now()');
  });

  it('are listed with who made them by name, but for people of the installation', async () => {
    const partner = await hubby.newPartner();
    const keysOf = `/partners/${partner.partner_id}/keys`;
    const roles = { [partner.partner_id]: 'owner' } as const;
    const ada = await memberAt(hubby, { name: 'Ada', roles });
    const ops = await memberAt(hubby, { name: 'Ops', roles, operatorRole: 'operator' });
    for (const who of [ada, ops]) assert.equal((await who.call('POST', keysOf, {})).status, 201);
    const { data } = (await ada.call('GET', keysOf)).body;
    assert.deepEqual(
      data.map(({ maker, made_by }: Json) => [maker, made_by.split(' ')[0]]),
      [
        [null, 'system'],
        ['Ada', 'member'],
        [null, 'member'],
      ],
    );
  });

  it('are rotated: the old one goes on for a day, and may what the new one may', async () => {
    const old = await keyWith('bookings', 'settings');
    const rotated = await owner.call('POST', path(`/${old.api_key}/rotate`), {});
    assert.equal(rotated.status, 201, rotated.text);
    const { api_key, api_secret, scopes, previous_valid_until } = rotated.body.data;
    assert.deepEqual(scopes, ['bookings', 'settings']);
    const hours = (Date.parse(previous_valid_until) - Date.now()) / 3_600_000;
    assert.ok(hours > 23 && hours <= 24, String(hours));
    for (const key of [old, { ...own, api_key, api_secret }])
      assert.equal((await call(key, 'GET', '/api/bookings')).status, 200);
    assert.equal((await owner.call('DELETE', path(`/${old.api_key}`))).status, 200);
    assert.equal((await owner.call('POST', path(`/${old.api_key}/rotate`), {})).status, 404);
    const other = await hubby.newPartner();
    assert.equal((await owner.call('DELETE', path(`/${other.api_key}`))).status, 404);
  });

  it('are rotated by who may hold what they may, and has just shown who they are', async () => {
    const admin = await memberAt(hubby, { roles: { [own.partner_id]: 'admin' } });
    const erasing = await keyWith('bookings', 'erase');
    const rotate = (who: BrowserPage, key: CreatedPartner): Promise<Answer> =>
      who.call('POST', path(`/${key.api_key}/rotate`), {});
    assert.equal(typeOf(await rotate(admin, erasing)), '403 scope_missing');
    assert.equal((await call(erasing, 'GET', '/api/bookings')).status, 200);
    await hubby.sql(`update member_sessions set fresh_at = now() - interval '11 minutes'`);
    assert.equal(typeOf(await rotate(owner, erasing)), '403 fresh_sign_in_required');
    await hubby.sql('update member_sessions set fresh_at = now()');
    assert.equal((await rotate(owner, erasing)).status, 201);
  });
});

describe('the allowed addresses of a key', () => {
  const PROXY = { HUBBY_TRUSTED_PROXIES: '127.0.0.1' };
  let behind: Hubby;
  before(async () => {
    behind = await startHubby({ env: PROXY });
  });
  after(() => behind.close());
  const from = (ip: string, key: CreatedPartner): Promise<Answer> =>
    behind.call('GET', '/api/bookings', undefined, { key, headers: { 'x-forwarded-for': ip } });

  it('are checked with each call, and can be changed', async () => {
    const partner = await behind.newPartner();
    const made = await behind.operator('POST', `/partners/${partner.partner_id}/keys`, {
      scopes: ['bookings', 'keys'],
      allowed_ips: ['203.0.113.0/24', '2001:db8::1', '203.0.113.0/24'],
    });
    assert.deepEqual(made.body.data.allowed_ips, ['203.0.113.0/24', '2001:db8::1/128']);
    const key = { ...partner, ...made.body.data };
    for (const ip of ['203.0.113.9', '2001:db8::1', '::ffff:203.0.113.9'])
      assert.equal((await from(ip, key)).status, 200, ip);
    for (const ip of ['203.0.114.9', '2001:db8::2', '127.0.0.9']) {
      const refused = await from(ip, key);
      assert.equal(typeOf(refused), '403 address_not_allowed', ip);
      assert.equal(refused.body.error.ip, ip);
    }
    const forged = await from('8.8.8.8', { ...key, api_secret: `${key.api_secret}x` });
    assert.equal(typeOf(forged), '401 signature_invalid', 'nothing is told to a stranger');

    const admin = await memberAt(behind, { roles: { [partner.partner_id]: 'admin' } });
    const path = `/partners/${partner.partner_id}/keys/${key.api_key}`;
    const opened = await admin.call('PATCH', path, { allowed_ips: [] });
    assert.equal(opened.status, 200, opened.text);
    assert.equal((await from('8.8.8.8', key)).status, 200);
    const closed = await behind.call(
      'PATCH',
      `/api/keys/${key.api_key}`,
      { allowed_ips: ['8.8.4.4'] },
      { key },
    );
    assert.deepEqual(closed.body.data.allowed_ips, ['8.8.4.4/32']);
    assert.equal(typeOf(await from('8.8.8.8', key)), '403 address_not_allowed');
    const rotated = await admin.call('POST', `${path}/rotate`);
    assert.deepEqual(rotated.body.data.allowed_ips, ['8.8.4.4/32']);
    const listed = await admin.call('GET', `/partners/${partner.partner_id}/keys`);
    assert.deepEqual(
      listed.body.data.find((one: Json) => one.api_key === key.api_key).allowed_ips,
      ['8.8.4.4/32'],
    );
  });

  it('are addresses or networks, of keys of their own', async () => {
    const partner = await behind.newPartner();
    const other = await behind.newPartner();
    const admin = await memberAt(behind, { roles: { [partner.partner_id]: 'admin' } });
    const patch = (key: string, allowed_ips: unknown): Promise<Answer> =>
      admin.call('PATCH', `/partners/${partner.partner_id}/keys/${key}`, { allowed_ips });
    for (const wrong of ['nowhere', '1.2.3.4/33', '1.2.3', '::/129', '10.0.0.0/8/8']) {
      const answer = await patch(partner.api_key, ['1.2.3.4', wrong]);
      assert.equal(typeOf(answer), '400 invalid_request', wrong);
      assert.equal(answer.body.error.details[0].field, 'allowed_ips.1');
    }
    assert.equal(typeOf(await patch(other.api_key, [])), '404 not_found');
    const support = await memberAt(behind, { roles: { [partner.partner_id]: 'support' } });
    const refused = await support.call(
      'PATCH',
      `/partners/${partner.partner_id}/keys/${partner.api_key}`,
      { allowed_ips: [] },
    );
    assert.equal(typeOf(refused), '403 permission_denied');
  });
});
