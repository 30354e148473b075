/** Zendit's adapter against its stand-in, through every switch of it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { isIccid, parseLpa } from '../../src/providers/identifiers.ts';
import { conformance } from '../../src/providers/conformance.ts';
import type { Fault } from '../../src/providers/conformance/subject.ts';
import type { SupplierProvider } from '../../src/providers/kind.ts';
import {
  ForgedCallback,
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type KnownEsim,
  type ProviderOrder,
  type SentOrder,
  type TemplateOrder,
} from '../../src/providers/provider.ts';
import { zenditProvider } from '../../src/providers/zendit/adapter.ts';
import { zenditKind } from '../../src/providers/zendit/config.ts';
import { until } from '../faults/checks.ts';
import { pick } from '../support/chance.ts';
import type { Fault as ZenditFault } from '../../packages/standins/src/zendit/faults.ts';
import { makeOffer } from '../../packages/standins/src/zendit/offers.ts';
import { startZendit, type ZenditStandIn } from '../../packages/standins/src/zendit/server.ts';
import { collect, GB, HEADER, providerAt, refusedAs, sent, TEMPLATE } from './zendit-subject.ts';

const DAY_MS = 86_400_000;

let standIn: ZenditStandIn;
let provider: SupplierProvider;
/** For calls that nobody answers. */
let impatient: SupplierProvider;
let clock = 0;
before(async () => {
  standIn = await startZendit({ stepMs: 1, now: () => new Date(Date.now() + clock) });
  provider = providerAt(standIn.url, standIn.credentials.api_key);
  impatient = providerAt(standIn.url, standIn.credentials.api_key, { timeoutMs: 300 });
});
after(async () => {
  await provider.close();
  await impatient.close();
  await standIn.close();
});
beforeEach(() => {
  clock = 0;
  standIn.control.heal();
  standIn.control.flow();
  standIn.control.release();
  standIn.control.setBalance(1_000_000);
  Object.assign(standIn.control.rules, { duplicates: 'refuse', hiddenMs: 0, failures: [] });
});

const create = (
  reference: string = randomUUID(),
  template: TemplateOrder | null = TEMPLATE,
  by = provider,
) => by.createEsim({ template, reference, customer: 'c' });
const add = (iccid: string, reference: string = randomUUID(), template = TEMPLATE) =>
  provider.addPackage({ iccid, esim_id: null, template, reference, customer: 'c' });
const find = (reference: string, more: Partial<SentOrder> = {}) =>
  provider.findByReference(sent(reference, more));
const finished = (reference: string, more: Partial<SentOrder> = {}): Promise<ProviderOrder> =>
  until('the purchase is worked off', async () => {
    const found = await find(reference, more);
    return found?.status !== 'pending' && found;
  });
/** An eSIM with its first package. */
const bought = async (template = TEMPLATE): Promise<ProviderOrder> => {
  const { reference } = await create(randomUUID(), template);
  return finished(reference, { template });
};
const reloaded = async (iccid: string, template = TEMPLATE): Promise<ProviderOrder> => {
  const { reference } = await add(iccid, randomUUID(), template);
  return finished(reference, { kind: 'add_package', iccid, template });
};
const cancel = (order: ProviderOrder) =>
  provider.cancelPackage({
    package_id: order.package_id!,
    reference: order.reference,
    template_id: order.template_id!,
    iccid: order.iccid!,
    esim_id: null,
    customer: 'c',
  });
/** Ordered long enough ago that a plan of it would be listed. */
const known = (...orders: ProviderOrder[]): KnownEsim => ({
  iccid: orders[0]!.iccid!,
  esim_id: null,
  packages: orders.map((order, i) => ({
    package_id: order.package_id!,
    reference: order.reference,
    template_id: order.template_id!,
    ordered_at: new Date(Date.now() - DAY_MS + i).toISOString(),
  })),
});
const statuses = async (esim: KnownEsim) => {
  const read = await provider.getEsim(esim);
  const byId = new Map(read!.packages.map((one) => [one.package_id, one]));
  return esim.packages.map((one) => byId.get(one.package_id)?.status);
};
const purchases = (reference: string): number =>
  standIn
    .ledger()
    .calls.filter(
      (call) =>
        call.method === 'POST' &&
        (call.body as { transactionId?: string })?.transactionId === reference,
    ).length;

describe('orders', () => {
  it('are accepted, and worked off later', async () => {
    standIn.control.hold();
    const reference = randomUUID();
    const { created_at, ...accepted } = await create(reference);
    assert.deepEqual(accepted, {
      id: reference,
      reference,
      kind: 'create_esim',
      status: 'pending',
      iccid: null,
      profile: null,
      package_id: null,
      template_id: TEMPLATE.id,
      cost: null,
    });
    assert.equal(new Date(created_at).toISOString(), created_at);
    const open = await find(reference);
    assert.deepEqual([open?.status, open?.iccid, open?.package_id], ['pending', null, null]);
    standIn.control.release(reference);
    const done = await find(reference);
    assert.equal(done?.status, 'confirmed');
    assert.deepEqual(
      [done.id, done.reference, done.kind, done.package_id, done.template_id],
      [reference, reference, 'create_esim', reference, TEMPLATE.id],
    );
    assert.deepEqual(done.cost, { minor: 150, currency: 'USD' });
    assert.ok(isIccid(done.iccid!) && parseLpa(done.profile!.lpa) !== null);
    assert.deepEqual([done.profile?.iccid, done.profile?.state], [done.iccid, 'RELEASED']);
  });

  it('go through every status that is open, and are pending in each', async () => {
    const seen = new Set<string>();
    const { reference } = await create();
    await until('it is done', async () => {
      const found = await find(reference);
      seen.add(found!.status);
      return found!.status === 'confirmed';
    });
    assert.ok(seen.has('confirmed') && !seen.has('cancelled'));
    const { log } = standIn.ledger().purchases.at(-1)!;
    assert.deepEqual(
      log.map(({ status }) => status),
      ['ACCEPTED', 'PENDING', 'AUTHORIZED', 'IN_PROGRESS', 'DONE'],
    );
  });

  it('go onto an eSIM that is there, by the same offers or by the reload that is named', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const { reference } = await add(iccid);
    assert.equal(standIn.ledger().purchases.at(-1)?.onto, iccid);
    const second = await finished(reference, { kind: 'add_package', iccid });
    assert.deepEqual(
      [second.kind, second.iccid, second.profile, second.package_id],
      ['add_package', iccid, null, reference],
    );
    const third = await reloaded(iccid, { ...TEMPLATE, topup_id: 'ESIM-ES-30D-3GB' });
    assert.equal(third.template_id, 'ESIM-ES-30D-3GB');
    assert.equal(await provider.canAdd({ iccid, esim_id: null, template: TEMPLATE }), true);
  });

  it('without a package are refused, and not sent', async () => {
    const reference = randomUUID();
    await assert.rejects(create(reference, null), refusedAs('rejected'));
    assert.equal(purchases(reference), 0);
  });

  it('that fail after they were accepted are refused when they are looked up', async () => {
    standIn.control.setBalance(149);
    const { reference: poor } = await create();
    await assert.rejects(finished(poor), refusedAs('no_funds', 'account'));
    assert.equal(standIn.ledger().provisioned(poor), 0);
    standIn.control.setBalance(150);
    standIn.control.rules.failures.push('SUPPLIER_ERROR');
    const { reference: dry } = await create();
    await assert.rejects(finished(dry), refusedAs('out_of_stock'));
    // Nothing was taken.
    assert.deepEqual([standIn.ledger().available, standIn.ledger().reserved], [150, 0]);
    standIn.control.rules.soldOut.add('ESIM-FR-7D-1GB');
    const template = { ...TEMPLATE, id: 'ESIM-FR-7D-1GB' };
    const { reference: gone } = await create(randomUUID(), template);
    await assert.rejects(finished(gone, { template }), refusedAs('out_of_stock'));
  });

  it('of an offer that was switched off, or has vanished, are refused', async () => {
    standIn.control.setOffer(makeOffer({ offerId: 'SHORT-LIVED', country: 'ES', costMinor: 90 }));
    const template = { ...TEMPLATE, id: 'SHORT-LIVED' };
    await create(randomUUID(), template);
    standIn.control.switchOff('SHORT-LIVED');
    await assert.rejects(create(randomUUID(), template), refusedAs('out_of_stock'));
    standIn.control.removeOffer('SHORT-LIVED');
    const reference = randomUUID();
    await assert.rejects(create(reference, template), refusedAs('out_of_stock'));
    assert.equal(await find(reference, { template }), null);
  });

  it('onto an eSIM that Zendit does not know, or of another brand, are refused', async () => {
    await assert.rejects(add('8944129999999999999'), refusedAs('rejected'));
    standIn.control.setOffer(
      makeOffer({ offerId: 'OTHER', brand: 'other', country: 'ES', costMinor: 90 }),
    );
    const { iccid } = await bought();
    const other = add(iccid!, randomUUID(), { ...TEMPLATE, id: 'OTHER' });
    await assert.rejects(other, refusedAs('rejected'));
  });

  it('under a used reference buy nothing twice, whatever Zendit makes of them', async () => {
    for (const duplicates of ['refuse', 'same'] as const) {
      standIn.control.rules.duplicates = duplicates;
      standIn.control.hold();
      const reference = randomUUID();
      const before = standIn.ledger().purchases.length;
      assert.equal((await create(reference)).status, 'pending');
      assert.equal((await create(reference)).status, 'pending', duplicates);
      standIn.control.release(reference);
      const done = await create(reference);
      assert.equal(done.status, 'confirmed', duplicates);
      assert.deepEqual(done, await find(reference));
      // Nor does the offer have to be on sale any more.
      standIn.control.breakNext({ kind: 'offer_gone' });
      assert.deepEqual(await create(reference), done);
      assert.equal(standIn.ledger().purchases.length, before + 1);
    }
    standIn.control.rules.failures.push('INSUFFICIENT_FUNDS');
    const reference = randomUUID();
    await create(reference);
    standIn.control.release(reference);
    for (const duplicates of ['refuse', 'same'] as const) {
      standIn.control.rules.duplicates = duplicates;
      await assert.rejects(create(reference), refusedAs('no_funds', 'account'));
    }
  });

  it('under a used reference stay unclear while Zendit cannot be asked about it', async () => {
    const { reference } = await bought();
    for (const fault of [
      { kind: 'busy' },
      { kind: 'cut_before' },
      { kind: 'error_before' },
    ] as const) {
      standIn.control.breakNext(fault, { on: 'read' });
      await assert.rejects(
        create(reference),
        (error) => error instanceof ProviderUnclear && !(error instanceof ProviderNotReached),
        fault.kind,
      );
    }
    // It knows the reference, and says that it does not.
    standIn.control.rules.hiddenMs = 60_000;
    const { reference: hidden } = await create();
    await assert.rejects(create(hidden), ProviderUnclear);
  });
});

describe('calls that fail', () => {
  it('after they were stored are unclear, and the order is found', async () => {
    for (const kind of ['cut_after', 'hang_after', 'error_after', 'malformed'] as const) {
      const reference = randomUUID();
      standIn.control.breakNext({ kind });
      await assert.rejects(create(reference, TEMPLATE, impatient), ProviderUnclear, kind);
      assert.equal((await finished(reference)).reference, reference);
      assert.equal(standIn.ledger().provisioned(reference), 1);
      assert.equal(purchases(reference), 1);
    }
  });

  it('before they were stored are unclear, and nothing is found', async () => {
    for (const kind of ['cut_before', 'hang_before', 'error_before'] as const) {
      const reference = randomUUID();
      standIn.control.breakNext({ kind });
      await assert.rejects(create(reference, TEMPLATE, impatient), ProviderUnclear, kind);
      assert.equal(await find(reference), null);
    }
  });

  it('because there were too many say when to come again, and were not worked on', async () => {
    const reference = randomUUID();
    standIn.control.breakNext({ kind: 'busy', retryAfter: '7' });
    await assert.rejects(
      create(reference),
      (error) => error instanceof ProviderBusy && error.retryAfterMs === 7_000,
    );
    assert.equal(await find(reference), null);
  });

  it('late are answered all the same', async () => {
    standIn.control.breakNext({ kind: 'delay', ms: 50 });
    assert.equal((await create()).status, 'pending');
  });

  it('are no "none": a purchase may be hidden for some seconds, and no look-up that fails says so', async () => {
    standIn.control.rules.hiddenMs = 50;
    const { reference } = await create();
    assert.equal(await find(reference), null);
    await until('it shows', () => find(reference));
    assert.ok(provider.settleMs >= 2_000);
    for (const kind of ['cut_before', 'hang_before', 'error_before', 'malformed'] as const) {
      standIn.control.breakNext({ kind }, { on: 'read' });
      await assert.rejects(impatient.findByReference(sent(reference)), ProviderUnclear, kind);
    }
  });

  it('at a wrong key or from a wrong address concern the account; look-ups decide nothing', async () => {
    const stranger = providerAt(standIn.url, 'another-key');
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(stranger.createEsim(input), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.signIn(), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.balance(), refusedAs('rejected', 'account'));
    await assert.rejects(stranger.findByReference(sent(input.reference)), ProviderUnclear);
    await stranger.close();
    const { reference } = await bought();
    standIn.control.block();
    await assert.rejects(create(), refusedAs('rejected', 'account'));
    await assert.rejects(provider.signIn(), refusedAs('rejected', 'account'));
    await assert.rejects(find(reference), ProviderUnclear);
    standIn.control.heal();
    await provider.signIn();
  });

  it('at a wrong base URL are no word of Zendit about an order or an eSIM', async () => {
    const lost = providerAt(standIn.url.replace('/v1', '/v9'), standIn.credentials.api_key);
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(lost.createEsim(input), refusedAs('rejected', 'account'));
    await assert.rejects(lost.findByReference(sent(input.reference)), ProviderUnclear);
    await assert.rejects(
      lost.getEsim({ iccid: '8944123400000000013', esim_id: null, packages: [] }),
      ProviderUnclear,
    );
    await assert.rejects(lost.signIn(), refusedAs('rejected', 'account'));
    await lost.close();
  });

  it('to nobody: an order never left, a look-up stays unclear', async () => {
    const nobody = providerAt('http://127.0.0.1:1/v1', 'k');
    const input = { template: TEMPLATE, reference: randomUUID(), customer: 'c' };
    await assert.rejects(nobody.createEsim(input), ProviderNotReached);
    await assert.rejects(nobody.findByReference(sent(input.reference)), ProviderUnclear);
    await nobody.close();
  });
});

describe('a bad day', () => {
  const FAULTS: ZenditFault[] = [
    ...(['cut_after', 'error_after', 'cut_before', 'error_before'] as const).map((kind) => ({
      kind,
    })),
    { kind: 'busy', retryAfter: '0' },
    { kind: 'malformed' },
    { kind: 'delay', ms: 5 },
  ];
  const SETTLE_MS = 500;

  /** By the rule of the tier: looked up first, sent again only when it is not there after a while. */
  async function order(reference: string): Promise<ProviderOrder> {
    for (;;) {
      try {
        await create(reference);
        return await finished(reference);
      } catch (error) {
        if (error instanceof ProviderNotReached) continue;
        if (!(error instanceof ProviderUnclear)) throw error;
      }
      const unclearAt = Date.now();
      const found = await until('it is found, or certainly not there', async () => {
        const known = await find(reference).catch(() => null);
        return known ?? (Date.now() - unclearAt > SETTLE_MS && 'none');
      });
      if (found !== 'none') return finished(reference);
    }
  }

  it('buys nothing twice, and everything once, also where a used reference would buy again', async () => {
    Object.assign(standIn.control.rules, { duplicates: 'buy_again', hiddenMs: 20 });
    const references = Array.from({ length: 150 }, () => randomUUID());
    const next = references.values();
    const worker = async (): Promise<void> => {
      for (const reference of next) {
        if (pick([true, false])) standIn.control.breakNext(pick(FAULTS));
        const done = await order(reference);
        assert.deepEqual([done.status, done.reference], ['confirmed', reference]);
      }
    };
    await Promise.all(Array.from({ length: 12 }, worker));
    const { provisioned } = standIn.ledger();
    assert.deepEqual([...new Set(references.map(provisioned))], [1]);
  });
});

describe('an eSIM', () => {
  it('is installed once Zendit dates it; plans are packages, with bytes and times', async () => {
    const order = await bought();
    const esim = known(order);
    const fresh = await provider.getEsim(esim);
    assert.equal(fresh?.state, 'RELEASED');
    assert.deepEqual(fresh.packages, [
      {
        package_id: order.package_id,
        used_bytes: 0,
        total_bytes: GB,
        activated_at: null,
        expires_at: null,
        status: 'ACTIVE',
      },
    ]);
    standIn.control.phone.install(order.iccid!);
    standIn.control.phone.use(order.iccid!, GB / 4);
    const used = await provider.getEsim(esim);
    assert.equal(used?.state, 'INSTALLED');
    assert.ok(Date.parse(used.state_changed_at) <= Date.now());
    const [line] = used.packages;
    assert.equal(line?.used_bytes, GB / 4);
    assert.equal(Date.parse(line.expires_at!) - Date.parse(line.activated_at!), 7 * DAY_MS);
    assert.deepEqual(used.usage, []);
  });

  it('that Zendit does not have is null', async () => {
    assert.equal(
      await provider.getEsim({ iccid: '8944129999999999999', esim_id: null, packages: [] }),
      null,
    );
  });

  it('has plans of one offer in the order of purchase, and loses the oldest', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const esim = known(first, await reloaded(iccid), await reloaded(iccid));
    const { phone } = standIn.control;
    assert.deepEqual(await statuses(esim), ['ACTIVE', 'ACTIVE', 'ACTIVE']);
    phone.use(iccid, GB);
    assert.deepEqual(await statuses(esim), ['DEPLETED', 'ACTIVE', 'ACTIVE']);
    phone.use(iccid, GB / 2);
    const [gone, running, waiting] = (await provider.getEsim(esim))!.packages.toSorted(
      (a, b) => b.used_bytes - a.used_bytes,
    );
    assert.deepEqual([gone?.used_bytes, running?.used_bytes, waiting?.used_bytes], [GB, GB / 2, 0]);
    assert.deepEqual(
      [gone, running, waiting].map((one) => one?.package_id),
      esim.packages.map((one) => one.package_id),
    );
    assert.equal(waiting?.activated_at, null);
  });

  it('has plans of several offers, told apart by the offer', async () => {
    const first = await bought();
    const iccid = first.iccid!;
    const big = await reloaded(iccid, { ...TEMPLATE, id: 'ESIM-ES-30D-3GB' });
    standIn.control.phone.use(iccid, GB, big.package_id!);
    const read = await provider.getEsim(known(first, big));
    assert.deepEqual(
      read?.packages.map((one) => [one.package_id, one.used_bytes, one.total_bytes]),
      [
        [first.package_id, 0, GB],
        [big.package_id, GB, 3 * GB],
      ],
    );
  });

  it('has lost a plan whose validity ended, which is told apart from one that is used up', async () => {
    const order = await bought();
    standIn.control.phone.use(order.iccid!, GB / 2);
    const esim = known(order);
    const { expires_at } = (await provider.getEsim(esim))!.packages[0]!;
    clock = 8 * DAY_MS;
    const over = { ...esim, packages: [{ ...esim.packages[0]!, expires_at }] };
    // By our clock it is not over yet; by Zendit's it is.
    assert.deepEqual(await statuses(over), ['DEPLETED']);
    over.packages[0]!.expires_at = new Date(Date.now() - 1).toISOString();
    assert.deepEqual(await statuses(over), ['EXPIRED']);
    assert.equal((await provider.getEsim(over))?.packages[0]?.used_bytes, 0);
  });

  it('is asked about what is over once, not with every look', async () => {
    const order = await bought();
    standIn.control.phone.use(order.iccid!, GB);
    const esim = known(order);
    esim.packages[0]!.expires_at = new Date(Date.now() - 1).toISOString();
    const reads = () =>
      standIn.ledger().calls.filter((call) => call.path.endsWith(order.package_id!)).length;
    await statuses(esim);
    const before = reads();
    assert.deepEqual(await statuses(esim), ['EXPIRED']);
    assert.equal(reads(), before);
  });

  it('may not list a plan yet, and has used nothing up that was never installed', async () => {
    const first = await bought();
    const young = known(first, await reloaded(first.iccid!));
    standIn.control.phone.use(first.iccid!, GB);
    // The second was ordered just now: the one plan that is listed is taken for the first one's.
    const { state_changed_at: installedAt } = (await provider.getEsim(young))!;
    young.packages[1]!.ordered_at = new Date(Date.parse(installedAt) + 1).toISOString();
    assert.deepEqual(await statuses(young), ['ACTIVE', 'unknown']);
    // Ordered as recently, and installed since: the plan was there.
    young.packages[1]!.ordered_at = installedAt;
    assert.deepEqual(await statuses(young), ['DEPLETED', 'ACTIVE']);
    const never = await bought();
    standIn.control.phone.expire(never.iccid!);
    assert.deepEqual(await statuses(known(never)), ['unknown']);
  });

  it('is not told of plans that we do not know', async () => {
    const order = await bought();
    await reloaded(order.iccid!);
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
  });

  it('without a limit has no total', async () => {
    const order = await bought({ ...TEMPLATE, id: 'ESIM-ES-7D-UNLIMITED' });
    const esim = known(order);
    standIn.control.phone.use(order.iccid!, 5 * GB);
    const [line] = (await provider.getEsim(esim))!.packages;
    assert.deepEqual([line?.total_bytes, line?.status], [null, 'ACTIVE']);
    standIn.control.phone.expire(order.iccid!);
    assert.deepEqual(await statuses(esim), ['EXPIRED']);
  });
});

describe('a refund', () => {
  it('is asked for once, decided later, and then done', async () => {
    const order = await bought();
    const { available } = standIn.ledger();
    standIn.control.hold();
    assert.equal(await cancel(order), 'requested');
    assert.equal(await cancel(order), 'requested');
    assert.equal((await find(order.reference))?.status, 'confirmed');
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
    assert.equal(standIn.control.release(), 1);
    assert.equal(await cancel(order), 'done');
    assert.equal(await cancel(order), 'done');
    assert.equal((await find(order.reference))?.status, 'cancelled');
    assert.deepEqual(await statuses(known(order)), ['CANCELLED']);
    assert.equal(standIn.ledger().available, available + 150);
    const asked = standIn
      .ledger()
      .calls.filter((call) => call.method === 'POST' && call.path.includes(order.package_id!));
    assert.equal(asked.length, 1);
  });

  it('takes the package that was refunded off, not the oldest', async () => {
    const first = await bought();
    const second = await reloaded(first.iccid!);
    standIn.control.phone.install(first.iccid!);
    assert.equal(await cancel(second), 'requested');
    await until('it is refunded', async () => (await cancel(second)) === 'done');
    assert.deepEqual(await statuses(known(first, second)), ['ACTIVE', 'CANCELLED']);
  });

  it('of what was used fails, which is a refusal', async () => {
    const order = await bought();
    standIn.control.phone.use(order.iccid!, 1);
    standIn.control.hold();
    assert.equal(await cancel(order), 'requested');
    standIn.control.release();
    await assert.rejects(cancel(order), refusedAs('rejected'));
    assert.deepEqual(await statuses(known(order)), ['ACTIVE']);
  });

  it('of what is not there is refused, of what failed is nothing to do', async () => {
    const order = await bought();
    await assert.rejects(cancel({ ...order, package_id: randomUUID() }), refusedAs('rejected'));
    standIn.control.rules.failures.push('SUPPLIER_ERROR');
    const { reference } = await create();
    await assert.rejects(finished(reference), ProviderRefused);
    assert.equal(await cancel({ ...order, package_id: reference }), 'done');
  });

  it('whose answer is lost is found by asking again', async () => {
    const order = await bought();
    standIn.control.hold();
    standIn.control.breakNext({ kind: 'cut_after' }, { on: 'refund' });
    await assert.rejects(cancel(order), ProviderUnclear);
    standIn.control.release();
    assert.equal(await cancel(order), 'done');
  });
});

describe('the list', () => {
  it('has every purchase since an instant once, the oldest first, over pages, without failed ones', async () => {
    const shop = await startZendit({ stepMs: 1 });
    const small = providerAt(shop.url, shop.credentials.api_key, { pageSize: 3 });
    try {
      await small.createEsim({ template: TEMPLATE, reference: randomUUID(), customer: 'c' });
      const since = await until('another second has begun', async () => {
        const at = new Date();
        return at > new Date(shop.ledger().purchases[0]!.createdAt) && at.toISOString();
      });
      shop.control.hold();
      const references = Array.from({ length: 7 }, () => randomUUID());
      for (const reference of references)
        await small.createEsim({ template: TEMPLATE, reference, customer: 'c' });
      shop.control.rules.failures.push('SUPPLIER_ERROR');
      await small.createEsim({ template: TEMPLATE, reference: randomUUID(), customer: 'c' });
      shop.control.release();
      const { iccid } = shop.ledger().purchases[1]!;
      await small.addPackage({
        iccid: iccid!,
        esim_id: null,
        template: TEMPLATE,
        reference: references[references.push(randomUUID()) - 1]!,
        customer: 'c',
      });
      shop.control.release();
      const { orders, next_cursor } = await small.list({ since, cursor: null });
      assert.equal(next_cursor, null);
      assert.deepEqual(
        orders.map((one) => one.reference),
        references,
      );
      // Which of them made the eSIM is not said.
      assert.ok(orders.every((one) => one.kind === null));
      const asked = shop.ledger().calls.filter((call) => call.path.includes('createdAt'));
      assert.ok(asked.length >= 3);
      // The comparison stands directly before the date, without a colon.
      for (const { path, status } of asked)
        assert.ok(status === 200 && /createdAt=gte\d{4}-\d\d-\d\dT/.test(path), path);
    } finally {
      await small.close();
      await shop.close();
    }
  });
});

describe('the catalog and the balance', () => {
  it('are read whole, over pages, and what cannot be sold is left out', async () => {
    const small = providerAt(standIn.url, standIn.credentials.api_key, { pageSize: 50 });
    const articles = (await collect(small.catalog())).flat();
    await small.close();
    const byId = new Map(articles.map((one) => [one.id, one]));
    assert.equal(byId.size, articles.length);
    assert.ok(articles.length > 100);
    assert.deepEqual(byId.get('ESIM-ES-7D-1GB'), {
      id: 'ESIM-ES-7D-1GB',
      topup_id: null,
      name: 'Acme eSIM 1GB 7 days',
      bytes: GB,
      daily_bytes: null,
      throttle_kbps: null,
      duration_days: 7,
      coverage: ['ESP'],
      cost: { minor: 150, currency: 'USD' },
      starts: 'first_use',
      activation_window_days: null,
      needs_kyc: false,
      can_top_up: true,
      imsi: null,
    });
    assert.equal(byId.get('ESIM-ES-7D-UNLIMITED')?.bytes, null);
    assert.equal(byId.has('ESIM-ES-1D-1GB'), false, 'switched off');
    const regional = byId.get('ESIM-EU-30D-5GB')!.coverage;
    assert.ok(regional.includes('FRA') && regional.length > 10);
    assert.deepEqual(regional, regional.toSorted());
    const before = standIn.ledger().calls.length;
    await collect(provider.catalog());
    assert.ok(
      standIn
        .ledger()
        .calls.slice(before)
        .every((call) => call.status === 200),
    );
  });

  it('count money in minor units of its currency', async () => {
    standIn.control.setBalance(12_345);
    assert.deepEqual(await provider.balance(), { minor: 12_345, currency: 'USD' });
  });
});

describe('callbacks', () => {
  type Got = { headers: IncomingMessage['headers']; body: string };
  let got: Got[] = [];
  let probes = 0;
  const receiver = createServer((request, response) => {
    if (request.method === 'HEAD') probes++;
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        if (request.method === 'POST')
          got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(200).end();
      });
  });
  before(async () => {
    await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    await standIn.control.webhooks.connect({
      url: `http://127.0.0.1:${port}/`,
      headerName: 'X-Hubby-Callback',
      headerValue: HEADER.value,
    });
  });
  after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(() => {
    got = [];
    Object.assign(standIn.control.webhooks.delivery, {
      statuses: 'final',
      copies: 1,
      order: 'as_it_happens',
      header: 'right',
    });
  });
  const read = ({ headers, body }: Got) =>
    provider.parseCallback({ headers: headers as Record<string, string>, body });
  const heard = async (count: number): Promise<Got[]> => {
    await until(`${count} callbacks came`, async () => got.length >= count);
    await standIn.control.webhooks.settled();
    return got;
  };

  it('say which purchase to ask about, and nothing that is believed', async () => {
    assert.equal(probes, 1);
    const { reference } = await create();
    const [one] = await heard(1);
    const said = read(one!);
    assert.deepEqual(said.hints, [{ kind: 'order', reference, provider_order_id: reference }]);
    assert.deepEqual([said.trust, said.reports], ['unsigned', []]);
    const { status, updatedAt } = JSON.parse(one!.body) as { status: string; updatedAt: string };
    assert.equal(said.id, `${reference} ${status} ${updatedAt}`);
    assert.equal((await find(reference))?.status, 'confirmed');
  });

  it('that come again have the same id, and those of another status another', async () => {
    Object.assign(standIn.control.webhooks.delivery, {
      statuses: 'all',
      copies: 2,
      order: 'reversed',
    });
    await create();
    const all = (await heard(8)).map(read);
    assert.equal(all.length, 8);
    assert.equal(new Set(all.map((one) => one.id)).size, 4);
    assert.deepEqual(
      got.map(({ body }) => (JSON.parse(body) as { status: string }).status),
      [
        'DONE',
        'DONE',
        'IN_PROGRESS',
        'IN_PROGRESS',
        'AUTHORIZED',
        'AUTHORIZED',
        'PENDING',
        'PENDING',
      ],
    );
  });

  it('without the fixed header, or with another value, are forged', async () => {
    for (const header of ['missing', 'wrong'] as const) {
      standIn.control.webhooks.delivery.header = header;
      await create();
      await heard(1);
      assert.throws(() => read(got.shift()!), ForgedCallback, header);
    }
    const body = JSON.stringify({ transactionId: 't', status: 'DONE' });
    for (const value of ['', ` ${HEADER.value}`, `${HEADER.value}, ${HEADER.value}`, 'x'])
      assert.throws(
        () => provider.parseCallback({ headers: { [HEADER.name]: value }, body }),
        ForgedCallback,
      );
    const open = zenditProvider({
      name: 'open',
      url: standIn.url,
      apiKey: 'k',
      header: null,
      bytesPerGb: GB,
    });
    assert.equal(open.parseCallback({ headers: {}, body }).trust, 'unsigned');
    await open.close();
  });

  it('that make no sense are unclear, and those about other products mean nothing to us', () => {
    const say = (body: string) =>
      provider.parseCallback({ headers: { [HEADER.name]: HEADER.value }, body });
    for (const body of ['', '{', '[]', '7', 'null', '{}', '{"transactionId":5,"status":"DONE"}'])
      assert.throws(() => say(body), ProviderUnclear, body);
    const other = { transactionId: 't', status: 'DONE', productType: 'VOUCHER' };
    assert.deepEqual(say(JSON.stringify(other)).hints, []);
  });
});

describe('the kind', () => {
  it('makes a provider of an account, as an operator enters it', async () => {
    const made = zenditKind.make({
      name: 'zendit-main',
      baseUrl: standIn.url,
      credentials: { ...standIn.credentials, callback_value: 'sixteen or more chars' },
      settings: { callback_header: 'X-Ours', bytes_per_gb: 2 ** 30 },
      limits: {},
    });
    await made.signIn();
    assert.equal(made.name, 'zendit-main');
    assert.deepEqual(made.tiers, { create_esim: 'T2', add_package: 'T2' });
    const [page] = await collect(made.catalog());
    assert.equal(page!.find((one) => one.id === TEMPLATE.id)?.bytes, 2 ** 30);
    const body = JSON.stringify({ transactionId: 't', status: 'DONE' });
    assert.throws(() => made.parseCallback({ headers: {}, body }), ForgedCallback);
    const headers = { 'x-ours': 'sixteen or more chars' };
    assert.equal(made.parseCallback({ headers, body }).hints.length, 1);
    await made.close();
  });
});

const FAULTS = {
  timeout: 'hang_after',
  timeout_before: 'hang_before',
  error: 'error_before',
  out_of_stock: 'offer_gone',
} as const satisfies Record<Fault, string>;

conformance('zendit', async () => {
  const { control, credentials, ledger, url, close } = await startZendit();
  control.hold();
  const subject = providerAt(url, credentials.api_key, { pageSize: 5, timeoutMs: 2_500 });
  return {
    provider: subject,
    customer: 'c',
    template: TEMPLATE,
    breakNext: async (fault) => control.breakNext({ kind: FAULTS[fault] }),
    countProvisioned: async (reference) => ledger().provisioned(reference),
    finish: async () => void control.release(),
    callback: async (iccid) => ({
      headers: { [HEADER.name]: HEADER.value },
      body: control.callbackAbout(iccid),
    }),
    use: async (iccid, { bytes, packageId }) =>
      void control.phone.use(iccid, bytes, packageId ?? undefined),
    async close() {
      await subject.close();
      await close();
    },
  };
});
