/** The comparison with a provider's own list, in both directions. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { assertSound } from '../faults/checks.ts';
import { book, fail, FAULTS, orderOf, redeem, replaceProvider, short } from '../faults/steps.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const reconcile = async (body: object = {}) => {
  const answer = await hubby.operator('POST', '/reconcile', {
    provider: 'sandbox-one',
    settled_minutes: 0,
    ...body,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data as {
    compared: number;
    findings: { kind: string; provider_order_id: string; order_id: string }[];
  };
};
const open = async () =>
  (await hubby.operator('GET', '/findings')).body.data as {
    kind: string;
    provider_order_id: string;
    order_id: string;
  }[];
const template = { id: 'behind', bytes: 1000, duration_days: 1, coverage: ['GRC'], imsi: null };

/** A traveler with a redeemed package. */
async function redeemed() {
  const external_user_id = user();
  const {
    queues: [queue],
  } = await book(hubby, external_user_id);
  await hubby.drain();
  assert.equal((await redeem(hubby, external_user_id, queue!.id)).status, 200);
  return { external_user_id, queue: queue!, order: await orderOf(hubby, queue!.id) };
}
async function eraseAtTelco(orderId: string): Promise<() => Promise<unknown>> {
  const [pack] = await hubby.sql(
    'delete from telco.packages where order_id = $1 returning to_jsonb(packages) as row',
    [orderId],
  );
  const [order] = await hubby.sql(
    'delete from telco.orders where id = $1 returning to_jsonb(orders) as row',
    [orderId],
  );
  return async () => {
    await hubby.sql(
      'insert into telco.orders overriding system value select * from jsonb_populate_record(null::telco.orders, $1)',
      [order.row],
    );
    if (pack !== undefined)
      await hubby.sql(
        'insert into telco.packages select * from jsonb_populate_record(null::telco.packages, $1)',
        [pack.row],
      );
  };
}

describe('reconciliation', () => {
  it('agrees after everything has settled, whatever failed on the way', async () => {
    await Promise.all(
      FAULTS.map(async (fault) => {
        const key = await hubby.newPartner();
        const external_user_id = user();
        const { queues } = await book(hubby, external_user_id, { key, count: 2 });
        await fail(hubby, fault, 2, key);
        await Promise.all(queues.map((queue) => redeem(hubby, external_user_id, queue.id, key)));
      }),
    );
    await hubby.drain('hurry');
    const { compared, findings } = await reconcile();
    assert.deepEqual(findings, []);
    assert.equal(
      compared,
      (await hubby.sql(`select 1 from telco.orders where account = 'sandbox-one'`)).length,
    );
    assert.deepEqual(await open(), []);
    await assertSound(hubby.sql);
  });

  it('compares more than one page', async () => {
    const real = hubby.ctx.providers.get('sandbox-one')!;
    const before = (await reconcile()).compared;
    const made = await real.createEsim({
      template: null,
      reference: randomUUID(),
      customer: 'prt_pages',
    });
    const iccid = made.iccid!;
    for (let i = 0; i < 7; i++)
      await Promise.all(
        Array.from({ length: 30 }, () =>
          real.addPackage({
            iccid,
            esim_id: null,
            template,
            reference: randomUUID(),
            customer: 'prt_pages',
          }),
        ),
      );
    const { compared, findings } = await reconcile();
    assert.equal(compared, before + 211);
    assert.equal(findings.length, 211);
    await hubby.sql(
      `with p as (delete from telco.packages where customer = 'prt_pages'), o as (delete from telco.orders where customer = 'prt_pages') delete from telco.profiles where customer = 'prt_pages'`,
    );
    assert.deepEqual((await reconcile()).findings, []);
    assert.deepEqual(await open(), []);
  });

  it('finds an order made behind our back, and resolves it when it is gone', async () => {
    const { order } = await redeemed();
    const made = await hubby.ctx.providers.get('sandbox-one')!.addPackage({
      iccid: order.iccid,
      esim_id: null,
      template,
      reference: randomUUID(),
      customer: order.partner_id,
    });
    for (let i = 0; i < 2; i++)
      assert.deepEqual(
        (await reconcile()).findings.map((f) => [f.kind, f.provider_order_id, f.order_id]),
        [['only_at_provider', made.id, '']],
      );
    assert.deepEqual(
      (await open()).map((f) => f.provider_order_id),
      [made.id],
    );
    assert.doesNotMatch(JSON.stringify(await open()), /LPA:1/);
    await eraseAtTelco(made.id);
    assert.deepEqual((await reconcile()).findings, []);
    assert.deepEqual(await open(), []);
    const restore = await eraseAtTelco(order.provider_order_id);
    assert.deepEqual(
      (await reconcile()).findings.map((f) => [f.kind, f.provider_order_id, f.order_id]),
      [['only_here', order.provider_order_id, order.id]],
    );
    await restore();
    assert.deepEqual((await reconcile()).findings, []);
    await assertSound(hubby.sql);
  });

  it('finds a second order under the same reference', async () => {
    const { order, queue } = await redeemed();
    await hubby.sql(`update telco.accounts set idempotent = false where name = 'sandbox-one'`);
    const twin = await hubby.ctx.providers.get('sandbox-one')!.addPackage({
      iccid: order.iccid,
      esim_id: null,
      template: order.template,
      reference: queue.uuid,
      customer: order.partner_id,
    });
    await hubby.sql(`update telco.accounts set idempotent = true where name = 'sandbox-one'`);
    assert.deepEqual(
      (await reconcile()).findings.map((f) => [f.kind, f.provider_order_id, f.order_id]),
      [['only_at_provider', twin.id, order.id]],
    );
    await eraseAtTelco(twin.id);
    assert.deepEqual((await reconcile()).findings, []);
  });

  it('finds an order that the telco has on another eSIM', async () => {
    const [one, two] = [await redeemed(), await redeemed()];
    await hubby.sql('update telco.orders set iccid = $2 where id = $1', [
      one.order.provider_order_id,
      two.order.iccid,
    ]);
    assert.deepEqual(
      (await reconcile()).findings.map((f) => [f.kind, f.order_id]),
      [['different', one.order.id]],
    );
    await hubby.sql('update telco.orders set iccid = $2 where id = $1', [
      one.order.provider_order_id,
      one.order.iccid,
    ]);
    assert.deepEqual((await reconcile()).findings, []);
  });

  it('finds a confirmed order deleted at the telco, and keeps what a later, shorter comparison did not look at', async () => {
    const { order } = await redeemed();
    await hubby.sql(
      `update provider_orders set created_at = created_at - interval '5 h' where id = $1`,
      [order.id],
    );
    await eraseAtTelco(order.provider_order_id);
    assert.deepEqual(
      (await reconcile()).findings.map((f) => [f.kind, f.order_id]),
      [['only_here', order.id]],
    );
    assert.deepEqual((await reconcile({ hours: 1 })).findings, []);
    assert.deepEqual(
      (await open()).map((f) => f.order_id),
      [order.id],
    );
    await hubby.sql('delete from packages where queue_id = $1', [order.queue_id]);
    await hubby.sql('delete from provider_orders where id = $1', [order.id]);
    await reconcile();
    assert.deepEqual(await open(), []);
  });

  it('misses nothing of a kind that the provider does not list', async (t) => {
    const { order } = await redeemed();
    assert.equal(order.kind, 'add_package');
    await eraseAtTelco(order.provider_order_id);
    const restore = replaceProvider(hubby, 'sandbox-one', (real) => ({
      ...real,
      can: { ...real.can, unlisted: ['add_package'] },
    }));
    t.after(restore);
    assert.deepEqual((await reconcile()).findings, []);
    restore();
    assert.deepEqual(
      (await reconcile()).findings.map((f) => [f.kind, f.order_id]),
      [['only_here', order.id]],
    );
    await hubby.sql('delete from packages where queue_id = $1', [order.queue_id]);
    await hubby.sql('delete from provider_orders where id = $1', [order.id]);
    await reconcile();
    assert.deepEqual(await open(), []);
  });

  it('leaves alone what is younger than the limit, still open, or in review', async () => {
    const { order } = await redeemed();
    const made = await hubby.ctx.providers.get('sandbox-one')!.addPackage({
      iccid: order.iccid,
      esim_id: null,
      template,
      reference: randomUUID(),
      customer: order.partner_id,
    });
    assert.deepEqual((await reconcile({ settled_minutes: 30 })).findings, []);
    await eraseAtTelco(made.id);
    const external_user_id = user();
    const {
      queues: [queue],
    } = await book(hubby, external_user_id);
    await hubby.drain();
    await fail(hubby, 'timeout');
    await redeem(hubby, external_user_id, queue!.id);
    assert.deepEqual((await reconcile()).findings, []);
    await hubby.drain('hurry');
    assert.deepEqual((await reconcile()).findings, []);
  });

  it('refuses an unknown provider', async () => {
    assert.equal(
      short(await hubby.operator('POST', '/reconcile', { provider: 'nobody' })),
      '400 invalid_request',
    );
    assert.equal(short(await hubby.operator('POST', '/reconcile', {})), '400 invalid_request');
  });
});

describe('open differences', () => {
  it('are all listed, page by page, and each page says so', async () => {
    await hubby.sql('update reconcile_findings set resolved_at = now() where resolved_at is null');
    // Many of one moment, as one comparison finds them.
    await hubby.sql(
      `insert into reconcile_findings (provider, kind, provider_order_id, details, found_at)
       select 'sandbox-one', 'only_at_provider', 'lost-' || n, '{}', now() - n / 900 * interval '1 s' from generate_series(1, 2624) n`,
    );
    for (const limit of [undefined, 100]) {
      const seen: string[] = [];
      let path: string | null = `/findings${limit === undefined ? '' : `?limit=${limit}`}`;
      while (path !== null) {
        const { status, body, headers, text }: Answer = await hubby.operator('GET', path);
        assert.equal(status, 200, text);
        assert.ok(body.data.length > 0 && body.data.length <= (limit ?? 1_000));
        seen.push(...body.data.map((f: Json) => f.provider_order_id));
        const next: string | undefined = /^<([^>]+)>; rel="next"$/.exec(
          String(headers['link']),
        )?.[1];
        assert.equal(
          body.message?.includes('of 2624 open differences'),
          next === undefined ? undefined : true,
        );
        path = next === undefined ? null : next.replace(`${hubby.url}/api/operator`, '');
      }
      assert.deepEqual([seen.length, new Set(seen).size], [2624, 2624]);
    }
  });

  it('refuse a cursor that no page gave', async () => {
    const forged = (place: unknown): string =>
      Buffer.from(JSON.stringify(place)).toString('base64url');
    for (const cursor of [
      'x',
      forged(['2026-02-30 10:00:00+00', 'a', 'b', 'c', 'd']),
      forged(['now', 'a', 'b', 'c', 'd']),
      forged({}),
    ]) {
      const answer = await hubby.operator('GET', `/findings?cursor=${cursor}`);
      assert.deepEqual(
        [answer.status, answer.body.error.details[0].field],
        [400, 'cursor'],
        cursor,
      );
    }
  });
});
