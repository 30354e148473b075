/** The adapter for Airalo: ordering, topping up and finding again. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import type { TemplateOrder } from '../../src/providers/provider.ts';
import { NOW, openBench, refuses, SPAIN, type Bench } from '../support/suppliers/airalo/bench.ts';

const DAY_MS = 86_400_000;

let b: Bench;
beforeEach(async () => {
  b = await openBench();
});
afterEach(() => b.close());

test('an eSIM is ordered with our reference as its description, and found again by it', async () => {
  const reference = randomUUID();
  const made = await b.create(reference);
  const [order] = b.standIn.ordersOf(reference);
  const [sim] = order!.sims;
  assert.deepEqual(made, {
    id: String(order!.id),
    reference,
    kind: 'create_esim',
    status: 'confirmed',
    iccid: sim!.iccid,
    profile: {
      iccid: sim!.iccid,
      esim_id: String(sim!.id),
      lpa: `LPA:1$rsp.example.com$${sim!.matching_id}`,
      subscriber_imsi: null,
      imsi: null,
      state: 'unknown',
      install: {
        confirmation_code: null,
        apn: 'internet',
        apple_url: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$${sim!.matching_id}`,
        android_url: null,
      },
    },
    package_id: String(order!.id),
    template_id: 'guay-7days-1gb',
    cost: { minor: 360, currency: 'USD' },
    created_at: '2026-11-28T12:00:00.000Z',
  });
  assert.deepEqual(await b.find(reference), made);
  // What only contains it is another order.
  await b.create(`${reference}-b`);
  assert.deepEqual(await b.find(reference), made);
  assert.equal(await b.find(reference.slice(0, -1)), null);
  await refuses(b.create(randomUUID(), null), 'rejected');
});

test('ICCIDs of 18, 19 and 20 digits are taken as they are', async () => {
  const lengths = new Set<number>();
  for (let i = 0; i < 6; i++) lengths.add((await b.create()).iccid!.length);
  assert.deepEqual([...lengths].sort(), [18, 19, 20]);
});

test('a confirmation code comes along', async () => {
  const made = await b.create();
  b.control.setConfirmationCode(made.iccid!, '1234');
  assert.equal((await b.find(made.reference))?.profile?.install?.confirmation_code, '1234');
});

test('a top-up goes by the article it adds, and is found again', async () => {
  const { iccid } = await b.create();
  const reference = randomUUID();
  const added = await b.add(iccid!, reference);
  assert.deepEqual(
    [added.kind, added.status, added.iccid, added.profile, added.template_id],
    ['add_package', 'confirmed', iccid, null, SPAIN.id],
  );
  assert.equal(b.standIn.ordersOf(reference)[0]?.sold.id, SPAIN.topup_id);
  assert.deepEqual(await b.find(reference, { kind: 'add_package', iccid }), added);
});

test('without its id, the top-up of the same amount and days is taken', async () => {
  const us = { ...SPAIN, id: 'change-7days-1gb', topup_id: null, coverage: ['USA'] };
  const { iccid } = await b.create(randomUUID(), us);
  const reference = randomUUID();
  const added = await b.add(iccid!, reference, us);
  assert.equal(b.standIn.ordersOf(reference)[0]?.sold.id, 'change-more-7days-1gb');
  assert.equal(added.template_id, us.id);
  const about = { kind: 'add_package', iccid, template: us } as const;
  assert.deepEqual(await b.find(reference, about), added);
  const can = (template: TemplateOrder) =>
    b.provider.canAdd({ iccid: iccid!, esim_id: null, template });
  assert.equal(await can(us), true);
  assert.equal(await can({ ...us, bytes: null }), false);
  assert.equal(await can({ ...us, duration_days: 8 }), false);
  await refuses(b.add(iccid!, randomUUID(), { ...us, duration_days: 8 }), 'out_of_stock');
});

test('what may not go onto an eSIM is not ordered', async () => {
  const { iccid } = await b.create();
  b.control.vanish(SPAIN.topup_id);
  await refuses(b.add(iccid!), 'out_of_stock');
  await refuses(b.add('8999999000000000008'), 'rejected');
  b.control.recycle(iccid!);
  await refuses(b.add(iccid!), 'rejected');
  assert.equal(await b.provider.canAdd({ iccid: iccid!, esim_id: null, template: SPAIN }), false);
  assert.equal(b.calls('topups'), 0);
});

test('nothing can be cancelled', async () => {
  const made = await b.create();
  const { reference, iccid, package_id } = made;
  const template_id = SPAIN.id;
  await refuses(
    b.provider.cancelPackage({
      package_id: package_id!,
      reference,
      template_id,
      iccid: iccid!,
      esim_id: null,
      customer: 'c',
    }),
    'rejected',
  );
  assert.equal(b.provider.can.cancel, 'impossible');
});

test('orders are listed day by day, oldest first, without those of others', async () => {
  const known: string[] = [];
  for (const day of [0, 1, 1, 3]) {
    b.clock.at = NOW + day * DAY_MS;
    known.push((await b.create()).id);
  }
  await b.create('placed-by-hand');
  await b.add(b.standIn.ledger().sims[0]!.iccid, 'more');
  const read = async (since: number): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await b.provider.list({ since: new Date(since).toISOString(), cursor });
      ids.push(...page.orders.map((one) => one.id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    return ids;
  };
  assert.deepEqual(await read(NOW), known);
  assert.deepEqual(await read(NOW + 999), known);
  assert.deepEqual(await read(NOW + 1_000), known.slice(1));
  assert.deepEqual(await read(NOW + 4 * DAY_MS), []);
});
