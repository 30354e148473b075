/**
 * Lists are the same whatever a table holds: every list with every filter, asked of a partner with
 * very many rows and of a small one beside it, reads a page by an index, and jobs find what is over. The statements are those
 * that the application sends; each is explained as it is planned for its values and as it is planned
 * once for all. `LISTS_ROWS=1000000 npm test -- lists.test` asks the same of a million.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { firstIdAt } from '../src/ids.ts';
import { firstEventIdAt } from '../src/domain/webhooks/forget-old-events.ts';
import { DUE, SCHEDULED } from '../src/jobs/index.ts';
import { startHubby, type Hubby } from './harness.ts';
import { openExplainer } from './support/lists/explain.ts';
import { listQueries, type ListQuery } from './support/lists/list-queries.ts';
import { insertMany } from './support/lists/many-rows.ts';
import { memberAt, type BrowserPage } from './support/members.ts';
import { recordStatements, type Sent } from './support/lists/record-statements.ts';

const ROWS = Number(process.env['LISTS_ROWS'] ?? 20_000);
const SMALL_ROWS = 300;
const MOST_BUFFERS = 200;
/** A table with more rows than this has grown: reading all of it would be seen. */
const GROWN = 1_000;

let hubby: Hubby;
let small: Awaited<ReturnType<Hubby['newPartner']>>;
let grown: Set<string>;
let member: BrowserPage;
before(async () => {
  hubby = await startHubby();
  small = await hubby.newPartner('Small Travel');
  const partners = [hubby.partner.partner_id, small.partner_id];
  member = await memberAt(hubby, {
    operatorRole: 'operator',
    roles: Object.fromEntries(partners.map((id) => [id, 'owner'])),
  });
  const pattern = await makePattern();
  const many = { partnerId: hubby.partner.partner_id, from: 0, count: ROWS, pattern };
  await insertMany(hubby.adminConfig, many);
  await insertMany(hubby.adminConfig, {
    partnerId: small.partner_id,
    from: 10_000_000,
    count: SMALL_ROWS,
    pattern,
  });
  await hubby.sql('vacuum analyze');
  const tables = await hubby.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > ${GROWN}`,
  );
  grown = new Set(tables.map(({ name }) => name));
});
after(() => hubby.close());

/** A traveler with a redeemed package, as the product makes them. */
async function makePattern() {
  const externalUserId = 'pattern';
  const { body } = await hubby.call('POST', '/api/bookings', {
    departure_date: '2030-07-15',
    package_specifications: [{ external_user_id: externalUserId, destination: 'GR', size: '1GB' }],
  });
  const [queue] = body.data.package_queues;
  await hubby.drain();
  const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
    external_user_id: externalUserId,
    package_queue_id: queue.id,
  });
  assert.equal(redeemed.status, 200, redeemed.text);
  return { partnerId: hubby.partner.partner_id, externalUserId };
}

type Asked = { name: string; most?: number | undefined; run(): Promise<unknown> };

const asking = (lists: readonly ListQuery[], key = hubby.partner): Asked[] =>
  lists.map(({ caller, path, most }) => ({
    name: path,
    most,
    async run() {
      const answer =
        caller === 'operator'
          ? await hubby.operator('GET', path)
          : caller === 'member'
            ? await member.call('GET', path)
            : await hubby.call('GET', path, undefined, { key });
      assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    },
  }));

const REQUESTS = [
  [
    'api_requests',
    'method, path, operation_id, status, duration_ms, key_id, request_bytes, response_bytes, request_state, response_state',
    `'GET', '/', 'listEvents', 200, 1, 'hk', 0, 0, 0, 0`,
  ],
  ['api_request_texts', 'texts, is_deflated', `'x', false`],
] as const;

/** The jobs that run by the clock; what is over is gone before, all events among it but for new ones. */
async function jobs(): Promise<Asked[]> {
  const all = Object.entries(SCHEDULED)
    // One reads all orders of two days, as it must; the other wakes what is asked for below.
    .filter(([name]) => !['reconcile', 'poll'].includes(name))
    .map(([name, job]): Asked => ({
      name,
      // All of an hour, of which these are: once by an index, and nothing else.
      ...(name === 'service' ? { most: 1_000 } : {}),
      run: () => job.run(hubby.ctx),
    }))
    // Swept every second, whatever is planned for later.
    .concat({ name: 'polls', run: () => DUE.polls(hubby.ctx, () => false) });
  for (const job of all) await job.run();
  await hubby.sql(
    `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
     select $1, $2 || lpad(n::text, 16, '0'), 'booking.created', 'new', n, now(), '{}' from generate_series(1, 2 * ${GROWN}) n
     on conflict do nothing`,
    [hubby.partner.partner_id, firstEventIdAt(Date.now())],
  );
  for (const [table, columns, values] of REQUESTS)
    await hubby.sql(
      `insert into ${table} (partner_id, id, ${columns}) select $1, $2 || lpad(n::text, 16, '0'), ${values} from generate_series(1, 2 * ${GROWN}) n
       on conflict do nothing`,
      // The tests keep no requests, so that all until now are over.
      [hubby.partner.partner_id, firstIdAt('req', Date.now() + 86_400_000)],
    );
  await hubby.sql('vacuum analyze');
  return all;
}

/** Every complaint about the plans of what these send. */
async function complaints(asked: readonly Asked[]): Promise<string[]> {
  const explainer = await openExplainer(hubby.databaseConfig);
  const found: string[] = [];
  const seen = new Set<string>();
  try {
    for (const { name, run, most = MOST_BUFFERS } of asked) {
      const sent = await recordStatements(run);
      for (const statement of sent.filter((s) => !seen.has(JSON.stringify(s)))) {
        seen.add(JSON.stringify(statement));
        for (const { mode, buffers, scanned } of await explainer.explain(statement)) {
          const scans = scanned.filter((table) => grown.has(table));
          if (scans.length > 0 || buffers > most)
            found.push(
              `${name} ${mode}: ${buffers} buffers, scans ${scans.join()}\n${shown(statement)}`,
            );
        }
      }
    }
  } finally {
    await explainer.end();
  }
  assert.ok(seen.size >= asked.length / 4, 'the statements were recorded');
  return found;
}

const shown = ({ text, values }: Sent): string => `${text}\n${JSON.stringify(values)}`;

describe(`lists of ${ROWS} rows`, () => {
  it('read a page by an index, whatever is asked', async () => {
    const lists = await listQueries(hubby.sql, {
      partnerId: hubby.partner.partner_id,
      from: 0,
      count: ROWS,
    });
    assert.deepEqual(await complaints(asking(lists)), []);
  });

  it('do so for a small partner beside a large one', async () => {
    const lists = await listQueries(hubby.sql, {
      partnerId: small.partner_id,
      from: 10_000_000,
      count: SMALL_ROWS,
    });
    assert.deepEqual(await complaints(asking(lists, small)), []);
  });

  it('would be noticed without their indexes', async () => {
    const indexes = await hubby.sql<{ name: string; made: string }>(
      `select indexname as name, indexdef as made from pg_indexes where schemaname = 'public'`,
    );
    const cancelled = 'status=CANCELLED&from=2020-01-01';
    for (const [index, caller, path] of [
      ['bookings_departure', 'partner', '/api/bookings?from=2020-01-01'],
      ['bookings_cancelled', 'partner', '/api/bookings?status=CANCELLED'],
      ['bookings_cancelled_departure', 'partner', `/api/bookings?${cancelled}`],
      ['bookings_cancelled_reference', 'partner', '/api/bookings?bookingId=trip-1'],
      ['deliveries_exhausted', 'partner', '/api/webhooks/deliveries?state=exhausted'],
      ['messages_status', 'partner', '/api/messages?status=failed'],
      ['events_feed', 'partner', '/api/events'],
      ['api_requests_failed', 'partner', '/api/requests?code=503'],
      ['api_requests_client_id', 'partner', '/api/requests/trace-rare'],
      ['support_requests_newest', 'partner', '/api/native/support-requests?status=open'],
      ['esims_iccid_end', 'member', `/partners/${hubby.partner.partner_id}/search?q=0005`],
      ['promo_codes_by_end', 'partner', '/api/promo-codes?ends_within_days=14'],
      ['support_queue_status', 'operator', '/support-requests?status=open'],
      ['provider_orders_partner', 'operator', '/orders?partner_id=nobody'],
      [
        'provider_orders_rejected, provider_orders_rejected_of',
        'operator',
        '/orders?state=rejected',
      ],
      ['reconcile_findings_open', 'operator', '/findings?limit=50'],
    ] as const) {
      await hubby.sql(`drop index ${index}`);
      assert.notDeepEqual(await complaints(asking([{ caller, path }])), [], index);
    }
    // Jobs need some of them, too.
    const left = await hubby.sql<{ name: string }>('select indexname as name from pg_indexes');
    const names = new Set(left.map(({ name }) => name));
    for (const { name, made } of indexes) if (!names.has(name)) await hubby.sql(made);
  });

  it('are as little to jobs that look for what is over', async () => {
    assert.deepEqual(await complaints(await jobs()), []);
  });

  it('would be noticed by jobs without their indexes', async () => {
    const all = await jobs();
    for (const [index, job] of [
      ['abuse_counters_expire', 'limits'],
      ['dispatches_done', 'message_bodies'],
      ['iccids_poll_plan, iccids_poll', 'polls'],
      ['idempotency_keys_age', 'housekeeping'],
      ['install_tokens_expiry', 'install_links'],
      ['mail_tokens_expiry', 'mail_links'],
      ['model_answers_age', 'rewrites'],
      ['provider_reports_received', 'reports'],
      ['used_app_tokens_expiry', 'app_tokens'],
    ] as const) {
      await hubby.sql(`drop index ${index}`);
      const found = await complaints(all.filter(({ name }) => name === job));
      assert.notDeepEqual(found, [], index);
    }
  });
});
