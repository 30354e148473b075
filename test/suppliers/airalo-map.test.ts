/** Single answers of Airalo, as ours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBalance, toOrder } from '../../src/providers/airalo/map.ts';
import { findTopup } from '../../src/providers/airalo/topups.ts';
import { ProviderUnclear } from '../../src/providers/provider.ts';

const sim = {
  id: 81001,
  created_at: '2026-11-28 12:00:00',
  iccid: '8944123400000000013',
  lpa: 'rsp.example.com',
  imsis: null,
  matching_id: 'K2-AB12CD',
  confirmation_code: null,
  qrcode: 'LPA:1$rsp.example.com$K2-AB12CD',
  qrcode_url: 'https://qr.example/1',
  direct_apple_installation_url: 'https://esimsetup.apple.com/x',
  airalo_code: null,
  apn_type: 'automatic',
  apn_value: null,
  apn: { ios: {}, android: {} },
  is_roaming: true,
  msisdn: null,
};
const order = {
  id: 71001,
  code: '20261128-071001',
  currency: 'USD',
  package_id: 'guay-7days-1gb',
  quantity: 1,
  type: 'sim',
  description: 'our-reference',
  esim_type: 'Prepaid',
  validity: 7,
  package: 'Guay-1 GB - 7 Days',
  data: '1 GB',
  price: 3.6,
  text: null,
  voice: null,
  created_at: '2026-11-28 12:00:00',
  installation_guides: { en: 'https://guides.example' },
  manual_installation: '<p></p>',
  qrcode_installation: '<p></p>',
  brand_settings_name: null,
  sims: [sim],
};
const read = (change: Record<string, unknown> = {}) => toOrder({ ...order, ...change }, null);
const readSim = (change: Record<string, unknown>) =>
  read({ sims: [{ ...sim, ...change }] }).profile!;

test('an order as it is answered', () => {
  assert.deepEqual(read(), {
    id: '71001',
    reference: 'our-reference',
    kind: 'create_esim',
    status: 'confirmed',
    iccid: '8944123400000000013',
    profile: {
      iccid: '8944123400000000013',
      esim_id: '81001',
      lpa: 'LPA:1$rsp.example.com$K2-AB12CD',
      subscriber_imsi: null,
      imsi: null,
      state: 'unknown',
      install: {
        confirmation_code: null,
        apn: null,
        apple_url: 'https://esimsetup.apple.com/x',
        android_url: null,
      },
    },
    package_id: '71001',
    template_id: 'guay-7days-1gb',
    cost: { minor: 360, currency: 'USD' },
    created_at: '2026-11-28T12:00:00.000Z',
  });
  // As the reading endpoints write it.
  assert.deepEqual(read({ id: '71001', quantity: '1', validity: '7', price: '3.6' }), read());
  assert.deepEqual(read({ created_at: '2026-11-28T13:00:00+01:00' }), read());
});

test('what an order cost is the net price where that stands beside the other', () => {
  assert.equal(read({ price: 4.5, net_price: 3.6 }).cost?.minor, 360);
  assert.equal(read({ price: 4.5, net_price: null }).cost?.minor, 450);
  assert.deepEqual(read({ price: 300, currency: 'JPY' }).cost, { minor: 300, currency: 'JPY' });
  for (const unsaid of [{ price: null }, { currency: undefined }])
    assert.equal(read(unsaid).cost, null);
});

test('an order is done when it says so and its eSIM is there', () => {
  const state = (change: Record<string, unknown>) => {
    const { status, package_id } = read(change);
    return [status, package_id];
  };
  const slug = (text: unknown) => ({ status: { name: 'x', slug: text } });
  assert.deepEqual(state(slug('completed')), ['confirmed', '71001']);
  assert.deepEqual(state(slug('brewing')), ['pending', null]);
  assert.deepEqual(state(slug(undefined)), ['pending', null]);
  assert.deepEqual(state(slug('refunded')), ['cancelled', '71001']);
  assert.deepEqual(state({ sims: [] }), ['pending', null]);
  assert.deepEqual(state({ sims: undefined }), ['pending', null]);
  assert.deepEqual(state({ type: 'topup', sims: undefined }), ['confirmed', '71001']);
});

test('an order that is not one of ours, or does not make sense, is unclear', () => {
  const wrong: Record<string, unknown>[] = [
    { id: 'x' },
    { id: -1 },
    { type: 'voucher' },
    { quantity: 2 },
    { quantity: 'one' },
    { sims: [sim, sim] },
    { sims: [{ ...sim, iccid: '12345' }] },
    { sims: [{ ...sim, iccid: '89441234000000000130001' }] },
    { sims: [{ ...sim, qrcode: 'rsp.example.com' }] },
    { sims: [{ ...sim, qrcode: null }] },
    { sims: [{ ...sim, id: null }] },
    { description: '' },
    { description: null },
    { package_id: null },
    { price: 'free' },
    { price: -1 },
    { currency: 'dollars' },
    { created_at: '28.11.2026' },
    { created_at: '2026-13-28 12:00:00' },
  ];
  for (const change of wrong)
    assert.throws(() => read(change), ProviderUnclear, JSON.stringify(change));
});

test('what a device needs besides', () => {
  const facts = (change: Record<string, unknown>) => readSim(change).install!;
  assert.equal(facts({ confirmation_code: '1234' }).confirmation_code, '1234');
  assert.equal(facts({ apn_type: 'manual', apn_value: 'internet' }).apn, 'internet');
  assert.equal(facts({ apn_type: 'automatic', apn_value: 'internet' }).apn, null);
  const android = { apn_type: 'manual', apn_value: 'web' };
  assert.equal(facts({ apn: { ios: {}, android } }).apn, 'web');
  assert.equal(facts({ apn: 'none' }).apn, null);
  for (const url of ['javascript:x', 'http://a.example', 7, 'https://a b'])
    assert.equal(facts({ direct_apple_installation_url: url }).apple_url, null);
  assert.equal(readSim({ iccid: '8944123400000000013F' }).iccid, '8944123400000000013');
  assert.equal(readSim({ iccid: '891000000000009125' }).iccid, '891000000000009125');
});

test('a balance as it is answered', () => {
  const balance = (amount: unknown, currency: unknown = 'USD') =>
    toBalance({
      data: { balances: { name: 'balance', availableBalance: { amount, currency } } },
      meta: { message: 'succes' },
    });
  assert.deepEqual(balance(12.5), { minor: 1_250, currency: 'USD' });
  assert.deepEqual(balance('-0.001'), { minor: -1, currency: 'USD' });
  assert.throws(() => balance(null), ProviderUnclear);
  assert.throws(() => balance(1, 'cents'), ProviderUnclear);
});

test('a top-up is the one that is known, else one that adds the same', () => {
  const offer = (id: string, price = 1, days = 7) => ({ id, bytes: 1_024, days, price });
  const article = { id: 'a', topup_id: null, bytes: 1_024, duration_days: 7 };
  const find = (offers: ReturnType<typeof offer>[], change = {}) =>
    findTopup(offers, { ...article, ...change })?.id;
  assert.equal(find([offer('x', 2), offer('y')]), 'y');
  assert.equal(find([offer('a-topup', 3), offer('y')]), 'a-topup');
  assert.equal(find([offer('x', 1, 8)]), undefined);
  assert.equal(find([offer('x', 1, 8), offer('y')], { topup_id: 'x' }), 'x');
  assert.equal(find([offer('y')], { topup_id: 'x' }), undefined);
});
