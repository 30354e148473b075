/**
 * The suite every provider must pass. Each test gets a provider and customer of its own from
 * `make`.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { isIccid, parseLpa } from './identifiers.ts';
import { ForgedCallback, ProviderRefused, ProviderUnclear } from './provider.ts';
import type { Provider, ProviderOrder, RawCallback, TemplateOrder } from './provider.ts';

export type Fault = 'timeout' | 'timeout_before' | 'error' | 'out_of_stock';

export type Subject = {
  provider: Provider;
  customer: string;
  /** Makes the customer's next provisioning call fail in this way. */
  breakNext(fault: Fault): Promise<void>;
  /** Orders in the telco's own ledger under this reference. */
  countProvisioned(reference: string): Promise<number>;
  /**
   * A callback about this eSIM as the telco would send it at `at` (default now); only the headers
   * that sign it.
   */
  callback(iccid: string, at?: Date): Promise<RawCallback>;
  /** Makes an eSIM use data: of a package, or (null) in a country without one. */
  use(
    iccid: string,
    traffic: { bytes: number; packageId: string | null; iso3: string },
  ): Promise<void>;
  close(): Promise<void>;
};

const TEMPLATE: TemplateOrder = {
  id: 'tpl-es-1gb',
  bytes: 1_073_741_824,
  duration_days: 30,
  coverage: ['ESP'],
  imsi: 'plan-a',
};

export function conformance(name: string, make: () => Promise<Subject>): void {
  const check = (title: string, run: (s: Subject) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const subject = await make();
      try {
        await run(subject);
      } finally {
        await subject.close();
      }
    });
  };
  const create = (
    { provider, customer }: Subject,
    reference: string = randomUUID(),
    template: TemplateOrder | null = TEMPLATE,
  ) => provider.createEsim({ template, reference, customer });
  const add = ({ provider, customer }: Subject, iccid: string, reference: string = randomUUID()) =>
    provider.addPackage({ iccid, template: TEMPLATE, reference, customer });

  check('a created profile is valid', async (s) => {
    const reference = randomUUID();
    const order = await create(s, reference);
    assert.ok(isIccid(order.profile.iccid));
    assert.ok(parseLpa(order.profile.lpa));
    assert.equal(order.profile.state, 'RELEASED');
    assert.equal(order.profile.imsi, TEMPLATE.imsi);
    assert.deepEqual(
      [order.reference, order.kind, order.status, order.template_id],
      [reference, 'create_esim', 'confirmed', TEMPLATE.id],
    );
    assert.ok(order.package_id);
    assert.equal(new Date(order.created_at).toISOString(), order.created_at);
  });

  check('a profile can be ordered without a package', async (s) => {
    const order = await create(s, randomUUID(), null);
    assert.deepEqual([order.package_id, order.template_id], [null, null]);
    assert.deepEqual((await s.provider.getEsim(order.profile.iccid))?.packages, []);
  });

  check('an order is found by its reference, an unknown one is not', async (s) => {
    const order = await create(s);
    assert.deepEqual(await s.provider.findByReference(order.reference), order);
    const added = await add(s, order.profile.iccid);
    assert.deepEqual(await s.provider.findByReference(added.reference), added);
    assert.equal(await s.provider.findByReference(randomUUID()), null);
  });

  check('a repeated reference provisions once (T1)', async (s) => {
    if (s.provider.tier !== 'T1') return;
    const reference = randomUUID();
    const orders = await Promise.all(Array.from({ length: 20 }, () => create(s, reference)));
    for (const order of orders) assert.deepEqual(order, orders[0]);
    assert.equal(await s.countProvisioned(reference), 1);
    const again = randomUUID();
    const added = await Promise.all(
      Array.from({ length: 20 }, () => add(s, orders[0]!.profile.iccid, again)),
    );
    for (const order of added) assert.deepEqual(order, added[0]);
    assert.equal(await s.countProvisioned(again), 1);
  });

  check('a package lands on the profile it was ordered for', async (s) => {
    const { profile } = await create(s, randomUUID(), null);
    const added = await add(s, profile.iccid);
    assert.deepEqual(
      [added.kind, added.profile.iccid, added.profile.lpa],
      ['add_package', profile.iccid, profile.lpa],
    );
    assert.deepEqual(
      (await s.provider.getEsim(profile.iccid))?.packages.map((p) => p.package_id),
      [added.package_id],
    );
  });

  check('usage has its shape, an unknown ICCID none', async (s) => {
    const order = await create(s);
    const esim = await s.provider.getEsim(order.profile.iccid);
    assert.deepEqual(esim?.profile, order.profile);
    assert.equal(new Date(esim!.state_changed_at).toISOString(), esim!.state_changed_at);
    assert.deepEqual(esim!.packages, [
      {
        package_id: order.package_id,
        reference: order.reference,
        used_bytes: 0,
        total_bytes: TEMPLATE.bytes,
        activated_at: null,
        expires_at: null,
        status: 'ACTIVE',
      },
    ]);
    const unlimited = await create(s, randomUUID(), { ...TEMPLATE, bytes: null });
    assert.equal(
      (await s.provider.getEsim(unlimited.profile.iccid))?.packages[0]?.total_bytes,
      null,
    );
    assert.equal(await s.provider.getEsim('8999999000000000008'), null);
  });

  check('usage is cumulative, per package and per country', async (s) => {
    const order = await create(s);
    const { iccid } = order.profile;
    const read = async () => (await s.provider.getEsim(iccid))!;
    assert.deepEqual((await read()).usage, []);
    await s.use(iccid, { bytes: 100, packageId: order.package_id, iso3: 'ESP' });
    await s.use(iccid, { bytes: 50, packageId: order.package_id, iso3: 'ESP' });
    const [used] = (await read()).packages;
    assert.deepEqual([used?.used_bytes, used?.status], [150, 'ACTIVE']);
    assert.equal(new Date(used!.activated_at!).toISOString(), used!.activated_at);
    assert.equal(
      Date.parse(used!.expires_at!) - Date.parse(used!.activated_at!),
      TEMPLATE.duration_days * 86_400_000,
    );
    await s.use(iccid, { bytes: TEMPLATE.bytes!, packageId: order.package_id, iso3: 'ESP' });
    assert.deepEqual(
      (await read()).packages.map((p) => [p.used_bytes, p.status]),
      [[TEMPLATE.bytes, 'DEPLETED']],
    );
    await s.use(iccid, { bytes: 7, packageId: null, iso3: 'USA' });
    await s.use(iccid, { bytes: 8, packageId: null, iso3: 'USA' });
    const [report] = s.provider.parseCallback(await s.callback(iccid));
    assert.deepEqual(report?.esim.usage, [{ iso3: 'USA', used_bytes: 15 }]);
    assert.equal(report?.esim.profile.state, 'ENABLED');
  });

  check('a refused order leaves nothing', async (s) => {
    const reference = randomUUID();
    await s.breakNext('out_of_stock');
    await assert.rejects(
      create(s, reference),
      (e) => e instanceof ProviderRefused && e.reason === 'out_of_stock',
    );
    assert.equal(await s.countProvisioned(reference), 0);
    assert.equal(await s.provider.findByReference(reference), null);
    await assert.rejects(
      add(s, '8999999000000000008', reference),
      (e) => e instanceof ProviderRefused && e.reason === 'rejected',
    );
    assert.equal(await s.provider.findByReference(reference), null);
    assert.equal((await create(s, reference)).reference, reference);
  });

  check('a timeout after success is unclear, and the order is found', async (s) => {
    const reference = randomUUID();
    await s.breakNext('timeout');
    await assert.rejects(create(s, reference), ProviderUnclear);
    const found = await s.provider.findByReference(reference);
    assert.equal(found?.reference, reference);
    assert.equal(await s.countProvisioned(reference), 1);
    const more = randomUUID();
    await s.breakNext('timeout');
    await assert.rejects(add(s, found!.profile.iccid, more), ProviderUnclear);
    assert.equal((await s.provider.findByReference(more))?.profile.iccid, found!.profile.iccid);
  });

  for (const fault of ['timeout_before', 'error'] as const) {
    check(`${fault} is unclear, and nothing is found`, async (s) => {
      const reference = randomUUID();
      await s.breakNext(fault);
      await assert.rejects(create(s, reference), ProviderUnclear);
      assert.equal(await s.provider.findByReference(reference), null);
      assert.equal(await s.countProvisioned(reference), 0);
    });
  }

  check('a package can be cancelled, twice too', async (s) => {
    const order = await create(s);
    await s.provider.cancelPackage(order.package_id!, s.customer);
    await s.provider.cancelPackage(order.package_id!, s.customer);
    assert.equal((await s.provider.getEsim(order.profile.iccid))?.packages[0]?.status, 'CANCELLED');
    assert.equal((await s.provider.findByReference(order.reference))?.status, 'cancelled');
    await assert.rejects(s.provider.cancelPackage('999999999999999', s.customer), ProviderRefused);
  });

  check(
    'the list pages through everything once and in order, while new orders arrive',
    async (s) => {
      const since = new Date(Date.now() - 1).toISOString();
      const known: string[] = [];
      for (let i = 0; i < 12; i++) known.push((await create(s)).id);
      const walk = async (meanwhile: () => Promise<unknown>): Promise<ProviderOrder[]> => {
        const seen: ProviderOrder[] = [];
        let cursor: string | null = null;
        do {
          const page = await s.provider.list({ since, cursor });
          seen.push(...page.orders);
          cursor = page.next_cursor;
          await meanwhile();
        } while (cursor !== null);
        return seen;
      };
      let left = 8;
      const first = await walk(async () => {
        if (left-- > 0) known.push((await create(s)).id);
      });
      const second = await walk(async () => {});
      for (const seen of [first, second]) {
        const times = seen.map((o) => o.created_at);
        assert.deepEqual(times, times.toSorted());
        assert.equal(new Set(seen.map((o) => o.id)).size, seen.length);
        assert.ok(times.every((t) => t >= since));
      }
      // The account may be shared with others: only what was ordered here is counted.
      const mine = (orders: ProviderOrder[]) =>
        orders.map((o) => o.id).filter((id) => known.includes(id));
      assert.deepEqual(mine(first).slice(0, 12), known.slice(0, 12));
      assert.deepEqual(mine(second), known);
    },
  );

  check('its own callbacks are accepted, forged ones are not', async (s) => {
    const { profile } = await create(s);
    const raw = await s.callback(profile.iccid);
    const [report] = s.provider.parseCallback(raw);
    assert.equal(report?.iccid, profile.iccid);
    assert.deepEqual(report?.esim, await s.provider.getEsim(profile.iccid));
    const forged = (change: Partial<RawCallback>): void =>
      assert.throws(() => s.provider.parseCallback({ ...raw, ...change }), ForgedCallback);
    const each = (change: (value: string) => string | undefined): void => {
      for (const [key, value] of Object.entries(raw.headers))
        forged({ headers: { ...raw.headers, [key]: change(value ?? '') } });
    };
    forged({ body: `${raw.body} ` });
    forged({ headers: {} });
    each(() => undefined);
    each(() => '');
    each((value) => value.slice(0, -1));
    each((value) => `${value}0`);
    each((value) => value.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    each((value) => `${value}, ${value}`);
    for (const minutes of [-5.1, 5.1]) {
      const stale = await s.callback(profile.iccid, new Date(Date.now() + minutes * 60_000));
      assert.throws(() => s.provider.parseCallback(stale), ForgedCallback);
    }
  });
}
