/** Partners hear of an outage where they have something: once that it began, once that it is over. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { tellPartners } from '../../src/domain/esims/stranded/tell-partners.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { book, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';

const ACCOUNT = 'sandbox-one';
let hubby: Hubby;
let dependent: CreatedPartner;
let elsewhere: CreatedPartner;

before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  dependent = await hubby.newPartner('Dependent');
  elsewhere = await hubby.newPartner('Elsewhere');
  const who = user();
  const { queues } = await book(hubby, who, { key: dependent, count: 2 });
  await book(hubby, who, { key: dependent, destination: 'FR', size: '3GB' });
  assert.equal((await redeem(hubby, who, queues[0]!.id, dependent)).status, 200);
});
after(() => hubby.close());
beforeEach(async () => {
  await status('active');
  await hubby.sql('delete from incidents');
  await hubby.sql(`delete from events where type like 'supply.%'`);
});

const status = async (to: string): Promise<void> => {
  const answer = await hubby.operator('PATCH', `/suppliers/${ACCOUNT}`, { status: to });
  assert.equal(answer.status, 200, answer.text);
};
const later = (): Promise<unknown> =>
  hubby.sql(`update incidents set began_at = began_at - interval '6 minutes'`);
const told = (): Promise<Json[]> =>
  hubby.sql(
    `select partner_id, type, data from events where type like 'supply.%' order by sequence, id`,
  );
const typesOf = async (): Promise<string[]> => (await told()).map(({ type }) => type);

describe('an outage', () => {
  it('that lasts is told to partners that have something there, once, and once that it is over', async () => {
    await status('paused');
    assert.equal(await tellPartners(hubby.ctx), 0);
    await later();
    const before = Date.now();
    await Promise.all([tellPartners(hubby.ctx), tellPartners(hubby.ctx)]);
    await tellPartners(hubby.ctx);
    const [one, ...more] = await told();
    assert.deepEqual(more, []);
    assert.equal(one.partner_id, dependent.partner_id);
    const { since, outage_id, ...data } = one.data;
    assert.deepEqual(data, {
      provider: ACCOUNT,
      destinations: ['FRA', 'GRC'],
      partner_id: dependent.partner_id,
      sequence: 1,
    });
    const ago = before - Date.parse(since);
    assert.ok(ago > 5 * 60_000 && ago < 3_600_000, since);

    await status('active');
    await Promise.all([tellPartners(hubby.ctx), tellPartners(hubby.ctx)]);
    await tellPartners(hubby.ctx);
    const [, over, ...none] = await told();
    assert.deepEqual(
      [over.type, over.data.outage_id, none.length],
      ['supply.restored', outage_id, 0],
    );
    assert.equal('destinations' in over.data, false);
  });

  it('that passes is not told', async () => {
    await status('paused');
    await status('active');
    await later();
    await tellPartners(hubby.ctx);
    assert.deepEqual(await told(), []);
  });

  it('of an account that drains is none: it serves its eSIMs', async () => {
    await status('draining');
    await later();
    await tellPartners(hubby.ctx);
    assert.deepEqual(await told(), []);
  });

  it('goes on while anything is against the account', async () => {
    await status('paused');
    await later();
    await tellPartners(hubby.ctx);
    await hubby.sql(
      `insert into incidents (kind, subject, facts, began_at)
       values ('account_out', $1, '{"why": "x"}', now() - interval '1 hour')`,
      [ACCOUNT],
    );
    await status('active');
    await tellPartners(hubby.ctx);
    assert.deepEqual(await typesOf(), ['supply.disrupted']);
    await hubby.sql('update incidents set ended_at = now() where ended_at is null');
    await tellPartners(hubby.ctx);
    assert.deepEqual(await typesOf(), ['supply.disrupted', 'supply.restored']);
    await status('paused');
    await later();
    await tellPartners(hubby.ctx);
    assert.equal((await told()).length, 3);
  });

  it('is delivered to whom has switched it on', async () => {
    const put = (events: Json) =>
      hubby.call(
        'PUT',
        '/api/webhooks/settings',
        { url: 'http://127.0.0.1:9/hook', api_key: 'k', events },
        { key: dependent },
      );
    const deliveries = async (): Promise<number> =>
      (
        await hubby.sql(
          `select 1 from deliveries d join events e on e.partner_id = d.partner_id and e.id = d.event_id
           where e.type = 'supply.disrupted'`,
        )
      ).length;
    assert.equal((await put({})).status, 200);
    await status('paused');
    await later();
    await tellPartners(hubby.ctx);
    assert.equal(await deliveries(), 0);
    await status('active');
    await tellPartners(hubby.ctx);
    assert.equal((await put({ supply_disrupted: true })).status, 200);
    await status('paused');
    await later();
    const kinds = await hubby.woken(() => tellPartners(hubby.ctx));
    assert.ok(kinds.includes('deliveries'));
    assert.equal(await deliveries(), 1);
  });
});

it('an account of a supplier is named as partners know it, never as the operator calls it', async () => {
  await hubby.sql(
    `insert into supplier_accounts (name, kind, base_url, mode, priority, status, awaits_test)
     values ('secret-deal', 'airalo', 'https://127.0.0.1:9', 'test', 100, 'active', false)`,
  );
  await hubby.sql(
    `insert into incidents (kind, subject, facts, began_at)
     values ('account_out', 'secret-deal', '{"why": "its balance does not suffice"}', now() - interval '1 hour')`,
  );
  await hubby.sql(`update travelers set provider = 'secret-deal' where partner_id = $1`, [
    dependent.partner_id,
  ]);
  await hubby.sql(`update esims set provider = 'secret-deal' where partner_id = $1`, [
    dependent.partner_id,
  ]);
  await hubby.sql(
    `update shared_values set value = (value::bigint + 1)::text where key = 'supplier_version'`,
  );
  await hubby.ctx.suppliers.lookNow();
  await tellPartners(hubby.ctx);
  const [one] = await told();
  assert.equal(one.data.provider, 'airalo');
  assert.doesNotMatch(JSON.stringify(one), /secret-deal|balance|funds/);
  assert.equal(
    (await told()).some(({ partner_id: id }) => id === elsewhere.partner_id),
    false,
  );
});
