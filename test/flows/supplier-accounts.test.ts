/** Supplier accounts: added, tested, changed, paused and removed while everything runs. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { lookAgain } from '../../src/domain/suppliers/look-again.ts';
import { readBalances } from '../../src/domain/suppliers/balances.ts';
import { routableAccounts } from '../../src/domain/suppliers/routable-accounts.ts';
import type { Context } from '../../src/context.ts';
import { loadConfig } from '../../src/config.ts';
import { ProviderBusy, ProviderNotReached, ProviderRefused } from '../../src/providers/provider.ts';
import { openRuntime, type Runtime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { gate, until } from '../faults/checks.ts';
import { fakeSupplier, wrongKey, type FakeSupplier } from '../support/fake-supplier.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

const SECRET = 'canary-of-a-supplier-key';
const LOCAL = 'http://127.0.0.1:9';
let hubby: Hubby;
let fake: FakeSupplier;
let other: Runtime;
const lines: string[] = [];
const log = {
  info: (fields: object, message: string) => lines.push(JSON.stringify([fields, message])),
  warn: (fields: object, message: string) => lines.push(JSON.stringify([fields, message])),
  error: (fields: object, message: string) => lines.push(JSON.stringify([fields, message])),
};
let counter = 0;
const newName = (): string => `account-${++counter}`;

before(async () => {
  fake = fakeSupplier();
  hubby = await startHubby({ kinds: [fake.kind], context: { log: log as never } });
  other = await openRuntime(
    loadConfig({ PORT: '0', HUBBY_DATA_DIR: '/nonexistent', HUBBY_SECRET_KEY: hubby.secretKey }),
    hubby.databaseConfig,
    makeSecrets(Buffer.from(hubby.secretKey, 'base64')),
    log as never,
    { poolSize: 3, kinds: [fake.kind] },
  );
});
beforeEach(() => {
  Object.assign(fake, { failure: null, hold: null, balance: { minor: 50_000, currency: 'USD' } });
});
after(async () => {
  await other.close();
  await hubby.close();
});

const form = (name: string, more: Json = {}): Json => ({
  name,
  kind: 'airalo',
  base_url: LOCAL,
  credentials: { client_id: 'an-id', client_secret: SECRET },
  ...more,
});
const add = (name: string, more: Json = {}): Promise<Answer> =>
  hubby.operator('POST', '/suppliers', form(name, more));
const patch = (name: string, change: Json): Promise<Answer> =>
  hubby.operator('PATCH', `/suppliers/${name}`, change);
const test = (name: string): Promise<Answer> => hubby.operator('POST', `/suppliers/${name}/test`);
const shown = async (name: string): Promise<Json> =>
  (await hubby.operator('GET', `/suppliers/${name}`)).body.data;
const fields = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => d.field).sort();
const routable = (name: string, ctx: Context = hubby.ctx) =>
  routableAccounts(ctx).find((account) => account.name === name);
/** One that takes orders. */
async function running(more: Json = {}): Promise<string> {
  const name = newName();
  assert.equal((await add(name, more)).status, 201);
  assert.equal((await test(name)).body.data.ok, true);
  return name;
}
const order = (name: string, ctx: Context = hubby.ctx): Promise<unknown> =>
  ctx.providers.get(name)!.createEsim({ template: null, reference: 'r', customer: 'prt_1' });
const say = (wanted: RegExp) => (error: Error) => wanted.test(error.message);

describe('the accounts of the sandbox telco', () => {
  it('are rows that are there, and may be paused', async () => {
    const { data } = (await hubby.operator('GET', '/suppliers')).body;
    const found = data.filter((a: Json) => a.kind === 'sandbox');
    assert.deepEqual(
      found.map((a: Json) => [a.name, a.mode, a.status, a.callback_path]),
      ['sandbox-one', 'sandbox-three', 'sandbox-two'].map((name) => [name, 'test', 'active', null]),
    );
    assert.equal((await patch('sandbox-two', { status: 'paused' })).status, 200);
    assert.equal(routable('sandbox-two')?.outBecause, 'it is paused by the operator');
    await assert.rejects(order('sandbox-two'), say(/paused by the operator/));
    assert.equal((await patch('sandbox-two', { status: 'active' })).status, 200);
    assert.equal(routable('sandbox-two')?.outBecause, null);
  });

  it('have no key, no address, and stay', async () => {
    const refused = await patch('sandbox-one', { base_url: LOCAL, credentials: {} });
    assert.deepEqual([refused.status, fields(refused)], [400, ['base_url', 'credentials']]);
    assert.equal((await hubby.operator('DELETE', '/suppliers/sandbox-one')).status, 409);
    assert.equal(
      (await hubby.operator('POST', '/suppliers/sandbox-one/rotate-callback-token')).status,
      409,
    );
    assert.equal((await add('sandbox-nine', { kind: 'sandbox' })).status, 400);
  });
});

describe('a new account', () => {
  it('takes no orders until its first good test, on which it begins', async () => {
    const name = newName();
    const made = await add(name);
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.body.data.status, made.body.data.mode], ['draining', 'test']);
    assert.equal(made.body.data.health.out_because, 'it waits for its first good test');
    fake.failure = wrongKey();
    const bad = await test(name);
    assert.equal(bad.status, 200);
    assert.deepEqual(
      bad.body.data.steps.map((s: Json) => [s.step, s.ok]),
      [
        ['address', true],
        ['sign_in', false],
      ],
    );
    assert.equal(bad.body.data.steps[1].message, 'The telco does not know the key.');
    assert.deepEqual([bad.body.data.ok, (await shown(name)).status], [false, 'draining']);
    fake.failure = null;
    const good = (await test(name)).body.data;
    assert.deepEqual(
      good.steps.map((s: Json) => [s.step, s.ok]),
      ['address', 'sign_in', 'balance', 'catalog'].map((step) => [step, true]),
    );
    const { status, health } = await shown(name);
    assert.deepEqual([status, health.out_because], ['active', null]);
    assert.deepEqual(health.balance, { amount: 500, currency: 'USD' });
    assert.equal(health.last_test.ok, true);
  });

  it('is refused with every problem, none of which shows a secret', async () => {
    const answer = await add(newName(), {
      base_url: 'http://example.com',
      credentials: { client_secret: `NOT FIT ${SECRET}`, surplus: SECRET },
      settings: { currency: 'dollars', colour: 'red' },
      mode: 'live',
      spend_cap: { amount: 1.234, currency: 'USD' },
      balance_threshold: { amount: 1, currency: 'XXQ' },
    });
    assert.equal(answer.status, 400);
    assert.deepEqual(fields(answer), [
      'balance_threshold.currency',
      'base_url',
      'credentials.client_id',
      'credentials.client_secret',
      'credentials.surplus',
      'mode',
      'settings.colour',
      'settings.currency',
      'spend_cap.amount',
    ]);
    assert.ok(!answer.text.includes(SECRET));
    for (const body of [
      form('A b'),
      form('ok-name', { kind: 'nobody' }),
      form('ok-name', { credentials: SECRET }),
      form('ok-name', { limits: { per_minute: 1 } }),
    ]) {
      const refused = await hubby.operator('POST', '/suppliers', body);
      assert.equal(refused.status, 400, JSON.stringify(body));
      assert.ok(!refused.text.includes(SECRET), refused.text);
    }
    for (const base_url of ['https://10.0.0.1', 'https://user:pass@example.com', 'ftp://x.example'])
      assert.equal((await add(newName(), { base_url })).status, 400, base_url);
    assert.equal(hubby.ctx.suppliers.find('ok-name'), undefined);
  });

  it('has a name of its own, whoever comes first', async () => {
    const name = newName();
    const answers = await Promise.all(Array.from({ length: 4 }, () => add(name)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409]);
  });
});

describe('every endpoint of accounts', () => {
  it('knows the form of every kind, with a description of each field', async () => {
    const { status, body } = await hubby.operator('GET', '/supplier-kinds');
    assert.equal(status, 200);
    assert.deepEqual(
      body.data.map((k: Json) => k.kind),
      ['airalo', 'es2plus', 'esim-access', 'esim-go', 'zendit'],
    );
    for (const { kind, credentials, settings } of body.data)
      for (const form of [credentials, settings])
        for (const [name, field] of Object.entries<Json>(form.properties))
          assert.ok(field.description, `${kind}: ${name}`);
  });

  it('needs the operator’s token, and knows no account that is not there', async () => {
    const calls: [string, string, Json?][] = [
      ['GET', '/suppliers/nobody'],
      ['PATCH', '/suppliers/nobody', { priority: 1 }],
      ['DELETE', '/suppliers/nobody'],
      ['POST', '/suppliers/nobody/test'],
      ['POST', '/suppliers/nobody/rotate-callback-token'],
    ];
    for (const [method, path, body] of calls)
      assert.equal((await hubby.operator(method, path, body)).status, 404, `${method} ${path}`);
    for (const [method, path] of [
      ...calls,
      ['GET', '/suppliers'],
      ['POST', '/suppliers'],
      ['GET', '/supplier-kinds'],
    ] as const)
      assert.equal((await hubby.bare(method, `/api/operator${path}`)).status, 401);
  });
});

describe('a change', () => {
  it('is in force at once here, and on other nodes by themselves', async () => {
    const name = await running();
    // It may see the account before its test.
    await until('the other node takes it', async () =>
      routable(name, other.ctx)?.outBecause === null ? true : null,
    );
    await patch(name, { status: 'paused' });
    assert.equal(routable(name)?.outBecause, 'it is paused by the operator');
    await until('the other node pauses it', async () =>
      routable(name, other.ctx)?.outBecause === 'it is paused by the operator' ? true : null,
    );
    await assert.rejects(order(name, other.ctx), say(/paused by the operator/));
    // Its eSIMs are still asked about.
    assert.equal(
      await other.ctx.providers.get(name)!.getEsim({ iccid: '89', esim_id: null, packages: [] }),
      null,
    );
  });

  it('of the address needs the credentials anew, and another test', async () => {
    const name = await running();
    const moved = await patch(name, { base_url: 'http://127.0.0.1:10' });
    assert.deepEqual([moved.status, fields(moved)], [400, ['credentials']]);
    assert.equal((await shown(name)).base_url, LOCAL);
    const both = await patch(name, {
      base_url: 'http://127.0.0.1:10/',
      credentials: { client_id: 'an-id', client_secret: `${SECRET}-2` },
    });
    assert.deepEqual(
      [both.status, both.body.data.base_url, both.body.data.status],
      [200, 'http://127.0.0.1:10', 'draining'],
    );
    assert.equal((await patch(name, { status: 'active' })).status, 400);
    assert.equal((await test(name)).body.data.ok, true);
    assert.equal((await shown(name)).status, 'active');
    assert.ok(fake.calls.at(-1)!.endsWith(`${SECRET}-2`));
  });

  it('of the key is tried first: one that is good takes no account out of use', async () => {
    const name = await running({ credentials: { client_id: 'an-id', client_secret: 'key-one' } });
    const changed = await patch(name, {
      credentials: { client_id: 'an-id', client_secret: 'key-two' },
    });
    assert.deepEqual([changed.status, changed.body.data.status], [200, 'active']);
    await hubby.ctx.providers.get(name)!.balance();
    assert.equal(fake.calls.at(-1), 'balance key-two');
    assert.equal(routable(name)?.outBecause, null);
  });

  it('of the key that is not taken, or that nobody can be asked about, waits for a test', async () => {
    for (const failure of [wrongKey(), new ProviderNotReached('Nobody is there.')]) {
      const name = await running();
      fake.failure = failure;
      const changed = await patch(name, {
        credentials: { client_id: 'an-id', client_secret: 'key-two' },
      });
      assert.deepEqual([changed.status, changed.body.data.status], [200, 'draining']);
      assert.equal((await test(name)).body.data.ok, false);
      fake.failure = null;
      assert.equal((await test(name)).body.data.ok, true);
      assert.equal((await shown(name)).status, 'active');
    }
  });

  it('lets calls under way end, and closes what they used afterwards', async () => {
    const name = await running({ credentials: { client_id: 'an-id', client_secret: 'key-one' } });
    const door = gate();
    // The first call only: the other key is tried before it is taken.
    fake.hold = () => {
      fake.hold = null;
      return door.wait();
    };
    const { balance } = hubby.ctx.providers.get(name)!;
    const underWay = balance();
    await door.reached;
    await patch(name, { credentials: { client_id: 'an-id', client_secret: 'key-two' } });
    const closedHere = () => fake.closed.filter((key) => key === 'key-one').length;
    const before = closedHere();
    await assert.rejects(balance(), ProviderBusy);
    assert.equal(closedHere(), before);
    door.open();
    assert.deepEqual(await underWay, { minor: 50_000, currency: 'USD' });
    await until('it is closed', async () => (closedHere() > before ? true : null));
    await hubby.ctx.providers.get(name)!.balance();
    assert.equal(fake.calls.at(-1), 'balance key-two');
  });

  it('that leaves address, key and limits as they are goes on with the same adapter', async () => {
    const name = await running();
    const made = fake.made.length;
    const provider = hubby.ctx.providers.get(name);
    await patch(name, { priority: 3, preorder: true, spend_cap: { amount: 5, currency: 'USD' } });
    assert.equal(hubby.ctx.providers.get(name), provider);
    assert.equal(fake.made.filter((a, i) => i >= made && a.name === name).length, 0);
    const { priority, preorder, spend_cap } = await shown(name);
    assert.deepEqual([priority, preorder, spend_cap], [3, true, { amount: 5, currency: 'USD' }]);
    assert.equal(hubby.ctx.suppliers.all()[0]!.name, name, 'by priority');
  });

  it('and another at the same time are both made; by version only one is', async () => {
    const name = await running();
    await Promise.all([patch(name, { priority: 7 }), patch(name, { preorder: true })]);
    const { priority, preorder, version } = await shown(name);
    assert.deepEqual([priority, preorder], [7, true]);
    const answers = await Promise.all([
      patch(name, { priority: 8, version }),
      patch(name, { priority: 9, version }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  it('is refused where it makes no sense, and changes nothing', async () => {
    const name = await running();
    const before = await shown(name);
    for (const change of [
      { status: 'gone' },
      { priority: -1 },
      { limits: { at_once: 0 } },
      { credentials: { client_id: 'an-id' } },
      { settings: { currency: 7 } },
      { mode: 'live' },
    ])
      assert.equal((await patch(name, change)).status, 400, JSON.stringify(change));
    assert.deepEqual({ ...(await shown(name)), health: 0 }, { ...before, health: 0 });
  });
});

describe('the limits of an account', () => {
  it('narrow the kind’s, and all nodes share them', async () => {
    const name = await running();
    await patch(name, { limits: { per_second: 0.01 } });
    await until('the other node has it', async () =>
      other.ctx.providers.get(name)?.limits.perSecond === 0.01 ? true : null,
    );
    await other.ctx.providers.get(name)!.balance();
    for (const { ctx } of [hubby, other])
      await assert.rejects(
        ctx.providers.get(name)!.balance(),
        (error) => error instanceof ProviderBusy && error.retryAfterMs > 2_000,
      );
  });
});

describe('an account that is refused', () => {
  it('leaves routing with the first such order, everywhere, and comes back by itself', async () => {
    const name = await running();
    await until('the other node has it', async () => other.ctx.providers.has(name) || null);
    fake.failure = new ProviderRefused('no_funds', 'The balance is 0.');
    await assert.rejects(order(name), ProviderRefused);
    assert.equal(routable(name)?.outBecause, 'its balance does not suffice');
    await until('the other node knows', async () =>
      routable(name, other.ctx)?.outBecause === 'its balance does not suffice' ? true : null,
    );
    const due = () =>
      hubby.sql('update supplier_states set look_at = now() where account = $1', [name]);
    assert.equal(await lookAgain(hubby.ctx), 0, 'not before a minute is over');
    await due();
    assert.equal(await lookAgain(hubby.ctx), 0, 'still refused');
    fake.failure = null;
    fake.balance = { minor: 0, currency: 'USD' };
    await due();
    assert.equal(await lookAgain(hubby.ctx), 0, 'signing in does not fill the account');
    fake.balance = { minor: 10, currency: 'USD' };
    await due();
    assert.equal(await lookAgain(hubby.ctx), 1);
    assert.equal(routable(name)?.outBecause, null);
    await until('the other node takes it back', async () =>
      routable(name, other.ctx)?.outBecause === null ? true : null,
    );
  });

  it('is looked at ever more seldom, up to every 15 minutes', async () => {
    const name = await running();
    fake.failure = wrongKey();
    await assert.rejects(order(name), ProviderRefused);
    const minutes: number[] = [];
    const wait = async (): Promise<number> =>
      (
        await hubby.sql(
          `select round(extract(epoch from look_at - now()) / 60)::int as n
           from supplier_states where account = $1`,
          [name],
        )
      )[0].n;
    await until('it is written', async () =>
      hubby.ctx.suppliers.find(name)?.out_because === 'rejected' ? true : null,
    );
    for (let n = 0; n < 6; n++) {
      minutes.push(await wait());
      await hubby.sql('update supplier_states set look_at = now() where account = $1', [name]);
      await lookAgain(hubby.ctx);
    }
    assert.deepEqual(minutes, [1, 2, 4, 8, 15, 15]);
    fake.failure = null;
    assert.equal((await test(name)).body.data.ok, true);
    assert.equal(routable(name)?.outBecause, null, 'a good test takes it back at once');
  });

  it('counts by its calls: health falls with those that fail', async () => {
    const name = await running();
    assert.equal(routable(name)?.health, 1);
    fake.failure = new ProviderNotReached('refused');
    for (let n = 0; n < 4; n++) await assert.rejects(order(name), ProviderNotReached);
    assert.ok(routable(name)!.health < 0.8);
    const { health } = await shown(name);
    assert.ok(health.success_share < 0.5 && health.calls >= 4, JSON.stringify(health));
    // When it opens is the guard's matter.
    Object.assign(hubby.ctx.suppliers.registry.running(name)!, { isBroken: () => true });
    assert.equal(routable(name)?.outBecause, 'calls are paused after failures');
    assert.equal((await shown(name)).health.breaker, 'open');
  });
});

describe('money', () => {
  const spend = (name: string, minor: number, currency: string) =>
    hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state,
         cost_minor, cost_currency)
       values ($1, 'prt_x', 'usr_x', 'create_esim', $2, gen_random_uuid(), 'rejected', $3, $4)`,
      [`ord_${name}_${minor}_${currency}`, name, minor, currency],
    );

  it('is spent up to the cap of a day, and no further', async () => {
    const name = await running({ spend_cap: { amount: 5, currency: 'USD' } });
    await spend(name, 499, 'USD');
    await hubby.ctx.suppliers.lookNow();
    assert.equal(routable(name)?.outBecause, null);
    await spend(name, 1, 'USD');
    await hubby.ctx.suppliers.lookNow();
    assert.equal(routable(name)?.outBecause, 'its spend cap of 5.00 USD a day is reached');
    await assert.rejects(order(name), ProviderNotReached);
    assert.deepEqual((await shown(name)).health.spent_today, [{ amount: 5, currency: 'USD' }]);
    await patch(name, { spend_cap: { amount: 6, currency: 'USD' } });
    assert.equal(routable(name)?.outBecause, null);
    await spend(name, 1, 'EUR');
    await hubby.ctx.suppliers.lookNow();
    assert.match(
      String(routable(name)?.outBecause),
      /charges in EUR, its spend cap is in USD, and a rate/,
    );
    await patch(name, { spend_cap: null });
    assert.equal(routable(name)?.outBecause, null);
  });

  it('that runs low is told once, and is a metric', async () => {
    const name = await running({ balance_threshold: { amount: 20, currency: 'USD' } });
    const told = () => lines.filter((l) => l.includes(name) && l.includes('below its threshold'));
    const stale = () =>
      hubby.sql(
        `update supplier_states set balance_at = now() - interval '1 hour' where account = $1`,
        [name],
      );
    fake.balance = { minor: 1_999, currency: 'USD' };
    for (let n = 0; n < 2; n++) {
      await stale();
      assert.ok((await readBalances(hubby.ctx)) > 0);
    }
    assert.equal(await readBalances(hubby.ctx), 0, 'read of late');
    assert.equal(told().length, 1);
    await hubby.ctx.suppliers.lookNow();
    const token = await hubby.operator('GET', '/suppliers');
    assert.equal(token.body.data.find((a: Json) => a.name === name).health.is_balance_low, true);
  });
});

describe('callbacks of suppliers', () => {
  const call = (method: string, path: string, body?: string): Promise<Answer> =>
    hubby.bare(
      method,
      path,
      body === undefined ? {} : { body, headers: { 'content-type': 'text/plain' } },
    );

  it('are taken at the account’s own path and below it, whatever their type', async () => {
    const name = await running();
    const { callback_path: path } = await shown(name);
    assert.match(path, new RegExp(`^/api/suppliers/${name}/callbacks/[\\w-]{32}$`));
    assert.equal((await call('POST', path, '{"first":1}')).status, 200);
    assert.equal((await call('POST', `${path}/v1/usage`, 'plain text')).status, 200);
    assert.deepEqual(fake.callbacks.slice(-2), ['{"first":1}', 'plain text']);
    for (const method of ['GET', 'HEAD'])
      for (const tail of ['', '/health'])
        assert.equal((await call(method, path + tail)).status, 200, method + tail);
  });

  it('are not found with another token, which is in no log', async () => {
    const name = await running();
    const { callback_path: path } = await shown(name);
    const before = fake.callbacks.length;
    for (const wrong of [`${path}x`, path.replace(name, 'sandbox-one'), path.replace(name, 'none')])
      for (const method of ['POST', 'GET', 'HEAD']) {
        const init = { method, ...(method === 'POST' ? { body: '{' } : {}) };
        assert.equal((await fetch(hubby.url + wrong, init)).status, 404, `${method} ${wrong}`);
      }
    assert.equal(fake.callbacks.length, before);
    const token = path.split('/').at(-1);
    assert.ok(!lines.some((line) => line.includes(token)));
  });

  it('may be signed with the key before for a week after a change of it', async () => {
    const name = await running({ credentials: { client_id: 'an-id', client_secret: 'key-one' } });
    const { callback_path: path } = await shown(name);
    const signed = async (key: string): Promise<number> =>
      (await call('POST', path, `signed with ${key}`)).status;
    assert.deepEqual([await signed('key-one'), await signed('key-two')], [200, 401]);
    const changed = await patch(name, {
      credentials: { client_id: 'an-id', client_secret: 'key-two' },
    });
    const { previous_credentials_until: until_ } = changed.body.data;
    assert.ok(Date.parse(until_) > Date.now() + 6 * 86_400_000);
    assert.deepEqual([await signed('key-one'), await signed('key-two')], [200, 200]);
    assert.equal(await signed('key-three'), 401);
    await hubby.sql(
      `update supplier_accounts set previous_credentials_until = now() where name = $1`,
      [name],
    );
    await hubby.operator('POST', `/suppliers/${name}/test`);
    assert.deepEqual([await signed('key-one'), await signed('key-two')], [401, 200]);
  });

  it('come by the path before for a week after a rotation', async () => {
    const name = await running();
    const { callback_path: old } = await shown(name);
    const rotated = await hubby.operator('POST', `/suppliers/${name}/rotate-callback-token`);
    assert.equal(rotated.status, 200);
    const { callback_path: fresh, previous_callback_until: until_ } = rotated.body.data;
    assert.notEqual(fresh, old);
    assert.ok(Date.parse(until_) > Date.now() + 6 * 86_400_000);
    for (const path of [old, fresh]) assert.equal((await call('GET', path)).status, 200);
    await hubby.sql(
      `update supplier_accounts set previous_callback_until = now() where name = $1`,
      [name],
    );
    await hubby.operator('POST', `/suppliers/${name}/test`);
    await hubby.ctx.suppliers.lookNow();
    assert.equal((await call('GET', old)).status, 404);
    assert.equal((await call('GET', fresh)).status, 200);
  });
});

describe('an account', () => {
  it('is removed where nothing was ever ordered of it', async () => {
    const name = await running();
    assert.equal((await hubby.operator('DELETE', `/suppliers/${name}`)).status, 409, 'active');
    await patch(name, { status: 'draining' });
    const used = await running();
    await patch(used, { status: 'paused' });
    await hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state)
       values ('ord_used', 'prt_x', 'usr_x', 'create_esim', $1, gen_random_uuid(), 'rejected')`,
      [used],
    );
    assert.equal((await hubby.operator('DELETE', `/suppliers/${used}`)).status, 409, 'used');
    const listed = await running();
    await patch(listed, { status: 'draining' });
    await hubby.sql(
      `insert into sources (id, account, article, esim_types, duration_days, coverage, cost,
         currency, starts, needs_kyc, activation_window_days)
       values ('src_of_listed', $1, 'a', '{universal}', 7, '{GRC}', 100, 'EUR', 'first_use', false,
         30)`,
      [listed],
    );
    const remove = (which: string): Promise<Answer> =>
      hubby.operator('DELETE', `/suppliers/${which}`);
    await hubby.sql(
      `insert into bundle_sources (bundle_id, source_id)
       select min(id collate "C"), 'src_of_listed' from bundles`,
    );
    assert.equal((await remove(listed)).status, 409, 'sold');
    // What its catalog lists and nobody sells goes with it.
    await hubby.sql(`delete from bundle_sources where source_id = 'src_of_listed'`);
    assert.equal((await remove(listed)).status, 200);
    assert.deepEqual(await hubby.sql(`select 1 from sources where account = $1`, [listed]), []);
    assert.equal((await hubby.operator('DELETE', `/suppliers/${name}`)).status, 200);
    assert.equal(hubby.ctx.providers.has(name), false);
    assert.equal((await hubby.operator('GET', `/suppliers/${name}`)).status, 404);
    await until('the other node forgets it', async () =>
      other.ctx.providers.has(name) ? null : true,
    );
  });

  it('shows its credentials nowhere: not in answers, not in logs, not in the database', async () => {
    const name = await running();
    await patch(name, { credentials: { client_id: 'an-id', client_secret: SECRET } });
    for (const path of ['/suppliers', `/suppliers/${name}`])
      assert.ok(!(await hubby.operator('GET', path)).text.includes(SECRET));
    assert.ok(!lines.some((line) => line.includes(SECRET)));
    assert.ok(lines.some((line) => line.includes('a supplier account was changed')));
    const rows = await hubby.sql(`select t::text as row from supplier_accounts t`);
    const hex = Buffer.from(SECRET).toString('hex');
    assert.ok(!rows.some(({ row }) => row.includes(SECRET) || row.includes(hex)));
  });
});
