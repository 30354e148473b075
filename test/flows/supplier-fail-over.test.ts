/**
 * Three accounts behind one bundle, each an adapter against its stand-in: who delivers, what makes
 * an order go on to the next, and what never does.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { importCatalog } from '../../src/domain/catalog/csv/import-catalog.ts';
import { exportCsv } from '../../src/domain/catalog/csv/csv.ts';
import type { Bundle, Source } from '../../src/domain/catalog/types.ts';
import { lookAgain } from '../../src/domain/suppliers/look-again.ts';
import { until } from '../faults/checks.ts';
import { assertUnavailable, dashboard, orderOf, redeem } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { bundleAt, source } from '../support/market.ts';
import { startAiralo, type AiraloStandIn } from '../../packages/standins/src/airalo/server.ts';
import { startEsimGo, type EsimGoStandIn } from '../../packages/standins/src/esim-go/server.ts';
import { startZendit, type ZenditStandIn } from '../../packages/standins/src/zendit/server.ts';
import { bySystem } from '../../src/domain/actor.ts';

const GB = 2 ** 30;
/** What each calls 1 GB for 7 days in Spain. */
const ARTICLES = {
  airalo: 'guay-7days-1gb',
  'esim-go': 'esim_1GB_7D_ES_V2',
  zendit: 'ESIM-ES-7D-1GB',
} as const;
type Name = keyof typeof ARTICLES;
/** The operator's name for the account, which nobody else hears. */
const accountOf = (name: Name): string => `${name}-main`;

let hubby: Hubby;
let airalo: AiraloStandIn;
let esimGo: EsimGoStandIn;
let zendit: ZenditStandIn;
before(async () => {
  hubby = await startHubby();
  airalo = await startAiralo();
  esimGo = await startEsimGo({ perSecond: 1_000 });
  zendit = await startZendit({ stepMs: 1 });
  await add('airalo', airalo);
  await add('esim-go', esimGo);
  await add('zendit', zendit);
  await sell({ airalo: 10, 'esim-go': 20, zendit: 30 });
});
after(async () => {
  await hubby.close();
  await Promise.all([airalo.close(), esimGo.close(), zendit.close()]);
});
beforeEach(async () => {
  airalo.control.setBalance(1_000);
  airalo.control.setStock(ARTICLES.airalo, 100);
});

async function add(kind: Name, standIn: { url: string; credentials: Json }): Promise<void> {
  const made = await hubby.operator('POST', '/suppliers', {
    name: accountOf(kind),
    kind,
    base_url: standIn.url,
    credentials: standIn.credentials,
  });
  assert.equal(made.status, 201, made.text);
  const tested = await hubby.operator('POST', `/suppliers/${accountOf(kind)}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
}

/** One bundle, with a source at each account at these costs. */
async function sell(costs: Partial<Record<Name, number>>): Promise<void> {
  const { destinations, bundles } = hubby.ctx.catalog.current();
  const model = bundles.find((b) => b.destination === 'ES' && b.type === 'data-limited')!;
  const bundle: Bundle = {
    ...bundleAt(model, 'pkg_spain_week', accountOf('airalo'), {
      bytes: GB,
      duration_days: 7,
      coverage: ['ESP'],
    }),
    sources: Object.entries(costs).map(([name, cost]): Source =>
      source(accountOf(name as Name), ARTICLES[name as Name], {
        cost,
        bytes: GB,
        duration_days: 7,
        coverage: ['ESP'],
      }),
    ),
  };
  const csv = exportCsv({ destinations: [...destinations], bundles: [bundle] });
  await importCatalog(hubby.ctx, bySystem('test'), csv);
}

/** A traveler with a queue of that bundle. */
async function booked(): Promise<{ external_user_id: string; queue: Json }> {
  const external_user_id = user();
  const answer = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id, package_id: 'pkg_spain_week' }],
  });
  assert.equal(answer.status, 201, answer.text);
  await hubby.drain();
  return { external_user_id, queue: answer.body.data.package_queues[0] };
}

/** By each telco's own books, under any reference of the queue. */
const boughtFor = async (queueId: string): Promise<Record<Name, number>> => {
  const references = (
    await hubby.sql<{ reference: string }>(
      'select distinct reference::text from provider_orders where queue_id = $1',
      [queueId],
    )
  ).map(({ reference }) => reference);
  const sum = (count: (reference: string) => number): number =>
    references.reduce((all, reference) => all + count(reference), 0);
  return {
    airalo: sum((reference) => airalo.ordersOf(reference).length),
    'esim-go': sum(
      (reference) => esimGo.ledger().orders.filter((o) => o.reference === reference).length,
    ),
    zendit: sum((reference) => zendit.ledger().provisioned(reference)),
  };
};
const providerOf = async (external_user_id: string): Promise<string> =>
  (
    await hubby.sql<{ provider: string }>(
      `select e.provider
       from esims e
       join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
       where t.external_user_id = $1 and e.archived_at is null`,
      [external_user_id],
    )
  )[0]!.provider;

async function deliveredBy(name: Name): Promise<void> {
  const { external_user_id, queue } = await booked();
  const answer = await redeem(hubby, external_user_id, queue['id']);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(await providerOf(external_user_id), accountOf(name));
  assert.deepEqual(await boughtFor(queue['id']), {
    airalo: 0,
    'esim-go': 0,
    zendit: 0,
    [name]: 1,
  });
  const { data } = (await dashboard(hubby, external_user_id)).body;
  assert.equal(data.current_esim_packages.length, 1);
  assert.equal(data.current_esim.provider, name, 'the supplier, not its account');
}

const health = async (name: Name): Promise<Json> =>
  (await hubby.operator('GET', `/suppliers/${accountOf(name)}`)).body.data.health;

describe('a bundle of three suppliers', () => {
  it('comes from the cheapest, and the operator is told why not from the others', async () => {
    await deliveredBy('airalo');
    const shown = await hubby.operator('GET', '/routing/explain?bundle=pkg_spain_week');
    assert.equal(shown.status, 200, shown.text);
    const text = JSON.stringify(shown.body.data);
    for (const name of Object.keys(ARTICLES)) assert.match(text, new RegExp(name));
  });

  it('goes on to the next where one has none left', async () => {
    airalo.control.setStock(ARTICLES.airalo, 0);
    await deliveredBy('esim-go');
  });

  it('leaves an account without money after one order, which comes back by itself', async () => {
    airalo.control.setBalance(0);
    await deliveredBy('esim-go');
    await until(
      'the account is out of routing',
      async () => (await health('airalo'))['out_because'] !== null,
    );
    const before = airalo.ledger().calls.length;
    await deliveredBy('esim-go');
    assert.equal(airalo.ledger().calls.length, before, 'nobody asks it meanwhile');
    airalo.control.setBalance(500);
    await hubby.sql(`update supplier_states set look_at = now() where account = 'airalo-main'`);
    assert.equal(await lookAgain(hubby.ctx), 1);
    await deliveredBy('airalo');
  });

  it('never goes on from an order that may have been made', async () => {
    const { external_user_id, queue } = await booked();
    airalo.control.break('orders', { kind: 'cut_after' });
    assertUnavailable(await redeem(hubby, external_user_id, queue['id']), 'unknown');
    assert.equal((await orderOf(hubby, queue['id'])).provider, 'airalo-main');
    await hubby.drain('hurry');
    assert.equal(await providerOf(external_user_id), 'airalo-main');
    assert.deepEqual(await boughtFor(queue['id']), { airalo: 1, 'esim-go': 0, zendit: 0 });
  });

  it('goes on to the next when the first is paused, and back', async () => {
    await hubby.operator('PATCH', '/suppliers/airalo-main', { status: 'paused' });
    await hubby.operator('PATCH', '/suppliers/esim-go-main', { status: 'draining' });
    await deliveredBy('zendit');
    await hubby.operator('PATCH', '/suppliers/airalo-main', { status: 'active' });
    await hubby.operator('PATCH', '/suppliers/esim-go-main', { status: 'active' });
    await deliveredBy('airalo');
  });

  it('makes a second eSIM beside the first, where the partner wants that', async () => {
    const { external_user_id, queue } = await booked();
    assert.equal((await redeem(hubby, external_user_id, queue['id'])).status, 200);
    const second = (
      await hubby.call('POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id, package_id: 'pkg_spain_week' }],
      })
    ).body.data.package_queues[0];
    airalo.control.setBalance(0);
    assertUnavailable(await redeem(hubby, external_user_id, second.id), 'maintenance');
    const set = await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
      esim_on_failover: 'new_esim',
    });
    assert.equal(set.status, 200, set.text);
    const answer = await redeem(hubby, external_user_id, second.id);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.data.current_esim.esim_type, 'classic');
    assert.deepEqual(await boughtFor(second.id), { airalo: 0, 'esim-go': 1, zendit: 0 });
    const { esims } = (await dashboard(hubby, external_user_id)).body.data;
    assert.deepEqual(
      esims.map((e: Json) => [e.provider, e.esim_type, e.packages.length]),
      [
        ['airalo', 'universal', 1],
        ['esim-go', 'classic', 1],
      ],
    );
  });
});
