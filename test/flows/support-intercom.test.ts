/** The support context on its way to Intercom: onto the contact, never in the way of a call. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeIntercom } from '../../src/channels/intercom/contacts.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startIntercom, type IntercomStandIn } from '../support/intercom.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby } from '../harness.ts';
import { until } from '../faults/checks.ts';

let hubby: Hubby;
let intercom: IntercomStandIn;
before(async () => {
  intercom = await startIntercom();
  hubby = await startHubby({ env: { HUBBY_INTERCOM_URL: intercom.url } });
});
after(async () => {
  await hubby.close();
  await intercom.close();
});

const SETTING = {
  intercom_app_id: 'wk12abcd',
  identity_secret: 'identity-secret-of-the-workspace',
};
const contextOf = (id: string, key: CreatedPartner): Promise<Answer> =>
  hubby.call(
    'GET',
    `/api/native/support-context?external_user_id=${id}&device_model=Google%20Pixel%2010&os=android&os_version=15`,
    undefined,
    { key },
  );
const book = async (id: string, over: object, key: CreatedPartner): Promise<void> => {
  assert.equal(
    (
      await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: IN_A_YEAR,
          package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
          ...over,
        },
        { key },
      )
    ).status,
    201,
  );
};
const traveler = async (key: CreatedPartner): Promise<string> => {
  const id = user();
  await book(id, {}, key);
  return id;
};

describe('Intercom', () => {
  it('gets the context onto the contact: attributes made, contact made, then changed; nothing else', async () => {
    const key = await hubby.newPartner('Pushing', {
      support: { ...SETTING, access_token: intercom.token },
    });
    const id = user();
    await book(id, { email: 'ana@example.com', first_name: 'Ana' }, key);
    await contextOf(id, key);
    const contact = await until('the contact', async () =>
      [...intercom.contacts.values()].find((c) => c.external_id === id),
    );
    assert.deepEqual(
      [contact!.role, contact!.custom_attributes],
      [
        'user',
        {
          external_user_id: id,
          device_model: 'Google Pixel 10',
          os: 'android',
          os_version: '15',
          booking_destination: 'Greece',
          departure_date: IN_A_YEAR,
          package_status: 'NOT_REDEEMED',
          esim_status: 'NONE',
        },
      ],
    );
    await hubby.drain();
    await contextOf(id, key);
    await until('the change', async () => contact!.custom_attributes['esim_status'] === 'RELEASED');
    const before = intercom.calls.length;
    await contextOf(id, key);
    await contextOf(id, key);
    assert.equal(intercom.calls.length, before, 'an unchanged context goes out once');
    const sent = JSON.stringify(intercom.calls);
    for (const secret of ['ana@example.com', 'Ana', 'LPA:', SETTING.identity_secret])
      assert.ok(!sent.includes(secret), secret);
    assert.equal([...intercom.contacts.values()].filter((c) => c.external_id === id).length, 1);
  });

  it('that refuses, hangs or is gone fails no call, and is left alone for a while', async () => {
    const key = await hubby.newPartner('Refused', {
      support: { ...SETTING, access_token: 'wrong-token-here' },
    });
    const [a, b] = [await traveler(key), await traveler(key)];
    const before = intercom.calls.length;
    assert.equal((await contextOf(a, key)).status, 200);
    await until('the refusal', async () => intercom.calls.length > before);
    await until('the pause', async () => {
      const count = intercom.calls.length;
      return (await contextOf(b, key)).status === 200 && intercom.calls.length === count;
    });
  });

  it('answers are told apart: refused, too many, slow, a flood, two at once', async () => {
    const client = makeIntercom({ url: intercom.url, totalMs: 300 });
    const contact = (userId: string) => ({ userId, attributes: { os: 'ios' } });
    assert.deepEqual(await client.push('wrong', contact('x1')), {
      kind: 'failed',
      reason: 'intercom_401',
      retryAfterS: null,
    });
    intercom.behave((_path, res) => (res.writeHead(429, { 'retry-after': '7' }).end(), true));
    assert.deepEqual(await client.push(intercom.token, contact('x2')), {
      kind: 'failed',
      reason: 'intercom_429',
      retryAfterS: 7,
    });
    intercom.behave(() => true);
    assert.deepEqual(await client.push(intercom.token, contact('x3')), {
      kind: 'failed',
      reason: 'timeout',
      retryAfterS: null,
    });
    intercom.behave(
      (_path, res) => (res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), true),
    );
    assert.equal((await client.push(intercom.token, contact('x4'))).kind, 'failed');
    intercom.behave(null);
    await client.close();
    const patient = makeIntercom({ url: intercom.url });
    const both = await Promise.all([
      patient.push(intercom.token, contact('x5')),
      patient.push(intercom.token, contact('x5')),
    ]);
    assert.deepEqual(both, [{ kind: 'pushed' }, { kind: 'pushed' }]);
    assert.equal([...intercom.contacts.values()].filter((c) => c.external_id === 'x5').length, 1);
    await patient.close();
  });
});
