/** eSIM Access: what it calls back with, signed by nobody. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { startReceiver } from '../support/receiver.ts';
import { connect, GB, known, post } from '../support/suppliers/connect-esim-access.ts';

test('what is told is a hint, whoever told it', async (t) => {
  const { made, provider, control, standIn } = await connect(t);
  const receiver = await startReceiver();
  t.after(() => receiver.close());
  await post(standIn, '/webhook/save', { webhook: `${receiver.url}/hook` });
  const read = (body: string) => provider.parseCallback({ headers: {}, body });
  assert.deepEqual(read(receiver.received[0]!.body).hints, [], 'CHECK_HEALTH');
  control.webhooks.times = 2;
  const esim = await made();
  control.webhooks.times = 1;
  await control.webhooks.flush();
  const [, first, second] = receiver.received.map(({ body }) => read(body));
  assert.equal(first?.trust, 'unsigned');
  assert.deepEqual(first?.reports, []);
  assert.deepEqual(first?.hints, [
    { kind: 'order', reference: esim.reference, provider_order_id: esim.id },
  ]);
  assert.equal(first?.id, second?.id, 'one that comes again is known');
  const told = async (act: () => void) => {
    act();
    await control.webhooks.flush();
    return receiver.received.at(-1)!.body;
  };
  const about = [{ kind: 'esim', iccid: esim.iccid, esim_id: esim.esim_id }];
  const installed = await told(() => control.setProfile(esim.esim_id, 'INSTALLATION'));
  assert.match(installed, /-1-1"/);
  assert.deepEqual(read(installed).hints, about);
  control.webhooks.omitNotifyId = true;
  control.webhooks.omitTransactionId = true;
  const used = await told(() => control.use(esim.esim_id, GB / 2));
  assert.match(used, /"DATA_USAGE"/);
  assert.deepEqual(read(used).hints, about);
  assert.match(read(used).id, /^[0-9a-f]{64}$/);
  await made();
  await control.webhooks.flush();
  const [hint] = read(receiver.received.at(-1)!.body).hints;
  assert.ok(hint?.kind === 'order' && hint.reference === null && hint.provider_order_id !== null);
});

test('a transaction id with the number of an eSIM is the order’s', async (t) => {
  const { provider } = await connect(t);
  const referenceIn = (transactionId: string) => {
    const body = JSON.stringify({ notifyType: 'ORDER_STATUS', content: { transactionId } });
    const [hint] = provider.parseCallback({ headers: {}, body }).hints;
    return hint?.kind === 'order' ? hint.reference : null;
  };
  // Also one whose last groups are digits.
  const digits = 'a0000000-0000-4000-8123-123456789012';
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), fc.constant(digits)), (reference) => {
      assert.equal(referenceIn(reference), reference);
      assert.equal(referenceIn(`${reference}-1-1`), reference);
    }),
  );
});

test('callbacks come late, in any order and forged: each is one question', async (t) => {
  const { made, provider, control, standIn } = await connect(t);
  const receiver = await startReceiver();
  t.after(() => receiver.close());
  await post(standIn, '/webhook/save', { webhook: receiver.url });
  control.webhooks.isHeld = true;
  const esim = await made();
  control.setProfile(esim.esim_id, 'INSTALLATION');
  control.setProfile(esim.esim_id, 'ENABLED');
  assert.equal(receiver.received.length, 1);
  await control.webhooks.flush({ isReversed: true });
  const kinds = receiver.received.slice(1).map(({ json }) => json.notifyType);
  assert.deepEqual(kinds, ['SMDP_EVENT', 'SMDP_EVENT', 'ORDER_STATUS']);
  await control.webhooks.forge({
    notifyType: 'ESIM_STATUS',
    content: { iccid: esim.iccid, esimStatus: 'REVOKED' },
  });
  const { hints } = provider.parseCallback({ headers: {}, body: receiver.received.at(-1)!.body });
  assert.deepEqual(hints, [{ kind: 'esim', iccid: esim.iccid, esim_id: null }]);
  assert.equal((await provider.getEsim(known(esim)))?.packages[0]?.status, 'ACTIVE');
});

test('an address that does not answer is not saved', async (t) => {
  const { standIn } = await connect(t);
  const receiver = await startReceiver(500);
  t.after(() => receiver.close());
  assert.equal(
    (await post(standIn, '/webhook/save', { webhook: receiver.url })).errorCode,
    '000107',
  );
  assert.equal((await post(standIn, '/webhook/query', {})).obj.webhook, '');
});

test('no callback of any shape does more than hint', async (t) => {
  const { provider } = await connect(t);
  const json = fc.jsonValue({ maxDepth: 3 });
  const content = fc.dictionary(
    fc.constantFrom('orderNo', 'transactionId', 'iccid', 'esimTranNo'),
    json,
  );
  const notification = fc.record({
    notifyType: fc.oneof(fc.constantFrom('ORDER_STATUS', 'ESIM_STATUS', 'CHECK_HEALTH'), json),
    notifyId: json,
    content: fc.oneof(json, content),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        notification.map((one) => JSON.stringify(one)),
      ),
      (body) => {
        try {
          const { trust, reports, hints, id } = provider.parseCallback({ headers: {}, body });
          assert.deepEqual([trust, reports.length], ['unsigned', 0]);
          assert.ok(hints.length <= 1 && id.length > 0);
        } catch (error) {
          assert.ok(error instanceof ProviderUnclear, String(error));
        }
      },
    ),
  );
});
