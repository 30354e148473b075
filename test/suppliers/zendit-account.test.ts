/** An account at Zendit as an operator adds it: its form, its test, its callbacks. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { startZendit, type ZenditStandIn } from '../../packages/standins/src/zendit/server.ts';
import { TEMPLATE } from './zendit-subject.ts';

const CALLBACK_VALUE = 'canary-of-a-callback-value';

let hubby: Hubby;
let zendit: ZenditStandIn;
before(async () => {
  hubby = await startHubby();
  zendit = await startZendit({ stepMs: 1, apiKey: 'canary-of-a-zendit-key' });
});
after(async () => {
  await hubby.close();
  await zendit.close();
});

const add = (name: string, more: Json = {}) =>
  hubby.operator('POST', '/suppliers', {
    name,
    kind: 'zendit',
    base_url: zendit.url,
    credentials: { ...zendit.credentials, callback_value: CALLBACK_VALUE },
    ...more,
  });
const shown = async (name: string): Promise<Json> =>
  (await hubby.operator('GET', `/suppliers/${name}`)).body.data;
const tested = async (name: string): Promise<Json> =>
  (await hubby.operator('POST', `/suppliers/${name}/test`)).body.data;

describe('an account at Zendit', () => {
  it('needs a key, and a callback value that nobody guesses', async () => {
    for (const [credentials, field] of [
      [{}, 'credentials.api_key'],
      [{ api_key: 'a key' }, 'credentials.api_key'],
      [{ api_key: 'k', callback_value: 'short' }, 'credentials.callback_value'],
    ] as const) {
      const refused = await add('zendit-bad', { credentials });
      assert.equal(refused.status, 400, refused.text);
      assert.deepEqual(
        refused.body.error.details.map((one: Json) => one.field),
        [field],
      );
    }
    const odd = await add('zendit-bad', { settings: { bytes_per_gb: 1024 } });
    assert.equal(odd.status, 400, odd.text);
  });

  it('is taken into use by a good test, and tells no secret', async () => {
    assert.equal((await add('zendit-main')).status, 201);
    assert.equal((await shown('zendit-main')).status, 'draining');
    assert.equal((await tested('zendit-main')).ok, true);
    const account = await shown('zendit-main');
    assert.equal(account.status, 'active');
    assert.doesNotMatch(JSON.stringify(account), /canary/);
  });

  it('with a wrong key waits for a right one', async () => {
    await add('zendit-wrong', { credentials: { api_key: 'another' } });
    const { ok, steps } = await tested('zendit-wrong');
    assert.equal(ok, false);
    assert.match(JSON.stringify(steps), /API key/);
    assert.equal((await shown('zendit-wrong')).status, 'draining');
  });

  it('hears callbacks at its own address, which answers the probe, with the fixed header only', async () => {
    const { callback_path } = await shown('zendit-main');
    const { webhooks } = zendit.control;
    const lost = { url: `${hubby.url}${callback_path}x` };
    await assert.rejects(webhooks.connect(lost), /answered 404/);
    await webhooks.connect({
      url: hubby.url + callback_path,
      headerName: 'X-Hubby-Callback',
      headerValue: CALLBACK_VALUE,
    });
    const answered = async (): Promise<number | null> => {
      const before = webhooks.sent.length;
      const provider = hubby.ctx.providers.get('zendit-main')!;
      await provider.createEsim({ template: TEMPLATE, reference: randomUUID(), customer: 'c' });
      await until('it has called back', async () => webhooks.sent.length > before);
      return webhooks.sent.at(-1)!.status;
    };
    assert.equal(await answered(), 200);
    webhooks.delivery.header = 'wrong';
    assert.equal(await answered(), 401);
    webhooks.delivery.header = 'missing';
    assert.equal(await answered(), 401);
  });
});
