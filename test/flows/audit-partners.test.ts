/** What the operator does to partners stands in the audit log, with before and after. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { entriesOf, makeShows, type Shows } from '../support/audited.ts';

let hubby: Hubby;
let shows: Shows;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  shows = makeShows(hubby);
});
after(() => hubby.close());

const operatorName = async (): Promise<string> => {
  const [row] = await hubby.sql(
    `select left(encode(hash, 'hex'), 8) as name from operator_tokens where revoked_at is null`,
  );
  return row.name;
};
const settings = (id: string, change: object) =>
  hubby.operator('PATCH', `/partners/${id}/settings`, change);

describe('a partner', () => {
  it('is made, renamed, suspended and let go on; who did it and how it was before is kept', async () => {
    const made = await shows('createPartner', () =>
      hubby.operator('POST', '/partners', { name: 'Sun Travel', settings: { locale: 'de' } }),
    );
    const id = made.partner_id!;
    assert.deepEqual([made.actor_kind, made.actor_id], ['operator', await operatorName()]);
    assert.deepEqual([made.before, made.after.name], [null, 'Sun Travel']);
    assert.equal(made.after.settings.locale, 'de');
    const path = `/partners/${id}`;
    const renamed = await shows(
      'renamePartner',
      () => hubby.operator('PATCH', path, { name: 'Moon Travel' }),
      { isRepeatable: true },
    );
    assert.deepEqual(
      [renamed.before, renamed.after],
      [{ name: 'Sun Travel' }, { name: 'Moon Travel' }],
    );
    const suspended = await shows(
      'suspendPartner',
      () => hubby.operator('POST', `${path}/suspend`),
      { isRepeatable: true },
    );
    assert.deepEqual(suspended.before, { suspended_at: null });
    await shows('resumePartner', () => hubby.operator('POST', `${path}/resume`), {
      isRepeatable: true,
    });
  });

  it('has settings changed: only what differs is kept, secrets as such', async () => {
    const { partner_id: id } = await hubby.newPartner();
    const entry = await shows(
      'updateSettings',
      () => settings(id, { time_zone: 'Asia/Tokyo', cutoff_days: 7 }),
      { isRepeatable: true },
    );
    assert.deepEqual(
      [entry.partner_id, entry.before, entry.after],
      [id, { time_zone: 'UTC' }, { time_zone: 'Asia/Tokyo' }],
    );
    const endpoint = { url: 'http://127.0.0.1:9/x?token=abc', enabled: false };
    const withKey = (api_key: string): Json => ({
      webhook_settings: { ...endpoint, api_key, alert_email: 'ada.lovelace@example.com' },
    });
    for (const key of ['canary-one-of-the-key', 'canary-two-of-the-key']) {
      const answer = await settings(id, withKey(key));
      assert.equal(answer.status, 200, answer.text);
    }
    const [first, second] = (await entriesOf(hubby)).slice(-2);
    assert.equal(first!.after.webhook_settings.api_key, '[secret]');
    assert.equal(first!.after.webhook_settings.url, 'http://127.0.0.1:9/x?[secret]');
    assert.equal(first!.after.webhook_settings.alert_email, 'a…@example.com');
    const changed = { webhook_settings: { api_key: '[secret]' } };
    assert.deepEqual([second!.before, second!.after], [changed, changed]);
  });

  it('has prices of its own, by bundle', async () => {
    const { partner_id: id } = await hubby.newPartner();
    const put = (body: object) => hubby.operator('PUT', `/partners/${id}/prices`, body);
    const custom = [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 2.5 }];
    const entry = await shows('setPrices', () => put({ custom }), { isRepeatable: true });
    assert.deepEqual(entry.before, {});
    assert.equal(entry.after.pkg_grc_1gb_365d.b2b_price, 2.5);
    const modified = await shows('setPrices', () => put({ b2b_modification: -5 }));
    assert.deepEqual(
      [modified.before, modified.after],
      [{ b2b_modification: 0 }, { b2b_modification: -5 }],
    );
    const gone = await shows('setPrices', () => put({ custom: [] }));
    assert.deepEqual([gone.before.pkg_grc_1gb_365d.b2b_price, gone.after], [2.5, {}]);
  });

  it('shares a price list, which may be long', async () => {
    const items = (b2b_price: number): Json[] =>
      hubby.ctx.catalog
        .current()
        .bundles.slice(0, 250)
        .map(({ id }) => ({ bundle_id: id, b2b_price }));
    const put = (list: Json[]) =>
      hubby.operator('PUT', '/price-lists', { name: 'Summer', items: list });
    const count = async (): Promise<number> =>
      (await entriesOf(hubby)).filter(({ action }) => action === 'price_list.changed').length;
    assert.equal((await put(items(1))).status, 200);
    assert.equal(await count(), Math.ceil(items(1).length / 200), 'each a part of the changes');
    const [one, ...others] = items(1);
    const entry = await shows('putPriceList', () => put([{ ...one, b2b_price: 9 }, ...others]), {
      isRepeatable: true,
    });
    assert.deepEqual(Object.keys(entry.after), [one!.bundle_id]);
    assert.deepEqual([entry.partner_id, entry.after[one!.bundle_id]], [null, { b2b_price: 9 }]);
  });

  it('has keys made and revoked; the secret is nowhere', async () => {
    const { partner_id: id } = await hubby.newPartner();
    let key: Json;
    const made = await shows('createKey', async () => {
      const answer = await hubby.operator('POST', `/partners/${id}/keys`, { label: 'server 2' });
      key = answer.body.data;
      return answer;
    });
    assert.equal(made.subject, key!.api_key);
    assert.deepEqual(made.after.scopes, ['bookings', 'travelers', 'settings']);
    const changed = await shows('changeKey', () =>
      hubby.operator('PATCH', `/keys/${key!.api_key}`, { allowed_ips: ['203.0.113.0/24'] }),
    );
    assert.deepEqual(
      [changed.partner_id, changed.before, changed.after],
      [id, { allowed_ips: [] }, { allowed_ips: ['203.0.113.0/24'] }],
    );
    await shows('revokeKey', () => hubby.operator('DELETE', `/keys/${key!.api_key}`), {
      isRepeatable: true,
    });
    const all = JSON.stringify(await entriesOf(hubby));
    assert.ok(!all.includes(key!.api_secret) && !all.includes('canary-'));
  });

  it('gets codes of old', async () => {
    const csv = 'code,valid_until,destination,size\nOLDCODE1,2027-12-31,GRC,1GB\n';
    const { partner_id: id } = await hubby.newPartner();
    const entry = await shows(
      'importPromoCodes',
      () => hubby.operator('POST', `/partners/${id}/promo-codes/import`, csv),
      { isRepeatable: true },
    );
    assert.deepEqual(entry.after, { imported: 1, skipped: 0 });
  });

  it('keeps no entry of what was refused', async () => {
    const { partner_id: id } = await hubby.newPartner();
    const before = (await entriesOf(hubby)).length;
    assert.equal((await settings(id, { time_zone: 'Mars' })).status, 400);
    assert.equal((await settings('prt_none', { locale: 'de' })).status, 404);
    assert.equal((await hubby.operator('DELETE', '/keys/hk_none')).status, 404);
    assert.equal((await entriesOf(hubby)).length, before);
  });
});

describe('the log', () => {
  it('is not changed, not even emptied, by the application or the owner', async () => {
    const [{ id }] = (await hubby.sql('select id from audit_entries limit 1')) as [{ id: string }];
    const { db } = hubby.ctx;
    for (const refused of [
      () => db.rows(`update audit_entries set action = 'x' where id = $1`, [id]),
      () => db.rows('delete from audit_entries where id = $1', [id]),
      () => db.rows('truncate audit_entries'),
    ])
      await assert.rejects(refused, { code: '42501' });
    for (const text of [
      `update audit_entries set action = 'x'`,
      'delete from audit_entries',
      'truncate audit_entries',
    ])
      await assert.rejects(hubby.sql(text), { code: '55000' });
  });

  it('is written with the change, or neither is', async () => {
    const { partner_id: id } = await hubby.newPartner();
    await hubby.sql(
      `alter table audit_entries add constraint nothing check (action <> 'partner.renamed') not valid`,
    );
    const log = hubby.ctx.log.error;
    try {
      await assert.rejects(hubby.operator('PATCH', `/partners/${id}`, { name: 'Other' }), /500/);
    } finally {
      hubby.ctx.log.error = log;
      await hubby.sql('alter table audit_entries drop constraint nothing');
    }
    const [row] = await hubby.sql('select name from partners where id = $1', [id]);
    assert.notEqual(row.name, 'Other');
  });
});
