/** What the operator hears of by mail: once when it begins, once when it is over, nothing of a flap. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { watchCosts } from '../../src/domain/catalog/sources/watch-costs.ts';
import { watchDoubts } from '../../src/domain/store/operator/watch-doubts.ts';
import { watchReview } from '../../src/domain/esims/provisioning/watch-review.ts';
import { forgetOldIncidents } from '../../src/domain/incidents/forget-incidents.ts';
import { tellOperator } from '../../src/domain/messages/operator/send-mails.ts';
import { noteBalance } from '../../src/domain/suppliers/balances.ts';
import { watchStocks } from '../../src/domain/suppliers/es2plus/watch-stock.ts';
import { lookAgain } from '../../src/domain/suppliers/look-again.ts';
import { watchAccounts } from '../../src/domain/suppliers/watch-accounts.ts';
import { ProviderNotReached } from '../../src/providers/provider.ts';
import { until } from '../faults/checks.ts';
import { fakeSupplier, wrongKey, type FakeSupplier } from '../support/fake-supplier.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { headersOf, startSmtp, type SmtpStandIn } from '../support/smtp.ts';

const [ADA, BOB] = ['ada@operator.example', 'bob@operator.example'];
let hubby: Hubby;
let smtp: SmtpStandIn;
let fake: FakeSupplier;
let counter = 0;

before(async () => {
  smtp = await startSmtp();
  fake = fakeSupplier();
  hubby = await startHubby({
    kinds: [fake.kind],
    env: { HUBBY_SMTP_URL: smtp.url, HUBBY_OPERATOR_EMAIL: `${ADA}, ${BOB}` },
  });
});
beforeEach(() => {
  Object.assign(fake, { failure: null, balance: { minor: 50_000, currency: 'USD' } });
});
afterEach(async () => {
  smtp.behave.clear();
  smtp.received.length = 0;
  await hubby.sql('delete from incidents');
});
after(async () => {
  await hubby.close();
  await smtp.close();
});

async function running(more: Json = {}): Promise<string> {
  const name = `account-${++counter}`;
  const form = {
    name,
    kind: 'airalo',
    base_url: 'http://127.0.0.1:9',
    credentials: { client_id: 'an-id', client_secret: 'a-secret' },
    ...more,
  };
  assert.equal((await hubby.operator('POST', '/suppliers', form)).status, 201);
  const tested = await hubby.operator('POST', `/suppliers/${name}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
  return name;
}
const order = (name: string): Promise<unknown> =>
  hubby.ctx.providers.get(name)!.createEsim({ template: null, reference: 'r', customer: 'prt_1' });
/** So much later nothing waits for its minute or its hour any more. */
const later = (interval: string): Promise<unknown> =>
  hubby.sql(
    `update incidents
     set tell_at = tell_at - $1::interval, told_at = told_at - $1::interval`,
    [interval],
  );
/** `address subject`, sorted, of what came since the last call. */
async function mails(): Promise<string[]> {
  await tellOperator(hubby.ctx);
  return smtp.received
    .splice(0)
    .map(({ to, raw }) => `${to.join()} ${headersOf(raw).get('subject')}`)
    .sort();
}
/** What the first that came says, in one line. */
const firstText = (): string =>
  smtp.received[0]!.raw.replaceAll('=\r\n', '').replaceAll('\r\n', ' ');
const toBoth = (subject: string): string[] => [ADA, BOB].map((one) => `${one} Hubby: ${subject}`);
const threshold = { balance_threshold: { amount: 100, currency: 'USD' } };
const balance = async (name: string, minor: number): Promise<void> => {
  await hubby.ctx.suppliers.lookNow();
  await noteBalance(hubby.ctx, hubby.ctx.suppliers.find(name)!, { minor, currency: 'USD' });
};

describe('a low balance', () => {
  it('is told to every address once, and once when it is over', async () => {
    const name = await running(threshold);
    await balance(name, 9_999);
    assert.deepEqual(await mails(), toBoth(`The balance of ${name} is low`));
    await balance(name, 5_000);
    assert.deepEqual(await mails(), []);
    await balance(name, 10_000);
    assert.deepEqual(await mails(), toBoth(`The balance of ${name} is fine again`));
    assert.deepEqual(await mails(), []);
    await balance(name, 1);
    assert.deepEqual(await mails(), toBoth(`The balance of ${name} is low`));
  });

  it('is one incident, however many find it at the same moment', async () => {
    const name = await running(threshold);
    await Promise.all(Array.from({ length: 6 }, () => balance(name, 10)));
    await Promise.all(Array.from({ length: 4 }, () => tellOperator(hubby.ctx)));
    assert.deepEqual(await mails(), toBoth(`The balance of ${name} is low`));
  });

  it('says what is left and what was asked for', async () => {
    const name = await running(threshold);
    await balance(name, 1_234);
    await tellOperator(hubby.ctx);
    assert.match(firstText(), /has 12\.34 USD left\..* below 100\.00 USD/);
  });
});

it('a stock list that runs low is told, and that it is filled up', async () => {
  const name = `smdp-${++counter}`;
  await hubby.sql(
    `insert into supplier_accounts (name, kind, base_url, mode, priority, settings, status, awaits_test)
     values ($1, 'es2plus', 'https://127.0.0.1:9', 'test', 100, '{"stock_threshold": 2}', 'draining', true)`,
    [name],
  );
  await hubby.sql(
    `update shared_values set value = (value::bigint + 1)::text where key = 'supplier_version'`,
  );
  await hubby.ctx.suppliers.lookNow();
  await watchStocks(hubby.ctx);
  assert.deepEqual(await mails(), toBoth(`${name} runs out of profiles`));
  const csv = 'iccid\n8944123400000000001\n8944123400000000002\n';
  assert.equal((await hubby.operator('POST', `/suppliers/${name}/stock`, csv)).status, 200);
  assert.deepEqual(await mails(), toBoth(`${name} has enough profiles again`));
});

describe('an account that leaves routing', () => {
  const out = async (name: string): Promise<void> => {
    fake.failure = wrongKey();
    await assert.rejects(order(name));
    await until('an incident', async () => {
      const found = await hubby.sql(
        `select 1 from incidents where subject = $1 and ended_at is null`,
        [name],
      );
      return found.length > 0 ? true : null;
    });
  };
  const back = async (name: string): Promise<void> => {
    fake.failure = null;
    await hubby.sql(`update supplier_states set look_at = now() where account = $1`, [name]);
    assert.equal(await lookAgain(hubby.ctx), 1);
  };

  it('is told after a minute with its reason, and that it is back', async () => {
    const name = await running();
    await out(name);
    assert.deepEqual(await mails(), []);
    await later('1 minute');
    await tellOperator(hubby.ctx);
    assert.match(firstText(), /is out of routing: the supplier refuses it/);
    assert.deepEqual(await mails(), toBoth(`${name} takes no orders`));
    await back(name);
    assert.deepEqual(await mails(), toBoth(`${name} takes orders again`));
  });

  it('for less than that is silent', async () => {
    const name = await running();
    await out(name);
    await back(name);
    await later('1 hour');
    assert.deepEqual(await mails(), []);
  });

  it('since it does not answer is found over all processes, and is over when it answers', async () => {
    const name = await running();
    fake.failure = new ProviderNotReached('nobody there');
    for (let n = 0; n < 4; n++) await assert.rejects(order(name));
    // So many may be chance.
    assert.equal(await watchAccounts(hubby.ctx), 0);
    await hubby.sql(
      `update supplier_calls set failed = failed + 4 where account = $1 and failed > 0`,
      [name],
    );
    assert.equal(await watchAccounts(hubby.ctx), 1);
    assert.equal(await watchAccounts(hubby.ctx), 1);
    await later('1 minute');
    assert.deepEqual(await mails(), toBoth(`${name} takes no orders`));
    // Nobody calls it: nothing is known to be better.
    await hubby.sql(`delete from supplier_calls where account = $1`, [name]);
    assert.equal(await watchAccounts(hubby.ctx), 1);
    await hubby.sql(`insert into supplier_calls values ($1, now(), 1, 1)`, [name]);
    assert.equal(await watchAccounts(hubby.ctx), 0);
    assert.deepEqual(await mails(), toBoth(`${name} takes orders again`));
  });

  it('by the operator is not told', async () => {
    const name = await running();
    await hubby.operator('PATCH', `/suppliers/${name}`, { status: 'paused' });
    assert.equal(await watchAccounts(hubby.ctx), 0);
    await later('1 hour');
    assert.deepEqual(await mails(), []);
  });

  it('for its spend cap is told too', async () => {
    await running({ spend_cap: { amount: 0, currency: 'USD' } });
    await watchAccounts(hubby.ctx);
    await later('1 minute');
    await tellOperator(hubby.ctx);
    assert.match(firstText(), /its spend cap of 0\.00 USD a day is reached/);
  });

  it('and is removed takes its incidents along', async () => {
    const name = await running();
    await out(name);
    await hubby.operator('PATCH', `/suppliers/${name}`, { status: 'paused' });
    assert.equal((await hubby.operator('DELETE', `/suppliers/${name}`)).status, 200);
    await later('1 hour');
    assert.deepEqual(await mails(), []);
  });
});

describe('orders that wait for a person', () => {
  const wait = (id: string, provider: string): Promise<unknown> =>
    hubby.sql(
      `insert into provider_orders (id, partner_id, traveler_id, kind, provider, reference, state)
       values ('wait-' || $1, 'prt_x', 'trv_' || $1, 'create_esim', $2, gen_random_uuid(), 'needs_review')`,
      [id, provider],
    );

  it('are told together, and again only an hour later where new ones came', async () => {
    await wait('a', 'sandbox-one');
    await wait('b', 'sandbox-two');
    assert.equal(await watchReview(hubby.ctx), 2);
    assert.deepEqual(await mails(), []);
    await later('1 minute');
    assert.deepEqual(await mails(), toBoth('2 orders wait for you'));
    await watchReview(hubby.ctx);
    await later('1 hour');
    assert.deepEqual(await mails(), []);

    await hubby.sql('update incidents set told_at = now()');
    await wait('c', 'sandbox-one');
    assert.equal(await watchReview(hubby.ctx), 3);
    assert.deepEqual(await mails(), []);
    await later('1 hour');
    assert.deepEqual(await mails(), toBoth('3 orders wait for you'));

    await hubby.sql(`delete from provider_orders where id like 'wait-%'`);
    assert.equal(await watchReview(hubby.ctx), 0);
    assert.deepEqual(await mails(), toBoth('No order waits for you any more'));

    await wait('d', 'sandbox-one');
    await watchReview(hubby.ctx);
    await later('1 minute');
    assert.deepEqual(await mails(), []);
    await later('1 hour');
    assert.deepEqual(await mails(), toBoth('1 order waits for you'));
    await hubby.sql(`delete from provider_orders where id like 'wait-%'`);
  });
});

it('purchases that wait for a person are told together, and that none does any more', async () => {
  for (const [id, doubt] of [
    ['pur_a', 'disputed'],
    ['pur_b', 'order_unclear'],
  ])
    await hubby.sql(
      `insert into checkouts (purchase_id, partner_id, doubt, doubted_at)
       values ($1, 'prt_x', $2, now())`,
      [id, doubt],
    );
  assert.equal(await watchDoubts(hubby.ctx), 2);
  await later('1 minute');
  await tellOperator(hubby.ctx);
  assert.match(firstText(), /disputed: 1\s+order_unclear: 1/);
  assert.deepEqual(await mails(), toBoth('2 purchases wait for you'));
  await hubby.sql('delete from checkouts');
  assert.equal(await watchDoubts(hubby.ctx), 0);
  assert.deepEqual(await mails(), toBoth('No purchase waits for you any more'));
});

it('costs that have jumped are told together, and that none waits any more', async () => {
  const [first, second] = await hubby.sql<{ id: string }>(
    'select id from sources order by id limit 2',
  );
  const offer = (id: string, cost: number | null): Promise<unknown> =>
    hubby.sql(
      `update sources
       set offered_cost = $2, offered_currency = case when $2::int is not null then 'EUR' end,
         offered_at = case when $2::int is not null then now() end
       where id = $1`,
      [id, cost],
    );
  await offer(first!.id, 9_999);
  await offer(second!.id, 9_999);
  assert.equal(await watchCosts(hubby.ctx), 2);
  await later('1 minute');
  assert.deepEqual(await mails(), toBoth('2 costs have jumped and wait for your approval'));
  await offer(first!.id, null);
  assert.equal(await watchCosts(hubby.ctx), 1);
  await later('1 hour');
  assert.deepEqual(await mails(), []);
  await offer(second!.id, null);
  assert.equal(await watchCosts(hubby.ctx), 0);
  assert.deepEqual(await mails(), toBoth('No cost waits for your approval any more'));
});

describe('a mail to the operator', () => {
  it('that is not taken is tried again, at that address only', async () => {
    const name = await running(threshold);
    smtp.behave.set(BOB, 451);
    await balance(name, 1);
    assert.deepEqual(await mails(), [`${ADA} Hubby: The balance of ${name} is low`]);
    smtp.behave.clear();
    assert.deepEqual(await mails(), []);
    await hubby.sql(
      'update operator_mails set next_attempt_at = now() where next_attempt_at is not null',
    );
    assert.deepEqual(await mails(), [`${BOB} Hubby: The balance of ${name} is low`]);
    const open = await hubby.sql('select 1 from operator_mails where sent_at is null');
    assert.equal(open.length, 0);
  });

  it('is forgotten with its incident, 90 days after the end', async () => {
    const name = await running(threshold);
    await balance(name, 1);
    await mails();
    await hubby.sql(`update incidents set began_at = now() - interval '1 year'`);
    assert.equal(await forgetOldIncidents(hubby.ctx.db), 0);
    await balance(name, 50_000);
    await mails();
    await hubby.sql(`update incidents set ended_at = now() - interval '91 days'`);
    assert.equal(await forgetOldIncidents(hubby.ctx.db), 1);
    assert.equal((await hubby.sql('select 1 from operator_mails')).length, 0);
  });

  it('is not written without an address, and nobody hears later of what was', async () => {
    const name = await running(threshold);
    const config = hubby.ctx.config;
    try {
      hubby.ctx.config = { ...config, operatorEmails: [] };
      await balance(name, 1);
      assert.deepEqual(await mails(), []);
    } finally {
      hubby.ctx.config = config;
    }
    assert.deepEqual(await mails(), []);
    await balance(name, 50_000);
    assert.deepEqual(await mails(), []);
  });

  it('goes to addresses that are such', () => {
    const read = (text: string): readonly string[] =>
      loadConfig({ HUBBY_OPERATOR_EMAIL: text }).operatorEmails;
    assert.deepEqual(read('a@b.example, c@d.example,a@b.example'), ['a@b.example', 'c@d.example']);
    assert.deepEqual(read(''), []);
    assert.throws(() => read('a@b.example,nobody'), /HUBBY_OPERATOR_EMAIL: expected as address 2 /);
  });
});
