/** Hubby with an SM-DP+ and a BSS of its own, from the form to the top-up. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pollEsims } from '../../src/domain/esims/usage/poll-esims.ts';
import { receiveProgress } from '../../src/domain/esims/usage/receive-progress.ts';
import { es2plusLedger } from '../../src/domain/suppliers/es2plus/ledger.ts';
import { progressAccounts } from '../../src/domain/suppliers/es2plus/progress-accounts.ts';
import { importStock } from '../../src/domain/suppliers/es2plus/stock.ts';
import { startListener, type Listener } from '../../src/providers/es2plus/progress/listener.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import type { TemplateOrder } from '../../src/providers/provider.ts';
import { book, dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby } from '../harness.ts';
import { makeAccount, stockOf, TYPE } from '../support/suppliers/es2plus/account.ts';
import { offering } from '../../packages/standins/src/es2plus/bss-offers.ts';
import { startBss, type Bss } from '../../packages/standins/src/es2plus/bss.ts';
import { makeAuthority } from '../../packages/standins/src/es2plus/certificates.ts';
import { startEs2plus, type Es2plus } from '../../packages/standins/src/es2plus/server.ts';

/** What the shipped catalog orders of. */
const NAME = 'sandbox-one';

let hubby: Hubby;
let smdp: Es2plus;
let bss: Bss;
let provider: SupplierProvider;
let listener: Listener;

before(async () => {
  hubby = await startHubby();
  [smdp, bss] = [await startEs2plus(), await startBss()];
  smdp.control.addStock(stockOf(10).map((iccid) => ({ iccid, profileType: TYPE })));
  await importStock(hubby.ctx.db, NAME, `iccid\n${stockOf(10).join('\n')}`);
  provider = sellingAll(
    makeAccount(smdp, es2plusLedger(hubby.ctx, NAME), {
      credentials: bss.credentials,
      settings: { tmf: { unit_base: 1000 } },
    }),
  );
  hubby.ctx.providers = new Map([[NAME, { ...provider, name: NAME }]]);
  const own = await smdp.authority.issue('hub.example.com');
  listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    tls: { cert: own.certificate, key: own.key, ca: smdp.authority.ca },
    accounts: async () => [{ name: NAME, baseUrl: 'https://rsp.example.com', settings: {} }],
    tell: (account, told) => receiveProgress(hubby.ctx, account, told),
    onError: (error) => assert.fail(String(error)),
    onRefused: (reason) => assert.fail(reason),
  });
  smdp.control.device.target = `https://127.0.0.1:${listener.port}`;
});
after(async () => {
  await hubby.close();
  await provider.close();
  await smdp.close();
  await listener.close();
  await bss.close();
});

/** The BSS sells whatever is ordered of it. */
function sellingAll(real: SupplierProvider): SupplierProvider {
  const sell = ({ id, bytes, duration_days: days }: TemplateOrder): void => {
    bss.control.offer(offering(id, { gb: (bytes ?? 0) / 1e9, days }));
  };
  return {
    ...real,
    addPackage(input) {
      sell(input.template);
      return real.addPackage(input);
    },
  };
}

/** Asks about everything that is not asked for often enough. */
async function look(): Promise<void> {
  await hubby.sql('update iccids set poll_at = now(), polled_at = null');
  await hubby.sql("update esims set last_updated = last_updated - interval '1 day'");
  await hubby.sql("update packages set reported_at = reported_at - interval '1 day'");
  await pollEsims(hubby.ctx);
  await hubby.drain();
}

describe('with an SM-DP+ and a BSS', () => {
  it('a traveler books, installs, redeems, uses data, tops up, and nothing is bought twice', async () => {
    const external_user_id = user();
    bss.control.looks = 0;
    const { queues } = await book(hubby, external_user_id);
    await hubby.drain();
    // The eSIM is there before anything is redeemed.
    const esim = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    const [profile] = smdp.ledger().profiles.filter(({ state }) => state === 'Released');
    assert.equal(esim.iccid, profile!.iccid);
    assert.equal(esim.qr, `LPA:1$rsp.example.com$${profile!.matchingId}`);

    await smdp.control.device.download(esim.iccid);
    assert.equal((await smdp.control.device.install(esim.iccid))?.status, 204);
    await look();
    const [{ status }] = (await hubby.sql('select status from esims where iccid = $1', [
      esim.iccid,
    ])) as [{ status: string }];
    assert.equal(status, 'INSTALLED');

    const redeemed = await redeem(hubby, external_user_id, queues[0]!.id);
    assert.equal(redeemed.status, 200, redeemed.text);
    const total = redeemed.body.data.current_esim.total_data;
    const [product] = bss.ledger().products;
    bss.control.use(product!.id, 400_000_000);
    await look();
    const used = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    assert.equal(used.data_left, total - 400_000_000);

    const more = await hubby.call('POST', '/api/esims/topup', { external_user_id, size: '3GB' });
    assert.equal(more.status, 201, more.text);
    assert.equal(more.body.data.current_esim.iccid, esim.iccid);
    assert.deepEqual(
      bss.ledger().products.map(({ iccid }) => iccid),
      [esim.iccid, esim.iccid],
    );
    assert.equal(bss.ledger().orders.length, 2);
  });

  it('answers that are lost cost neither a profile nor a plan', async () => {
    bss.control.looks = 1;
    const before = smdp.ledger().profiles.filter(({ state }) => state !== 'Available').length;
    smdp.control.faults.next('cut', { of: 'downloadOrder' });
    smdp.control.faults.next('cut', { of: 'releaseProfile' });
    const external_user_id = user();
    const { queues } = await book(hubby, external_user_id);
    for (let i = 0; i < 4; i++) await hubby.drain('hurry');
    const esim = (await dashboard(hubby, external_user_id)).body.data.current_esim;
    assert.ok(esim !== null);
    const spent = smdp.ledger().profiles.filter(({ state }) => state !== 'Available');
    assert.equal(spent.length, before + 1);
    const orders = bss.ledger().orders.length;
    bss.control.faults.next('cut', { of: 'POST productOrder' });
    await redeem(hubby, external_user_id, queues[0]!.id);
    for (let i = 0; i < 4; i++) await hubby.drain('hurry');
    assert.equal(bss.ledger().orders.length, orders + 1);
    const [{ count }] = (await hubby.sql(
      'select count(*)::int as count from packages k join esims e on e.partner_id = k.partner_id and e.id = k.esim_id where e.iccid = $1',
      [esim.iccid],
    )) as [{ count: number }];
    assert.equal(count, 1);
  });
});

describe('an account at an SM-DP+', () => {
  const form = (name: string, credentials: Record<string, string> = {}) => ({
    name,
    kind: 'es2plus',
    base_url: smdp.url,
    mode: 'test',
    credentials: { ...smdp.credentials, ...bss.credentials, ...credentials },
    settings: {
      ...smdp.settings,
      notification_points: { '100': 'ENABLED', '102': 'DELETED' },
      tmf: { unit_base: 1024, places: { EU: ['ES', 'FR'] } },
    },
  });

  it('is added, tested and then takes orders; its progress is listened to', async () => {
    const made = await hubby.operator('POST', '/suppliers', form('own-smdp'));
    assert.equal(made.status, 201, made.text);
    assert.ok(!made.text.includes('PRIVATE KEY'));
    const tested = await hubby.operator('POST', '/suppliers/own-smdp/test');
    assert.equal(tested.body.data.ok, true, tested.text);
    const [account] = (await progressAccounts(hubby.ctx.db)).filter(
      ({ name }) => name === 'own-smdp',
    );
    assert.equal(account!.baseUrl, smdp.url);
    assert.deepEqual(account!.settings['notification_points'], {
      '100': 'ENABLED',
      '102': 'DELETED',
    });
  });

  it('is refused where its fields do not go together, each by its name', async () => {
    const { key } = await (await makeAuthority()).issue('hubby');
    const noPem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const add = (credentials: Record<string, string>, settings: Record<string, unknown> = {}) => {
      const whole = form('wrong', credentials);
      return hubby.operator('POST', '/suppliers', {
        ...whole,
        settings: { ...whole.settings, ...settings },
      });
    };
    const wrong: [Awaited<ReturnType<typeof add>>, string][] = [
      [await add({ private_key: key }), 'credentials.private_key'],
      [await add({ certificate: noPem }), 'credentials.certificate'],
      [await add({ tmf_url: 'http://bss.example.com' }), 'credentials.tmf_url'],
      [await add({}, { ca: noPem }), 'settings.ca'],
      [await add({}, { smdp_address: 'no name' }), 'settings.smdp_address'],
      [await add({}, { order_by: 'profile_type' }), 'settings.profile_type'],
    ];
    for (const [refused, field] of wrong) {
      assert.equal(refused.status, 400, refused.text);
      assert.deepEqual(
        refused.body.error.details.map((one: { field: string }) => one.field),
        [field],
      );
      assert.ok(!refused.text.includes(key));
    }
    const bare = await hubby.operator('POST', '/suppliers', {
      ...form('bare'),
      credentials: { requester_id: '1.2', certificate: 'none' },
    });
    assert.equal(bare.status, 400, bare.text);
  });
});
