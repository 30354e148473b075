/** Suppliers' catalogs become sources: new, changed, vanished, back again; jumps of costs wait. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { runDueSyncs } from '../../src/domain/suppliers/catalog-sync/run-due-syncs.ts';
import type { Article } from '../../src/providers/article.ts';
import { ProviderUnclear } from '../../src/providers/provider.ts';
import { openRuntime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { fakeSupplier, type FakeSupplier } from '../support/fake-supplier.ts';

let hubby: Hubby;
let fake: FakeSupplier;
let name: string;
let counter = 0;
before(async () => {
  fake = fakeSupplier();
  hubby = await startHubby({ kinds: [fake.kind] });
});
after(() => hubby.close());
beforeEach(async () => {
  name = `wholesaler-${++counter}`;
  fake.failure = null;
  fake.leftOut = 0;
  fake.hold = null;
});

const article = (id: string, over: Partial<Article> = {}): Article => ({
  id,
  topup_id: null,
  name: `Japan ${id}`,
  bytes: 2 ** 30,
  daily_bytes: null,
  throttle_kbps: null,
  duration_days: 30,
  coverage: ['JPN'],
  cost: { minor: 400, currency: 'EUR' },
  starts: 'first_use',
  activation_window_days: null,
  needs_kyc: false,
  can_top_up: true,
  imsi: null,
  ...over,
});
const many = (count: number): Article[] =>
  Array.from({ length: count }, (_, i) => article(`m${String(i).padStart(3, '0')}`));

/** An account after its first good test, which lists these articles. */
async function running(...pages: Article[][]): Promise<void> {
  fake.pages = pages;
  const added = await hubby.operator('POST', '/suppliers', {
    name,
    kind: 'airalo',
    base_url: 'http://127.0.0.1:9',
    credentials: { client_id: 'an-id', client_secret: 'a-secret' },
    mode: 'test',
  });
  assert.equal(added.status, 201, added.text);
  const tested = await hubby.operator('POST', `/suppliers/${name}/test`);
  assert.equal(tested.body.data.ok, true, tested.text);
}
const sync = (body: Json = {}): Promise<Answer> =>
  hubby.operator('POST', `/suppliers/${name}/sync`, body);
const shown = async (): Promise<Json> =>
  (await hubby.operator('GET', `/suppliers/${name}`)).body.data.catalog;
/** One reading of these pages; what came of it. */
async function read(...pages: Article[][]): Promise<Json> {
  fake.pages = pages;
  assert.equal((await sync()).status, 202);
  await runDueSyncs(hubby.ctx);
  return (await shown()).last;
}
const sources = async (query = ''): Promise<Json[]> =>
  (await hubby.operator('GET', `/sources?account=${name}${query}`)).body.data.sources;
const source = async (id: string): Promise<Json> => (await sources()).find((s) => s.article === id);
const counts = ({ articles, new: added, changed, vanished, left_out }: Json): number[] => [
  articles,
  added,
  changed,
  vanished,
  left_out,
];
const version = (): number => hubby.ctx.catalog.current().version;
/** Row versions: what no statement has written stays the same. */
const written = async (): Promise<string[]> =>
  (
    await hubby.sql<{ at: string }>(
      `select xmin::text || ' ' || xmax::text || id as at from sources where account = $1 order by id`,
      [name],
    )
  ).map(({ at }) => at);

/** A bundle behind which the source of this article is, with a second source of sandbox-one. */
async function sell(id: string): Promise<string> {
  const bundle = `pkg_${name.replaceAll('-', '_')}`;
  const columns =
    'bundle_id,destination,type,size,duration_in_days,label,esim_types,traffic_policy,throttling,b2b_price,b2c_price,currency,priority,is_active,template_id,provider,coverage,imsi,cost,activation_window_days';
  const line = (article_: string, account: string, cost: string): string =>
    `${bundle},JP,data-limited,1GB,30,1 GB,universal classic,,,12,15,EUR,1,true,${article_},${account},JP,,${cost},180`;
  const csv = [columns, line(id, name, '4'), line('other', 'sandbox-one', '9'), ''].join('\n');
  const answer = await hubby.operator('POST', '/catalog/import', csv);
  assert.equal(answer.status, 200, answer.text);
  return bundle;
}
const explained = async (bundle: string): Promise<Json> =>
  (await hubby.operator('GET', `/routing/explain?bundle=${bundle}`)).body.data.sources.find(
    (s: Json) => s.account === name,
  );

describe('a catalog', () => {
  it('is read after the first good test, without anybody asking', async () => {
    await running([article('a'), article('b', { can_top_up: false })], [article('c')]);
    assert.equal((await shown()).last, null);
    await hubby.drain();
    const { last, read_at, is_running } = await shown();
    assert.deepEqual(counts(last), [3, 3, 0, 0, 0]);
    assert.deepEqual([last.failure, is_running, typeof read_at], [null, false, 'string']);
    const [a, b] = await sources();
    assert.deepEqual(a.esim_types, ['universal', 'classic']);
    assert.deepEqual(b.esim_types, ['classic'], 'nothing can be added to an eSIM of it');
    assert.deepEqual([a.cost, a.currency, a.name, a.is_stale], [4, 'EUR', 'Japan a', false]);
    assert.equal(typeof a.last_seen_at, 'string');
    const calls = fake.calls.length;
    await hubby.drain();
    assert.equal(fake.calls.length, calls, 'and then not before tomorrow');
  });

  it('that says the same writes no row, and raises no version', async () => {
    await running([article('a')], [article('b')]);
    await hubby.drain();
    const [before, was] = [await written(), version()];
    assert.deepEqual(counts(await read([article('b'), article('a')])), [2, 0, 0, 0, 0]);
    assert.deepEqual(await written(), before);
    assert.equal(version(), was);
  });

  it('changes what it says otherwise, and counts what makes no sense', async () => {
    await running([article('a'), article('b')]);
    await hubby.drain();
    fake.leftOut = 4;
    const last = await read([
      article('a', { duration_days: 31, cost: { minor: 440, currency: 'EUR' } }),
      article('b'),
      article('b', { duration_days: 1 }),
      article('c', { bytes: -1 }),
      article('d', { cost: { minor: 1, currency: 'XXX' } }),
      article('e f'),
    ]);
    assert.deepEqual(counts(last), [2, 0, 1, 0, 8]);
    const a = await source('a');
    assert.deepEqual([a.duration_days, a.cost, a.offered], [31, 4.4, null]);
    assert.deepEqual([a.previous.cost, a.previous.currency], [4, 'EUR']);
    assert.equal((await source('b')).duration_days, 30);
  });
});

describe('an article that vanishes', () => {
  it('is stale and out of routing, and fresh again when it returns', async () => {
    await running([article('a'), article('b')]);
    await hubby.drain();
    const bundle = await sell('a');
    assert.equal((await explained(bundle)).is_taken, true);
    const was = version();
    assert.deepEqual(counts(await read([article('b')])), [1, 0, 0, 1, 0]);
    assert.equal(version(), was + 1, 'once');
    assert.match((await explained(bundle)).why_not, /no longer lists it/);
    assert.deepEqual(
      (await sources('&state=stale')).map((s) => s.article),
      ['a'],
    );
    assert.deepEqual(counts(await read([article('b')])), [1, 0, 0, 0, 0]);
    assert.deepEqual(counts(await read([article('a'), article('b')])), [2, 0, 1, 0, 0]);
    assert.equal((await explained(bundle)).is_taken, true);
  });

  it('stays where the reading breaks off', async () => {
    await running([article('a')], [article('b')]);
    await hubby.drain();
    fake.pages = [[article('c')], [article('a')], [article('b')]];
    let calls = 0;
    fake.hold = async () => {
      if (++calls > 1) throw new ProviderUnclear('It answered nonsense.');
    };
    await sync();
    await runDueSyncs(hubby.ctx);
    const { last, read_at } = await shown();
    assert.match(last.failure, /broke off: It answered nonsense/);
    assert.deepEqual(counts(last), [1, 1, 0, 0, 0]);
    assert.ok(read_at < last.started_at);
    assert.deepEqual(await sources('&state=stale'), []);
    assert.equal((await sources()).length, 3);
  });

  it('stays where far fewer are listed than before, until the operator believes it', async () => {
    await running(many(30));
    await hubby.drain();
    const last = await read(many(14));
    assert.match(last.failure, /lists 14 articles, and 16 of the 30 .* are missing/);
    assert.deepEqual(await sources('&state=stale'), []);
    assert.match((await read([])).failure, /lists 0 articles/);
    fake.pages = [many(14)];
    assert.equal((await sync({ accept_fewer: true })).status, 202);
    await runDueSyncs(hubby.ctx);
    assert.deepEqual(counts((await shown()).last), [14, 0, 0, 16, 0]);
    assert.equal((await sources('&state=stale')).length, 16);
    // Half may go without a question, and what was believed once is not for good.
    assert.equal((await read(many(7))).failure, null);
    assert.match((await read([])).failure, /lists 0 articles/);
  });

  it('is another matter than what only a file has named', async () => {
    await running([article('a')]);
    await hubby.drain();
    const bundle = await sell('unlisted');
    assert.equal((await read([article('a')])).vanished, 0);
    assert.equal((await explained(bundle)).is_taken, true);
  });
});

describe('a cost that jumps', () => {
  const at = (minor: number, currency = 'EUR'): Article[] => [
    article('a', { cost: { minor, currency } }),
  ];
  const costs = async (): Promise<Json> => {
    const { cost, offered, is_held } = await source('a');
    return [cost, offered?.cost ?? null, is_held];
  };

  it('by a fifth is taken, by more waits; after a rise nothing is ordered', async () => {
    await running(at(400));
    await hubby.drain();
    const bundle = await sell('a');
    assert.equal((await read(at(480))).waiting, 0);
    assert.deepEqual(await costs(), [4.8, null, false]);
    assert.equal((await read(at(577))).waiting, 1);
    assert.deepEqual(await costs(), [4.8, 5.77, true]);
    assert.match((await explained(bundle)).why_not, /risen by much, which waits for approval/);
    assert.equal((await read(at(577))).waiting, 0, 'told once');
    // It may also come back by itself.
    await read(at(500));
    assert.deepEqual(await costs(), [5, null, false]);
    assert.equal((await explained(bundle)).is_taken, true);
  });

  it('down waits too, and goes on being ordered at the cost that was', async () => {
    await running(at(400));
    await hubby.drain();
    const bundle = await sell('a');
    await read(at(4));
    assert.deepEqual(await costs(), [4, 0.04, false]);
    assert.equal((await explained(bundle)).is_taken, true);
  });

  it('is in force once it is approved, as it was seen', async () => {
    await running(at(400));
    await hubby.drain();
    const bundle = await sell('a');
    await read(at(700));
    const [waiting] = await sources('&state=waiting');
    const approve = (cost: number): Promise<Answer> =>
      hubby.operator('POST', '/sources/approve', {
        sources: [{ id: waiting.id, cost, currency: 'EUR' }],
      });
    assert.deepEqual((await approve(6)).body.data, { approved: [], not_waiting: [waiting.id] });
    assert.deepEqual(await costs(), [4, 7, true]);
    assert.deepEqual((await approve(7)).body.data, { approved: [waiting.id], not_waiting: [] });
    assert.deepEqual(await costs(), [7, null, false]);
    assert.equal((await source('a')).previous.cost, 4);
    assert.equal((await explained(bundle)).is_taken, true);
    assert.deepEqual(await sources('&state=waiting'), []);
  });

  it('is compared by rates where the currency is another, and waits without one', async () => {
    await running(at(400));
    await hubby.drain();
    await read(at(440, 'USD'));
    assert.deepEqual(await costs(), [4, 4.4, false]);
    await hubby.operator('PUT', '/rates', { currency: 'USD', rate: 0.9 });
    await read(at(440, 'USD'));
    const { cost, currency, offered } = await source('a');
    assert.deepEqual([cost, currency, offered], [4.4, 'USD', null]);
    await read(at(600, 'USD'));
    assert.deepEqual(await costs(), [4.4, 6, true]);
  });
});

describe('one reading at a time', () => {
  it('is read by a process that has not heard of its account yet', async () => {
    const other = await openRuntime(
      loadConfig({ PORT: '0', HUBBY_DATA_DIR: '/nonexistent', HUBBY_SECRET_KEY: hubby.secretKey }),
      hubby.databaseConfig,
      makeSecrets(Buffer.from(hubby.secretKey, 'base64')),
      { info() {}, warn() {}, error() {} },
      { poolSize: 3, kinds: [fake.kind] },
    );
    try {
      await running([article('a')]);
      assert.equal(await runDueSyncs(other.ctx), 1);
      assert.deepEqual([(await shown()).last.failure, (await shown()).last.articles], [null, 1]);
    } finally {
      await other.close();
    }
  });

  it('of one account over all processes', async () => {
    await running([article('a')], [article('b')]);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let inside = 0;
    fake.hold = async () => {
      inside++;
      await held;
    };
    const first = runDueSyncs(hubby.ctx);
    await until('it is being read', async () => inside > 0 || null);
    assert.equal((await shown()).is_running, true);
    assert.equal((await sync()).status, 202);
    assert.equal(await runDueSyncs(hubby.ctx), 0);
    assert.equal(inside, 1);
    release();
    await first;
    assert.deepEqual(counts((await shown()).last), [2, 2, 0, 0, 0]);
  });

  it('of a process that died is taken over, and tells what the dead one had changed', async () => {
    await running([article('a')]);
    await hubby.drain();
    await sell('a');
    const was = version();
    fake.pages = [[article('a', { duration_days: 60 })], [article('b')]];
    await sync();
    let pages = 0;
    let end = (): void => {};
    const stuck = new Promise<void>((resolve) => (end = resolve));
    fake.hold = async () => {
      if (++pages === 2) await stuck;
    };
    const dead = runDueSyncs(hubby.ctx);
    await until('a page is stored', async () => pages === 2 || null);
    assert.equal(version(), was);
    await hubby.sql(
      `update catalog_syncs set lease_until = now() - interval '1 second' where account = $1`,
      [name],
    );
    assert.equal(await runDueSyncs(hubby.ctx), 1);
    assert.equal(version(), was + 1);
    const { last } = await shown();
    assert.deepEqual(counts(last), [2, 1, 0, 0, 0]);
    // The one thought dead comes back, and finds that it is no longer its own.
    end();
    await dead;
    assert.deepEqual((await shown()).last, last);
  });

  it('is given back by a process that stops', async () => {
    await running([article('a')], [article('b')]);
    let isStopping = false;
    fake.hold = async () => {
      isStopping = true;
    };
    await runDueSyncs(hubby.ctx, () => isStopping);
    const { last, is_running } = await shown();
    assert.deepEqual([last, is_running], [null, false]);
    fake.hold = null;
    assert.equal(await runDueSyncs(hubby.ctx), 1);
    assert.equal((await shown()).last.articles, 2);
  });
});

describe('what cannot be asked for', () => {
  it('is refused in words', async () => {
    const sandbox = await hubby.operator('POST', '/suppliers/sandbox-one/sync', {});
    assert.deepEqual([sandbox.status, sandbox.body.error.type], [409, 'conflict']);
    assert.equal((await hubby.operator('POST', '/suppliers/nobody/sync', {})).status, 404);
    assert.equal((await hubby.operator('GET', '/sources?state=old')).status, 400);
    assert.equal((await hubby.operator('GET', '/sources?cursor=x')).status, 400);
    assert.equal((await hubby.operator('POST', '/sources/approve', { sources: [] })).status, 400);
    fake.failure = new ProviderUnclear('no');
    await hubby.operator('POST', '/suppliers', {
      name,
      kind: 'airalo',
      credentials: { client_id: 'an-id', client_secret: 'a-secret' },
      mode: 'test',
    });
    assert.match((await sync()).text, /waits for its first good test/);
  });

  it('is paged through by id, and by the bundle that it is behind', async () => {
    await running(many(5));
    await hubby.drain();
    const seen: Json[] = [];
    for (let more = ''; ;) {
      const { body } = await hubby.operator('GET', `/sources?account=${name}&limit=2${more}`);
      seen.push(...body.data.sources);
      if (body.data.next_cursor === null) break;
      more = `&cursor=${body.data.next_cursor}`;
    }
    assert.deepEqual(seen, await sources());
    assert.equal(seen.length, 5);
    const bundle = await sell('m003');
    const behind = (await hubby.operator('GET', `/sources?bundle=${bundle}`)).body.data.sources;
    assert.deepEqual(behind.map((s: Json) => s.article).sort(), ['m003', 'other']);
  });
});
