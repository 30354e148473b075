/**
 * The adapters at small servers that were written from each supplier's reference alone, so that
 * adapter and stand-in cannot share a misreading. Each in two forms: as its page writes things, and
 * the other way wherever the page allows two.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../src/providers/article.ts';
import { airaloProvider } from '../../src/providers/airalo/adapter.ts';
import { conformance } from '../../src/providers/conformance.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { esimAccessProvider } from '../../src/providers/esim-access/adapter.ts';
import { esimGoProvider } from '../../src/providers/esim-go/adapter.ts';
import { zenditProvider } from '../../src/providers/zendit/adapter.ts';
import { startAiralo } from '../support/suppliers/independent/airalo.ts';
import { startEsimAccess } from '../support/suppliers/independent/esim-access.ts';
import { startEsimGo } from '../support/suppliers/independent/esim-go.ts';
import { startZendit } from '../support/suppliers/independent/zendit.ts';

const articlesOf = async ({ catalog }: Pick<Provider, 'catalog'>): Promise<Article[]> => {
  const all: Article[] = [];
  for await (const page of catalog()) all.push(...page);
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
};
const SPAIN = { bytes: 2 ** 30, duration_days: 7, coverage: ['ESP'], imsi: null };

const connectAiralo = async (loose: boolean) => {
  const server = await startAiralo({ loose });
  const { url: baseUrl, credentials } = server;
  const account = { name: 'a', baseUrl, credentials, settings: {}, limits: {} };
  const provider = airaloProvider(account, { catalogPauseMs: 0 });
  return { server, provider, close: () => Promise.all([provider.close(), server.close()]) };
};

for (const loose of [false, true]) {
  const form = loose ? 'the other way' : 'as written';
  conformance(`airalo, ${form}`, async () => {
    const { server, provider, close } = await connectAiralo(loose);
    return {
      provider,
      customer: 'c',
      template: { ...SPAIN, id: 'guay-7days-1gb', topup_id: 'guay-7days-1gb-topup' },
      finish: async () => {},
      breakNext: server.breakNext,
      countProvisioned: async (reference) => server.count(reference),
      callback: async (iccid) => server.lowData(iccid),
      use: async (iccid, { bytes }) => server.use(iccid, bytes),
      close: async () => void (await close()),
    };
  });

  test(`airalo, ${form}: the catalog`, async () => {
    const { provider, close } = await connectAiralo(loose);
    const told = (await articlesOf(provider)).map((one) => [
      one.id,
      one.topup_id,
      one.bytes,
      one.coverage.join(),
      one.cost.minor,
      one.starts,
    ]);
    await close();
    assert.deepEqual(told, [
      ['all-7days', null, null, 'FRA,XKX', 360, 'installation'],
      ['guay-7days-1gb', 'guay-7days-1gb-topup', 2 ** 30, 'ESP', 360, 'first_use'],
    ]);
  });
}

const connectAccess = async (loose: boolean) => {
  const server = await startEsimAccess({ loose });
  const provider = esimAccessProvider({
    name: 'a',
    url: server.url,
    keys: server.keys,
    dayPassDays: [3],
    perSecond: null,
    settleMs: 0,
  });
  return { server, provider, close: () => Promise.all([provider.close(), server.close()]) };
};

for (const loose of [false, true]) {
  const form = loose ? 'the other way' : 'as written';
  conformance(`esim-access, ${form}`, async () => {
    const { server, provider, close } = await connectAccess(loose);
    return {
      provider,
      customer: 'c',
      template: { ...SPAIN, id: 'PHES1' },
      finish: async () => server.allocate(),
      breakNext: server.breakNext,
      countProvisioned: async (reference) => server.count(reference),
      callback: async (iccid) => server.smdpEvent(iccid),
      use: async (iccid, { bytes }) => server.use(iccid, bytes),
      switchOn: async (iccid) => server.use(iccid, 1),
      close: async () => void (await close()),
    };
  });

  test(`esim-access, ${form}: the catalog and the balance`, async () => {
    const { provider, close } = await connectAccess(loose);
    const told = (await articlesOf(provider)).map((one) => [
      one.id,
      one.bytes,
      one.daily_bytes,
      one.throttle_kbps,
      one.coverage.join(),
      one.cost.minor,
    ]);
    const balance = await provider.balance();
    await close();
    assert.deepEqual(balance, { minor: 12_346, currency: 'USD' });
    assert.deepEqual(told, [
      ['PHES1', 2 ** 30, null, null, 'ESP', 90],
      ['PHXK@3', null, 2 ** 30, loose ? 512 : 1_000, 'FRA,XKX', 751],
    ]);
  });
}

const connectGo = async (loose: boolean) => {
  const server = await startEsimGo({ loose });
  const { url: baseUrl, credentials } = server;
  // Without the budget of calls, which is counted in seconds, the suite would be waiting.
  const account = { name: 'a', baseUrl, credentials, settings: {}, limits: {} };
  const provider = esimGoProvider(account);
  return { server, provider, close: () => Promise.all([provider.close(), server.close()]) };
};

for (const loose of [false, true]) {
  const form = loose ? 'the other way' : 'as written';
  conformance(`esim-go, ${form}`, async () => {
    const { server, provider, close } = await connectGo(loose);
    return {
      provider,
      customer: 'c',
      template: { ...SPAIN, id: 'esim_1GB_7D_ES_V2', bytes: 1e9 },
      finish: async () => {},
      breakNext: server.breakNext,
      countProvisioned: async () => server.count(),
      callback: async (iccid) => server.firstUse(iccid),
      use: async (iccid, { bytes }) => server.use(iccid, bytes),
      switchOn: async (iccid) => server.use(iccid, 1),
      close: async () => void (await close()),
    };
  });

  test(`esim-go, ${form}: the catalog and the balance`, async () => {
    const { provider, close } = await connectGo(loose);
    const told = (await articlesOf(provider)).map((one) => [
      one.id,
      one.bytes,
      one.daily_bytes,
      one.throttle_kbps,
      one.coverage.join(),
      one.cost.minor,
    ]);
    const balance = await provider.balance();
    await close();
    assert.deepEqual(balance, { minor: 9_810, currency: 'USD' });
    assert.deepEqual(told, [
      ['esim_1GB_7D_ES_V2', 1e9, null, null, 'ESP', 190],
      ['esim_ULE_1D_XK_V2', null, 1e9, 1_250, 'ALB,XKX', 190],
    ]);
  });
}

const connectZendit = async (loose: boolean) => {
  const server = await startZendit({ loose });
  const provider = zenditProvider({
    name: 'a',
    url: server.url,
    apiKey: server.apiKey,
    header: { name: 'x-hubby-callback', value: 'sixteen-letters-0' },
    bytesPerGb: 1e9,
    pageSize: 10,
  });
  return { server, provider, close: () => Promise.all([provider.close(), server.close()]) };
};

for (const loose of [false, true]) {
  const form = loose ? 'the other way' : 'as written';
  conformance(`zendit, ${form}`, async () => {
    const { server, provider, close } = await connectZendit(loose);
    return {
      provider,
      customer: 'c',
      template: { ...SPAIN, id: 'ESIM-ES-7D-1GB', bytes: 1e9 },
      finish: async () => server.finish(),
      breakNext: server.breakNext,
      countProvisioned: async (reference) => server.count(reference),
      callback: async (iccid) => server.webhook(iccid),
      use: async (iccid, { bytes }) => server.use(iccid, bytes),
      switchOn: async (iccid) => server.use(iccid, 1),
      close: async () => void (await close()),
    };
  });

  test(`zendit, ${form}: the catalog and the balance`, async () => {
    const { provider, close } = await connectZendit(loose);
    const told = (await articlesOf(provider)).map((one) => [
      one.id,
      one.bytes,
      one.coverage.join(),
      one.cost.minor,
      one.cost.currency,
    ]);
    const balance = await provider.balance();
    await close();
    assert.deepEqual(balance, { minor: 12_345, currency: 'USD' });
    assert.deepEqual(told, [
      ['ESIM-ES-7D-1GB', 1e9, 'ESP', 150, 'USD'],
      ['REGION', loose ? null : 5e8, 'FRA,XKX', 200, 'JPY'],
    ]);
  });
}
