/**
 * What it costs to plan polling: very many eSIMs at five accounts, a third of them due, and the
 * statements that take the due ones, read what is known of them and plan them anew, beside an anchor
 * in the same run: an update of as many rows by primary key.
 *   node bench/polls.ts --database-url <superuser's> [--rows 1000000] [--batches 100]
 */
import { parseArgs } from 'node:util';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { migrate } from '../src/db/migrate.ts';
import { createDb, type Db } from '../src/db/pool.ts';
import { noteAsked, takeDuePolls, type DuePoll } from '../src/domain/esims/usage/due-polls.ts';
import { planOf, ranksNow, RANK } from '../src/domain/esims/usage/poll-pace.ts';
import { recordStatements } from '../test/support/lists/record-statements.ts';
import { openExplainer } from '../test/support/lists/explain.ts';
import { openBenchDatabase, useServerOf } from './database.ts';
import { columns, percentile } from './figures.ts';

const ACCOUNTS = ['airalo', 'esim-access', 'esim-go', 'zendit', 'es2plus'];
const RANKS = ranksNow(1);
const PARTNERS = 20;
const STEP = 100_000;
const { values: args } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    batches: { type: 'string', default: '100' },
  },
});
const rows = Number(args.rows);
const batches = Number(args.batches);

/** $1 first, $2 last. A tenth is in use, a fifth may be any moment; a third of each is due. */
const INSERT = [
  `create temp table n on commit drop as
   select n, 'esm_' || lpad(n::text, 26, '0') as esm, 'prt_' || n % ${PARTNERS} as p,
     '8988' || lpad(n::text, 15, '0') as iccid,
     ('{${ACCOUNTS.join(',')}}'::text[])[1 + n / 10 % 5] as provider,
     case n % 10 when 0 then ${RANK.active} when 1 then ${RANK.ready} when 2 then ${RANK.ready}
       when 3 then case n % 7 when 0 then ${RANK.urgent} else ${RANK.silent} end else ${RANK.silent} end as rank,
     now() + (hashint8(n * 7919::bigint)::bigint % 3600 + 1200) * interval '1 s' as at
   from generate_series($1::int, $2::int) n`,
  `insert into iccids (iccid, partner_id, esim_id, provider, poll_at, poll_rank)
   select iccid, p, esm, provider, at, rank from n`,
  `insert into esims (partner_id, id, traveler_id, type, iccid, provider, lpa_sealed, status,
     status_at, time_assigned, last_updated)
   select p, esm, 'usr' || substr(esm, 4), 'universal', iccid, provider,
     decode(repeat(md5(esm), 7), 'hex'), 'ENABLED', now(), now(), now() - interval '7 hours' from n`,
  `insert into packages (partner_id, id, queue_id, esim_id, provider_package_id, bundle_id,
     template_id, iso3, coverage, package_type, total_bytes, duration_days, status, assigned_at,
     activate_before)
   select p, 'epk' || substr(esm, 4), 'pq_' || md5(esm), esm, 'tpk_' || n, 'bundle', 'template',
     'GRC', '{GRC}', 'data-limited', 1073741824, 30, 'ACTIVE', now(), now() + interval '1 year'
   from n`,
];

async function store(database: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (let from = 1; from <= rows; from += STEP) {
      await client.query('begin');
      const range = [from, Math.min(from + STEP - 1, rows)];
      for (const [i, text] of INSERT.entries()) await client.query(text, i === 0 ? range : []);
      await client.query('commit');
    }
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

type Timed = { name: string; size: number; ms: number[] };
const timed = async <T>(into: Timed, work: () => Promise<T>): Promise<T> => {
  const begun = performance.now();
  const result = await work();
  into.ms.push(performance.now() - begun);
  return result;
};

const facts = (db: Db, due: readonly DuePoll[]) => {
  const of = Map.groupBy(due, (one) => one.partner_id);
  const owners = [...of].map(([id, all]) => ({ partner_id: id, esims: all.map((d) => d.esim_id) }));
  return db.tx((tx) =>
    tx.rows('select * from esims_to_ask($1, $2)', [JSON.stringify(owners), ['ACTIVE']]),
  );
};

const randomIccids = (count: number): string[] =>
  Array.from(
    { length: count },
    () => `8988${String(1 + Math.floor(Math.random() * rows)).padStart(15, '0')}`,
  );

const anchorOf = (db: Db, iccids: readonly string[]): Promise<unknown> =>
  db.rows(
    `update iccids
     set poll_at = clock_timestamp() + interval '6 hours'
     where iccid = any($1)`,
    [iccids],
    'anchor',
  );

/** One batch of each kind in turns, so that neighbours' load falls on all alike. */
async function measure(db: Db): Promise<Timed[]> {
  const of = (name: string, size: number): Timed => ({ name, size, ms: [] });
  const anchor = of('anchor: update by primary key', 200);
  const take = of('take the due ones, one account', 200);
  const takeAll = of('take the due ones, 5 accounts × 8', 40);
  const read = of('read what is known of them', 200);
  const note = of('note that one was asked', 1);
  for (let i = 0; i < batches; i++) {
    const ids = randomIccids(anchor.size);
    await timed(anchor, () => anchorOf(db, ids));
    const one = [{ provider: ACCOUNTS[i % ACCOUNTS.length]!, count: take.size }];
    const due = await timed(take, () => takeDuePolls(db, one, RANKS));
    if (due.length !== take.size) throw new Error(`only ${due.length} are due: fewer --batches`);
    await timed(read, () => facts(db, due));
    const each = ACCOUNTS.map((provider) => ({ provider, count: 8 }));
    await timed(takeAll, () => takeDuePolls(db, each, ranksNow(Math.random())));
    const plan = planOf({
      tellsUsage: false,
      isOnDevice: true,
      isActive: true,
      leastLeft: null,
      ageMs: 0,
    });
    for (const asked of due.slice(0, 10)) await timed(note, () => noteAsked(db, asked, plan));
  }
  return [anchor, take, takeAll, read, note];
}

async function explain(db: Db, database: pg.ClientConfig): Promise<void> {
  const explainer = await openExplainer(database);
  const eachEight = ACCOUNTS.map((provider) => ({ provider, count: 8 }));
  const works: Record<string, () => Promise<unknown>> = {
    'anchor, 200 rows': () => anchorOf(db, randomIccids(200)),
    'one account, 200 rows': () => takeDuePolls(db, [{ provider: 'airalo', count: 200 }], RANKS),
    'five accounts, 8 rows each': () => takeDuePolls(db, eachEight, RANKS),
  };
  for (const [name, work] of Object.entries(works)) {
    const [sent] = await recordStatements(work);
    for (const { mode, buffers, scanned } of await explainer.explain(sent!))
      console.log(
        `${name}, ${mode}: ${buffers} buffers; read whole: ${scanned.join() || 'nothing'}`,
      );
  }
  await explainer.end();
}

const undo: (() => Promise<void>)[] = [];
try {
  if (args['database-url'] !== undefined) useServerOf(args['database-url']);
  const { database } = await openBenchDatabase('', (step) => void undo.push(step));
  await migrate(database);
  await store(database);
  const db = createDb(database, { max: 2 });
  undo.push(() => db.end());
  await explain(db, database);
  const all = await measure(db);
  const [anchor] = all;
  const perRow = (t: Timed): number => (percentile(t.ms, 0.5) * 1_000) / t.size;
  console.log(
    columns([
      ['', 'rows', 'p50 ms', 'µs a row', 'rows a second', '÷ anchor'],
      ...all.map((t) => [
        t.name,
        String(t.size),
        percentile(t.ms, 0.5).toFixed(2),
        perRow(t).toFixed(1),
        (1e6 / perRow(t)).toFixed(0),
        (perRow(t) / perRow(anchor!)).toFixed(2),
      ]),
    ]),
  );
  for (const { name, bytes } of await db.rows<{ name: string; bytes: number }>(
    `select relname::text as name, pg_relation_size(oid) as bytes from pg_class
     where relname ~ '^iccids' and relkind in ('r', 'i') order by relname`,
  ))
    console.log(`${name}: ${(bytes / rows).toFixed(0)} bytes an eSIM`);
} finally {
  for (const step of undo.reverse()) await step();
}
