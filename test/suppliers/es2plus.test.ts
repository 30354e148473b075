import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { es2Calls } from '../../src/providers/es2plus/calls.ts';
import { httpClient } from '../../src/providers/http.ts';
import {
  ForgedCallback,
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type ProviderOrder,
} from '../../src/providers/provider.ts';
import {
  iccid,
  makeAccount,
  start,
  TYPE,
  type Given,
} from '../support/suppliers/es2plus/account.ts';
import { makeAuthority } from '../../packages/standins/src/es2plus/certificates.ts';
import { memoryLedger } from '../support/suppliers/es2plus/memory-ledger.ts';

let given: Given;
const opened: Given[] = [];
async function open(options?: Parameters<typeof start>[0]): Promise<Given> {
  opened.push((given = await start(options)));
  return given;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const CUSTOMER = 'prt_1';
const create = (reference: string = randomUUID(), { provider } = given): Promise<ProviderOrder> =>
  provider.createEsim({ template: null, reference, customer: CUSTOMER });
const find = (
  reference: string,
  { provider } = given,
  sentAt: string | null = new Date().toISOString(),
) =>
  provider.findByReference({
    reference,
    kind: 'create_esim',
    customer: CUSTOMER,
    iccid: null,
    esim_id: null,
    template: null,
    provider_order_id: null,
    sent_at: sentAt,
  });
/** Asks until it is done, as the worker does. */
async function settle(reference: string, from = given): Promise<ProviderOrder> {
  for (let i = 0; i < 10; i++) {
    const order = await find(reference, from).catch((error: unknown) => {
      assert.ok(error instanceof ProviderUnclear, String(error));
      return null;
    });
    if (order?.status === 'confirmed') return order;
    if (order === null) await create(reference, from).catch(isOfOurs);
  }
  throw new Error('the order was never settled');
}
function isOfOurs(error: unknown): null {
  assert.ok(
    [ProviderUnclear, ProviderNotReached, ProviderRefused].some((kind) => error instanceof kind),
    String(error),
  );
  return null;
}
const taken = ({ smdp } = given) =>
  smdp.ledger().profiles.filter(({ state }) => state !== 'Available');
const called = (name: string, { smdp } = given) =>
  smdp.ledger().calls.filter((one) => one.name === name);
const refused = (reason: string, concerns: string) => (error: unknown) => {
  assert.ok(error instanceof ProviderRefused, String(error));
  assert.deepEqual([error.reason, error.concerns], [reason, concerns]);
  return true;
};

describe('a new eSIM of the stock', () => {
  it('is taken, confirmed with a matching id of ours, and released', async () => {
    await open();
    const reference = randomUUID();
    const order = await create(reference);
    const [profile] = taken();
    assert.deepEqual(order, {
      id: reference,
      reference,
      kind: 'create_esim',
      status: 'confirmed',
      iccid: iccid(1),
      profile: {
        iccid: iccid(1),
        esim_id: null,
        lpa: `LPA:1$rsp.example.com$${profile!.matchingId}`,
        subscriber_imsi: '001010000000000',
        imsi: 'plan-a',
        state: 'RELEASED',
        install: null,
      },
      package_id: null,
      template_id: null,
      cost: null,
      created_at: order.created_at,
    });
    assert.equal(profile!.state, 'Released');
    assert.deepEqual(
      given.smdp.ledger().calls.map(({ name, result }) => [name, result]),
      [
        ['downloadOrder', 'ok'],
        ['confirmOrder', 'ok'],
        ['releaseProfile', 'ok'],
      ],
    );
    const ids = given.smdp.ledger().calls.map(({ callId }) => callId);
    assert.equal(new Set(ids).size, 3);
    assert.ok(ids.every((id) => id.startsWith(`hubby-${reference}-`)));
  });

  it('asked for again is the same, and nothing is sent', async () => {
    await open();
    const reference = randomUUID();
    const order = await create(reference);
    assert.deepEqual(await create(reference), order);
    assert.deepEqual(await find(reference), order);
    assert.equal(given.smdp.ledger().calls.length, 3);
    await assert.rejects(
      given.provider.addPackage({
        iccid: order.iccid!,
        esim_id: null,
        template: { id: 'x', bytes: 1, duration_days: 1, coverage: ['ESP'], imsi: null },
        reference,
        customer: CUSTOMER,
      }),
      refused('rejected', 'order'),
    );
  });

  for (const name of ['downloadOrder', 'confirmOrder', 'releaseProfile'])
    for (const fault of ['cut', 'broken_after', 'malformed', 'broken_before'] as const)
      for (const repeat of ['success', 'in_use'] as const)
        it(`is one where ${name} ends in ${fault} (a repetition: ${repeat})`, async () => {
          await open();
          given.smdp.control.repeat = repeat;
          given.smdp.control.faults.next(fault, { of: name });
          const reference = randomUUID();
          if (name === 'downloadOrder') await assert.rejects(create(reference), ProviderUnclear);
          else {
            const pending = await create(reference);
            assert.deepEqual(
              [pending.status, pending.iccid, pending.profile],
              ['pending', null, null],
            );
          }
          const order = await settle(reference);
          assert.equal(order.iccid, iccid(1));
          assert.equal(taken().length, 1);
          assert.equal(taken()[0]!.state, 'Released');
          assert.equal(taken()[0]!.allocations, 1);
          assert.match(order.profile!.lpa, new RegExp(`\\$${taken()[0]!.matchingId}$`));
        });

  it('is bound to its own matching id, whatever is answered', async () => {
    await open();
    const reference = randomUUID();
    given.smdp.control.mixesUp = true;
    assert.equal((await create(reference)).status, 'pending');
    assert.equal((await create(reference)).profile, null);
    given.smdp.control.mixesUp = false;
    const order = await settle(reference);
    assert.equal(order.profile!.lpa, `LPA:1$rsp.example.com$${taken()[0]!.matchingId}`);
    assert.equal(taken()[0]!.allocations, 1);
  });

  it('is one for any number of calls at once', async () => {
    await open({ stock: 60 });
    const references = Array.from({ length: 10 }, () => randomUUID());
    const all = await Promise.all(
      references.flatMap((reference) =>
        Array.from({ length: 5 }, () => create(reference).catch(isOfOurs)),
      ),
    );
    for (const reference of references) await settle(reference);
    assert.ok(all.some((one) => one?.status === 'confirmed'));
    assert.equal(taken().length, 10);
    assert.ok(taken().every(({ state, allocations }) => state === 'Released' && allocations === 1));
  });

  it('is one each under every fault at once', async () => {
    await open({ stock: 60 });
    const random = fc.sample(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), 4_000);
    given.smdp.control.faults.often(
      0.3,
      ['cut', 'broken_before', 'broken_after', 'busy', 'malformed'],
      () => random.pop() ?? 0.5,
    );
    const references = Array.from({ length: 50 }, () => randomUUID());
    await Promise.all(references.map((reference) => create(reference).catch(isOfOurs)));
    given.smdp.control.faults.none();
    const orders = await Promise.all(references.map((reference) => settle(reference)));
    assert.equal(new Set(orders.map((order) => order.iccid)).size, 50);
    assert.equal(taken().length, 50);
    assert.ok(taken().every(({ allocations }) => allocations === 1));
  });

  it('is not gone on with by a look-up before its first call', async () => {
    await open();
    const reference = randomUUID();
    given.smdp.control.faults.next('broken_before');
    await assert.rejects(create(reference), ProviderUnclear);
    assert.equal(await find(reference, given, null), null);
    assert.equal(called('downloadOrder').length, 0);
    // Sent anew, as an operator may have it sent, it goes on with what was begun.
    const { id } = await create(reference);
    assert.equal(given.ledger.profiles.get(iccid(2))!.status, 'free');
    const order = await settle(reference);
    assert.equal(order!.id, id);
    assert.deepEqual(await find(reference, given, null), order);
    assert.equal(await find(randomUUID(), given, null), null);
  });

  it('is refused where the stock list is empty, and nothing is sent', async () => {
    await open({ stock: 0 });
    const reference = randomUUID();
    await assert.rejects(create(reference), refused('out_of_stock', 'order'));
    assert.equal(given.smdp.ledger().calls.length, 0);
    assert.equal(await find(reference), null);
  });

  it('leaves a profile that somebody else has, and the next one is taken', async () => {
    await open();
    given.smdp.ledger().profiles[0]!.state = 'Installed';
    assert.equal((await create()).iccid, iccid(2));
    assert.equal(given.ledger.profiles.get(iccid(1))!.status, 'lost');
  });

  it('is not asked for with a profile that another call has put away meanwhile', async () => {
    const { ledger } = await open();
    const reference = randomUUID();
    const reserve = ledger.reserve.bind(ledger);
    ledger.reserve = async (one) => {
      const chosen = await reserve(one);
      ledger.reserve = reserve;
      await ledger.discard(one, chosen!.profile!.iccid);
      return chosen;
    };
    await assert.rejects(create(reference), ProviderUnclear);
    assert.equal(called('downloadOrder').length, 0);
    assert.equal((await create(reference)).iccid, iccid(2));
  });

  it('leaves profiles that are unknown or of another operator', async () => {
    await open({ stock: 2 });
    const unknown = { subscriberImsi: null, imsi: null };
    given.ledger.profiles.clear();
    given.smdp.control.addStock([{ iccid: iccid(98), profileType: TYPE, isForeign: true }]);
    given.ledger.addStock(
      [iccid(97), iccid(98), iccid(1)].map((one) => ({ iccid: one, ...unknown })),
    );
    assert.equal((await create()).iccid, iccid(1));
    given.ledger.addStock(
      [iccid(94), iccid(95), iccid(96)].map((one) => ({ iccid: one, ...unknown })),
    );
    await assert.rejects(create(), refused('rejected', 'order'));
  });

  it('leaves a profile that is refused without a reason', async () => {
    await open();
    given.smdp.control.failNext('downloadOrder', '');
    assert.equal((await create()).iccid, iccid(2));
    assert.equal(given.ledger.profiles.get(iccid(1))!.status, 'lost');
  });

  it('keeps its profiles where all are refused without a reason', async () => {
    for (const stock of [2, 5]) {
      await open({ stock });
      given.smdp.control.failNext('downloadOrder', '', Math.min(stock, 3));
      await assert.rejects(create(), refused('rejected', 'account'));
      assert.ok([...given.ledger.profiles.values()].every(({ status }) => status === 'free'));
      assert.equal((await create()).iccid, iccid(1));
    }
  });

  it('names the configured address and our own matching id where the answer names none', async () => {
    await open();
    Object.assign(given.smdp.control, { smdpAddress: null, saysMatchingId: false });
    const { profile } = await create();
    assert.equal(profile!.lpa, `LPA:1$configured.example.com$${taken()[0]!.matchingId}`);
    given.smdp.control.smdpAddress = '.';
    assert.match((await create()).profile!.lpa, /^LPA:1\$configured\.example\.com\$/);
  });

  it('takes padded ICCIDs, a success with a remark, and pads where that is agreed', async () => {
    await open({ settings: { iccid_format: 'padded' } });
    Object.assign(given.smdp.control, { pads: true, success: 'Executed-WithWarning' });
    assert.equal((await create()).iccid, iccid(1));
  });
});

describe('a refusal', () => {
  const CODES: [string, string, string, string][] = [
    ['downloadOrder', '8.2.5/1.2', 'rejected', 'account'],
    ['downloadOrder', '8.2.5/3.9', 'rejected', 'account'],
    ['downloadOrder', '8.2.5/3.7', 'out_of_stock', 'order'],
    ['downloadOrder', '8.2.5/3.8', 'rejected', 'account'],
    ['downloadOrder', '1.3.1/2.2', 'rejected', 'account'],
    ['downloadOrder', '1.1/1.1', 'rejected', 'account'],
    ['confirmOrder', '8.1.1/2.2', 'rejected', 'order'],
    ['confirmOrder', '8.1.1/3.10', 'rejected', 'order'],
    ['confirmOrder', '8.2.1/1.2', 'rejected', 'order'],
    ['confirmOrder', '8.2.1/3.9', 'rejected', 'order'],
    ['confirmOrder', '8.2.6/3.3', 'rejected', 'order'],
    ['releaseProfile', '8.2.1/3.5', 'rejected', 'order'],
  ];
  for (const [name, code, reason, concerns] of CODES)
    it(`${code} of ${name} takes back what was done`, async () => {
      await open();
      given.smdp.control.failNext(name, code);
      const reference = randomUUID();
      await assert.rejects(create(reference), refused(reason, concerns));
      assert.deepEqual(taken(), []);
      assert.equal(await find(reference), null);
      // It certainly made nothing, so the reference may be used again.
      assert.equal((await create(reference)).status, 'confirmed');
    });

  it('without a code is one', async () => {
    await open();
    given.smdp.control.failNext('confirmOrder', '');
    const reference = randomUUID();
    await assert.rejects(create(reference), refused('rejected', 'order'));
    assert.deepEqual(taken(), []);
    assert.equal(await find(reference), null);
  });

  for (const code of ['8.9/4.2', '8.9/5.1'])
    it(`is none with ${code}: how it ended is not known`, async () => {
      await open();
      given.smdp.control.failNext('confirmOrder', code);
      const reference = randomUUID();
      assert.equal((await create(reference)).status, 'pending');
      assert.equal((await settle(reference)).iccid, iccid(1));
    });

  it('is told only when all is taken back', async () => {
    await open();
    given.smdp.control.failNext('releaseProfile', '8.2.1/3.5');
    given.smdp.control.faults.next('broken_before', { of: 'cancelOrder', count: 2 });
    const reference = randomUUID();
    await assert.rejects(create(reference), ProviderUnclear);
    await assert.rejects(find(reference), ProviderUnclear);
    assert.equal(await find(reference), null);
    assert.deepEqual(taken(), []);
    assert.equal(given.ledger.profiles.get(iccid(1))!.status, 'free');
  });

  it('leaves the profile out of the stock where its state is not known', async () => {
    await open();
    given.smdp.control.failNext('releaseProfile', '8.2.1/3.5');
    given.smdp.control.faults.next('cut', { of: 'cancelOrder' });
    const reference = randomUUID();
    await assert.rejects(create(reference), ProviderUnclear);
    assert.equal(await find(reference), null);
    assert.equal(given.ledger.profiles.get(iccid(1))!.status, 'lost');
  });

  it('cancels without the matching id where the confirmation never arrived', async () => {
    await open();
    given.smdp.control.faults.next('broken_before', { of: 'confirmOrder' });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    given.smdp.control.failNext('confirmOrder', '8.2.1/3.9');
    assert.equal(await find(reference), null);
    assert.deepEqual(
      called('cancelOrder').map(({ result }) => result),
      ['8.2.6/3.10', 'ok'],
    );
    assert.deepEqual(taken(), []);
  });
});

describe('by profile type', () => {
  const settings = { order_by: 'profile_type', profile_type: TYPE };

  it('the SM-DP+ chooses', async () => {
    await open({ settings });
    assert.equal(given.provider.tiers.create_esim, 'T3');
    assert.equal((await create()).iccid, iccid(1));
    assert.equal((await create()).iccid, iccid(2));
  });

  it('an answer that is lost is not asked for again', async () => {
    await open({ settings });
    given.smdp.control.faults.next('cut');
    const reference = randomUUID();
    await assert.rejects(create(reference), ProviderUnclear);
    await assert.rejects(create(reference), ProviderUnclear);
    await assert.rejects(find(reference), ProviderUnclear);
    assert.equal(called('downloadOrder').length, 1);
  });

  it('is asked for once more where a person has ruled out the lost one', async () => {
    await open({ settings });
    given.smdp.control.faults.next('cut');
    const reference = randomUUID();
    await assert.rejects(create(reference), ProviderUnclear);
    await given.provider.forgetTry!(reference);
    assert.equal((await create(reference)).iccid, iccid(2));
    // From then on there is a profile, which nobody gives away by saying it again.
    await given.provider.forgetTry!(reference);
    assert.equal((await create(reference)).iccid, iccid(2));
    assert.equal(called('downloadOrder').length, 2);
  });

  it('what comes after it goes on by itself', async () => {
    await open({ settings });
    given.smdp.control.faults.next('cut', { of: 'confirmOrder' });
    const reference = randomUUID();
    assert.equal((await create(reference)).status, 'pending');
    assert.equal((await find(reference))?.status, 'confirmed');
    assert.equal(taken().length, 1);
  });

  it('none left is out of stock; a call that never left may be sent again', async () => {
    await open({ settings, stock: 1 });
    given.smdp.control.faults.next('busy');
    const reference = randomUUID();
    await assert.rejects(create(reference), ProviderBusy);
    assert.equal(await find(reference), null);
    assert.equal((await create(reference)).iccid, iccid(1));
    await assert.rejects(create(), refused('out_of_stock', 'order'));
  });
});

describe('the way there', () => {
  it('is known to be wrong: certificate, address, identifier', async () => {
    const { smdp, ledger } = await open();
    const stranger = await (await makeAuthority('Another CA')).issue('hubby');
    const wrong: [Parameters<typeof makeAccount>[2], RegExp][] = [
      [{ settings: { ca: (await makeAuthority()).ca } }, /certificate is not accepted by us/],
      [{ baseUrl: `${smdp.url}/elsewhere` }, /refused with 404/],
      [{ credentials: { requester_id: '1.2.3' } }, /1\.1\/1\.1/],
    ];
    for (const [options, message] of wrong) {
      const provider = makeAccount(smdp, ledger, options);
      for (const call of [
        () => provider.signIn(),
        () => create(randomUUID(), { ...given, provider }),
      ])
        await assert.rejects(call, (error) => {
          refused('rejected', 'account')(error);
          return message.test((error as Error).message);
        });
      await provider.close();
    }
    // Node's servers hang up without a word on a certificate of a stranger.
    const provider = makeAccount(smdp, ledger, {
      credentials: { certificate: stranger.certificate, private_key: stranger.key },
    });
    await assert.rejects(provider.signIn(), ProviderUnclear);
    await provider.close();
    assert.deepEqual(taken(), []);
    assert.ok([...ledger.profiles.values()].every(({ status }) => status !== 'lost'));
    await given.provider.signIn();
    assert.deepEqual(taken(), []);
  });

  it('is not there: nothing has left, and no profile is kept for it', async () => {
    const { smdp, ledger } = await open();
    const provider = makeAccount(smdp, ledger, { baseUrl: 'https://127.0.0.1:1' });
    const reference = randomUUID();
    await assert.rejects(create(reference, { ...given, provider }), ProviderNotReached);
    assert.equal(await find(reference), null);
    assert.ok([...ledger.profiles.values()].every(({ status }) => status === 'free'));
    await provider.close();
  });

  it('is too busy: nothing has left', async () => {
    await open();
    given.smdp.control.faults.next('busy');
    await assert.rejects(create(), (error) => {
      assert.ok(error instanceof ProviderBusy);
      assert.equal(error.retryAfterMs, 7_000);
      return true;
    });
    given.smdp.control.faults.next('busy', { of: 'confirmOrder' });
    assert.equal((await create()).status, 'pending');
  });

  it('answers a call without a field in one of three ways, none of them success', async () => {
    const { smdp } = await open();
    const http = httpClient({
      url: smdp.url,
      headers: {},
      timeoutMs: 5_000,
      tls: {
        ca: smdp.authority.ca,
        cert: smdp.credentials.certificate,
        key: smdp.credentials.private_key,
      },
    });
    const es2 = es2Calls({ http, requesterId: smdp.credentials.requester_id, version: '2.2.0' });
    assert.deepEqual(await es2('confirmOrder', {}), { ok: false, code: '1.3.1/2.2' });
    const input = { iccid: iccid(1), releaseFlag: false, matchingId: 'lower' };
    assert.deepEqual(await es2('confirmOrder', input), { ok: false, code: '1.3.1/2.1' });
    smdp.control.missing = 'http_400';
    await assert.rejects(es2('confirmOrder', {}), refused('rejected', 'account'));
    smdp.control.missing = 'http_500';
    await assert.rejects(es2('confirmOrder', {}), ProviderUnclear);
    await http.close();
  });
});

describe('what is told later', () => {
  it('is the state that the ledger has, of a profile that an order has', async () => {
    await open();
    const { iccid: made } = await create();
    const esim = { iccid: made!, esim_id: null, packages: [] };
    const at = new Date(Date.now() + 3_600_000).toISOString();
    assert.equal((await given.provider.getEsim(esim))?.state, 'RELEASED');
    await given.ledger.tell(made!, { state: 'INSTALLED', at });
    assert.deepEqual(await given.provider.getEsim(esim), {
      iccid: made,
      state: 'INSTALLED',
      state_changed_at: at,
      packages: [],
      usage: [],
    });
    assert.equal(await given.provider.getEsim({ ...esim, iccid: iccid(3) }), null);
  });

  it('is of now where the clock of the SM-DP+ is late', async () => {
    await open();
    const { iccid: made } = await create();
    const asked = new Date().toISOString();
    await given.ledger.tell(made!, { state: 'INSTALLED', at: '2020-01-01T00:00:00.000Z' });
    const esim = await given.provider.getEsim({ iccid: made!, esim_id: null, packages: [] });
    assert.equal(esim?.state, 'INSTALLED');
    assert.ok(esim.state_changed_at >= asked);
  });

  it('lists orders, has no plans, no money and no callbacks', async () => {
    await open();
    const since = new Date().toISOString();
    const order = await create();
    const { provider } = given;
    assert.deepEqual(await provider.list({ since, cursor: null }), {
      orders: [order],
      next_cursor: null,
    });
    assert.deepEqual(provider.can, {
      emptyProfile: true,
      cancel: 'impossible',
      list: true,
      states: 'installed',
      usage: 'package',
      events: false,
    });
    const template = { id: 'x', bytes: 1, duration_days: 1, coverage: ['ESP'], imsi: null };
    const onto = { iccid: order.iccid!, esim_id: null, template };
    assert.equal(await provider.canAdd(onto), false);
    await assert.rejects(
      provider.addPackage({ ...onto, reference: randomUUID(), customer: CUSTOMER }),
      refused('rejected', 'order'),
    );
    await assert.rejects(
      provider.createEsim({ template, reference: randomUUID(), customer: CUSTOMER }),
      refused('rejected', 'order'),
    );
    assert.equal(await provider.balance(), null);
    for await (const page of provider.catalog()) assert.deepEqual(page, []);
    assert.throws(() => provider.parseCallback({ headers: {}, body: '{}' }), ForgedCallback);
  });
});

describe('an answer of random shape', () => {
  let body = '';
  const server = createServer((_request, response) => response.end(body));
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise((resolve) => server.close(resolve)));

  it('is never taken for success, nor thrown as anything but a failure of ours', async () => {
    const { smdp } = await open({ stock: 0 });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const almost = fc.record(
      {
        header: fc.record(
          {
            functionExecutionStatus: fc.record(
              {
                status: fc.oneof(
                  fc.constantFrom('Failed', 'Expired', 'executed-success'),
                  fc.anything(),
                ),
                statusCodeData: fc.oneof(
                  fc.anything(),
                  fc.record({ subjectCode: fc.string(), reasonCode: fc.string() }),
                ),
              },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
        iccid: fc.anything(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          almost.map((one) => JSON.stringify(one) ?? ''),
        ),
        async (json) => {
          body = json;
          const ledger = memoryLedger();
          ledger.addStock([{ iccid: iccid(1), subscriberImsi: null, imsi: null }]);
          const provider = makeAccount(smdp, ledger, { baseUrl });
          assert.equal(await create(randomUUID(), { ...given, provider }).catch(isOfOurs), null);
          await provider.close();
        },
      ),
      { numRuns: 100 },
    );
  });
});
