/**
 * A traveler with each wholesaler, from booking to top-up, at the small servers that were written
 * from the suppliers' references alone. The account is added as an operator does it.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { seedCatalog } from '../../src/domain/catalog/seed.ts';
import { sourceId } from '../../src/domain/catalog/source-id.ts';
import { pollEsims } from '../../src/domain/esims/usage/poll-esims.ts';
import { book, dashboard, redeem } from '../faults/steps.ts';
import { startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt } from '../support/market.ts';
import { startAiralo } from '../support/suppliers/independent/airalo.ts';
import { startEsimAccess } from '../support/suppliers/independent/esim-access.ts';
import { startEsimGo } from '../support/suppliers/independent/esim-go.ts';
import { startZendit } from '../support/suppliers/independent/zendit.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

type Server = {
  url: string;
  close(): Promise<void>;
  use(iccid: string, bytes: number): void;
};
type Case = {
  kind: string;
  credentials: Record<string, string>;
  article: string;
  topup_article?: string;
  bytes: number;
  server: Server;
  callback(iccid: string): { headers: Record<string, string>; body: string };
  /** orders that the server has */
  bought(): number;
};

const CASES: Record<string, (loose: boolean) => Promise<Case>> = {
  airalo: async (loose) => {
    const server = await startAiralo({ loose });
    return {
      kind: 'airalo',
      credentials: server.credentials,
      article: 'guay-7days-1gb',
      topup_article: 'guay-7days-1gb-topup',
      bytes: GB,
      server,
      callback: server.lowData,
      bought: server.countAll,
    };
  },
  'esim-access': async (loose) => {
    const server = await startEsimAccess({ loose, isQuick: true });
    const { accessCode: access_code, secretKey: secret_key } = server.keys;
    return {
      kind: 'esim-access',
      credentials: { access_code, secret_key },
      article: 'PHES1',
      bytes: GB,
      server,
      callback: server.smdpEvent,
      bought: server.countAll,
    };
  },
  'esim-go': async (loose) => {
    const server = await startEsimGo({ loose });
    return {
      kind: 'esim-go',
      credentials: server.credentials,
      article: 'esim_1GB_7D_ES_V2',
      bytes: 1e9,
      server,
      callback: server.firstUse,
      bought: server.count,
    };
  },
  zendit: async (loose) => {
    const server = await startZendit({ loose, isQuick: true });
    return {
      kind: 'zendit',
      credentials: { api_key: server.apiKey, callback_value: 'sixteen-letters-0' },
      article: 'ESIM-ES-7D-1GB',
      bytes: 1e9,
      server,
      callback: server.webhook,
      bought: server.countAll,
    };
  },
};

for (const [name, open] of Object.entries(CASES))
  for (const loose of [false, true])
    test(`${name}, ${loose ? 'the other way' : 'as written'}: booking, redeeming, using, topping up`, async () => {
      const one = await open(loose);
      try {
        await journey(`${name}-${loose ? 'b' : 'a'}`, one);
      } finally {
        await one.server.close();
      }
    });

async function journey(account: string, one: Case): Promise<void> {
  const { kind, credentials, server, bytes, article, topup_article = null } = one;
  const added = await hubby.operator('POST', '/suppliers', {
    name: account,
    kind,
    mode: 'test',
    base_url: server.url,
    credentials,
  });
  assert.equal(added.status, 201, added.text);
  const tested = await hubby.operator('POST', `/suppliers/${account}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
  const { destinations, bundles } = seedCatalog();
  const model = bundles.find((b) => b.destination === 'ES' && b.bytes === GB)!;
  const spain = bundleAt(
    model,
    'pkg_esp_1gb',
    account,
    { duration_days: 7 },
    { article, topup_article, bytes, id: sourceId(account, article) },
  );
  await importCatalog(hubby.ctx, bySystem('test'), exportCsv({ destinations, bundles: [spain] }));

  const external_user_id = user();
  const { queues } = await book(hubby, external_user_id, { count: 2, destination: 'ES' });
  await hubby.drain();
  const shown = async () => (await dashboard(hubby, external_user_id)).body.data;
  // A slow machine may be told to wait: it goes on by itself.
  const got = async (answer: { status: number; text: string }): Promise<void> => {
    if (answer.status < 300) return;
    assert.equal(answer.status, 503, answer.text);
    await hubby.drain('hurry');
  };
  await got(await redeem(hubby, external_user_id, queues[0]!.id));
  const { current_esim: esim } = await shown();
  assert.match(esim.iccid, /^89\d{16,18}$/);
  assert.equal(one.bought(), 1);

  const used = Math.floor(bytes * 0.6);
  server.use(esim.iccid, used);
  const { headers, body } = one.callback(esim.iccid);
  const called = await fetch(hubby.url + added.body.data.callback_path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  });
  assert.ok([200, 201, 202, 203].includes(called.status), await called.text());
  await look();
  const [pack] = (await shown()).current_esim_packages as Json[];
  assert.ok(Math.abs(pack['used_bytes'] - used) < bytes / 100, JSON.stringify(pack));
  assert.notEqual(pack['date_activated'], null);

  await got(await redeem(hubby, external_user_id, queues[1]!.id));
  await got(await hubby.call('POST', '/api/esims/topup', { iccid: esim.iccid, size: '1GB' }));
  await look();
  assert.equal((await shown()).current_esim_packages.length, 3);
  assert.equal(one.bought(), 3);
}

/** Asks about everything that is not asked for often enough. */
async function look(): Promise<void> {
  await hubby.sql('update iccids set poll_at = now(), polled_at = null');
  await hubby.sql("update esims set last_updated = last_updated - interval '1 day'");
  await hubby.sql("update packages set reported_at = reported_at - interval '1 day'");
  await pollEsims(hubby.ctx);
  await hubby.drain();
}
