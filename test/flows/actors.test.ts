/** Who changed what stands in the log: by key, by operator's token, by app. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby } from '../harness.ts';

type Line = Record<string, unknown> & { message: string };

describe('the log', () => {
  let hubby: Hubby;
  const lines: Line[] = [];
  const write = (fields: object, message: string): void => {
    lines.push({ ...fields, message });
  };
  const changes = (): Line[] => lines.filter(({ message }) => message !== 'request');
  before(async () => {
    hubby = await startHubby({
      env: { HUBBY_LOG_REQUESTS: 'all' },
      context: { log: { info: write, warn: write, error: write } },
    });
  });
  after(() => hubby.close());
  beforeEach(() => {
    lines.length = 0;
  });
  /** Of the one token of this installation. */
  const operator = async (): Promise<string> => {
    const [row] = await hubby.sql(
      `select left(encode(hash, 'hex'), 8) as name from operator_tokens where revoked_at is null`,
    );
    return `operator ${row.name}`;
  };

  it('names the operator of each change of a partner, and what it was', async () => {
    const { partner_id } = await hubby.newPartner();
    const path = `/partners/${partner_id}`;
    const actor = await operator();
    await hubby.operator('PATCH', path, { name: 'Another name' });
    await hubby.operator('PATCH', `${path}/settings`, { time_zone: 'Asia/Tokyo', locale: null });
    await hubby.operator('POST', `${path}/suspend`);
    await hubby.operator('POST', `${path}/resume`);
    const made = await hubby.operator('POST', `${path}/keys`, {});
    const { api_key } = made.body.data;
    await hubby.operator('DELETE', `/keys/${api_key}`);
    assert.deepEqual(changes(), [
      { message: 'a partner was renamed', actor, partner_id },
      { message: 'settings were changed', actor, partner_id, settings: ['locale', 'time_zone'] },
      { message: 'a partner was suspended', actor, partner_id },
      { message: 'the suspension of a partner was ended', actor, partner_id },
      { message: 'a key was made', actor, partner_id, api_key },
      { message: 'a key was revoked', actor, partner_id, api_key },
    ]);
    assert.ok(!JSON.stringify(lines).includes(made.body.data.api_secret));
  });

  it('says nothing of a change that was refused', async () => {
    const { partner_id } = await hubby.newPartner();
    const refused = [
      await hubby.operator('PATCH', `/partners/${partner_id}/settings`, { time_zone: 'Mars' }),
      await hubby.operator('PATCH', `/partners/${partner_id}`, { name: ' ' }),
      await hubby.operator('POST', '/partners/prt_none/suspend'),
      await hubby.operator('DELETE', '/keys/hk_none'),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [400, 400, 404, 404],
    );
    assert.deepEqual(changes(), []);
  });

  it('names who called at each request, and nobody who is not known', async () => {
    const { token } = (await hubby.call('POST', '/api/app-tokens', { external_user_id: 'ada' }))
      .body.data;
    await hubby.operator('GET', '/partners');
    for (const authorization of [`Bearer ${token}`, 'Bearer none'])
      await fetch(`${hubby.url}/list_classic_package_queues`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{"data":{}}',
      });
    const key = `key ${hubby.partner.api_key}`;
    const { partner_id } = hubby.partner;
    const [tokens, partners, grants] = [
      '/api/app-tokens',
      '/api/operator/partners',
      '/list_classic_package_queues',
    ];
    const asked = [tokens, partners, grants];
    const named = (): string[] =>
      lines
        .filter(({ route }) => asked.includes(String(route)))
        .map(({ route, actor }) => `${String(route)} by ${String(actor)}`)
        .sort();
    // Written when the answer is out.
    await until('four requests are written down', async () => named().length === 4);
    assert.deepEqual(
      named(),
      [
        `${tokens} by ${key}`,
        `${partners} by ${await operator()}`,
        `${grants} by app ${partner_id}`,
        `${grants} by null`,
      ].sort(),
    );
  });
});
