/** Signing in to Airalo: one token for all, renewed when it is old or refused. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ProviderNotReached, ProviderRefused } from '../../src/providers/provider.ts';
import { keepTokens } from '../../src/providers/airalo/tokens.ts';
import {
  openBench,
  providerAt,
  refuses,
  SPAIN,
  type Bench,
} from '../support/suppliers/airalo/bench.ts';

const DAY_MS = 86_400_000;

let b: Bench;
beforeEach(async () => {
  b = await openBench();
});
afterEach(() => b.close());

const tokens = (): number => b.standIn.ledger().tokens;
const many = (): Promise<unknown> => Promise.all(Array.from({ length: 20 }, () => b.create()));

test('any number of calls at once share one token', async () => {
  await many();
  assert.equal(tokens(), 1);
  await many();
  assert.equal(tokens(), 1);
  assert.equal(b.standIn.ledger().orders.length, 40);
});

test('a refused token is renewed once for all of them, and nothing is ordered twice', async () => {
  await b.create();
  b.control.expireTokens();
  await many();
  assert.equal(tokens(), 2);
  assert.equal(b.standIn.ledger().orders.length, 21);
});

test('a token is renewed after a day', async () => {
  await b.create();
  b.clock.at += DAY_MS - 1;
  await b.create();
  assert.equal(tokens(), 1);
  b.clock.at += 1;
  await many();
  assert.equal(tokens(), 2);
});

test('a token that is refused at once is a matter of the account, and is not asked for again', async () => {
  const unauthorized = { data: [], meta: { message: 'This action is unauthorized.' } };
  b.control.break('orders', { kind: 'says', status: 401, body: unauthorized }, 3);
  await refuses(b.create(), 'rejected', 'account');
  assert.equal(b.calls('orders'), 2);
  assert.equal(tokens(), 2);
});

test('wrong credentials are told apart, and are a matter of the account', async () => {
  const { client_id, client_secret } = b.standIn.credentials;
  const says = async (credentials: Record<string, string>, words: RegExp): Promise<void> => {
    const provider = providerAt(b.standIn, { credentials });
    const order = () => provider.createEsim({ template: SPAIN, reference: 'r', customer: 'c' });
    for (const call of [provider.signIn, order, provider.balance])
      await assert.rejects(call(), (e) => {
        assert.ok(e instanceof ProviderRefused && e.concerns === 'account');
        assert.match(e.message, words);
        return true;
      });
    await provider.close();
  };
  await says({ client_id: 'nobody', client_secret }, /client_id/);
  await says({ client_id, client_secret: 'wrong' }, /client_secret/);
  b.control.allowAddress(false);
  await says({ client_id, client_secret }, /address/);
  assert.equal(tokens(), 0);
  assert.equal(b.standIn.ledger().orders.length, 0);
});

test('an account at a wrong address is told so', async () => {
  const provider = providerAt(b.standIn, { baseUrl: b.standIn.url.replace('/v2', '/v3') });
  await assert.rejects(provider.signIn(), /base_url/);
  await provider.close();
});

test('signing in always asks', async () => {
  await b.provider.signIn();
  await b.provider.signIn();
  assert.equal(tokens(), 2);
});

test('a failed renewal is told to all who wait for it, and tried anew by the next', async () => {
  let fetched = 0;
  const kept = keepTokens(
    async () => {
      fetched++;
      if (fetched === 1) throw new ProviderNotReached('not now');
      return `t${fetched}`;
    },
    () => 0,
  );
  const first = await Promise.allSettled([kept.current(), kept.current(), kept.insteadOf('t0')]);
  assert.deepEqual(
    first.map((one) => one.status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.equal(await kept.current(), 't2');
  assert.equal(await kept.insteadOf('an older one'), 't2');
  assert.equal(await kept.insteadOf('t2'), 't3');
});
