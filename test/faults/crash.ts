/**
 * Bookings, redemptions and claims under load while something is killed, and what must hold
 * afterwards.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded, type Embedded } from '../../src/db/embedded.ts';
import { IN_A_YEAR } from '../support/in-a-year.ts';
import { assertSound, until } from './checks.ts';
import {
  address,
  call,
  dataFolder,
  hubby,
  run,
  urlOf,
  type Key,
  type Process,
  type Reply,
} from './processes.ts';

type Credentials = Key & { partner_id: string; operator_token: string };
export type Report = {
  kills: number;
  acknowledged: number;
  redeemed: number;
  provisioned: number;
  replaced: number;
  slowestFirstAnswerMs: number;
};

const CLIENTS = 12;
const FAULTS = ['timeout', 'timeout_before', 'error', 'out_of_stock'];

/** A durable server of its own, a seeded database, and the process under test. */
export async function makeArena(more: Record<string, string> = {}) {
  const folder = dataFolder();
  let server: Embedded = await startEmbedded(folder.dir, { settings: { shared_buffers: '64MB' } });
  const config = { ...server.config('hubby'), max: 4 };
  await query(server.config('postgres'), 'create database hubby');
  const env = {
    HUBBY_DATA_DIR: path.join(folder.dir, 'hubby'),
    PORT: '0',
    DATABASE_URL: urlOf(server.config('hubby')),
    LOG_LEVEL: 'error',
    ...more,
  };
  const seeded = await run(['seed'], env);
  assert.equal(seeded.code, 0, seeded.output);
  const key = JSON.parse(
    fs.readFileSync(path.join(env.HUBBY_DATA_DIR, 'credentials.json'), 'utf8'),
  ) as Credentials;
  return {
    config,
    key,
    env,
    launch: (): Process => hubby(['start'], env),
    postmaster: (): number => folder.postmaster()!,
    async restartDatabase(): Promise<void> {
      server = await startEmbedded(folder.dir, { settings: { shared_buffers: '64MB' } });
    },
    sql: <T>(text: string, params: unknown[] = []) => query<T>(config, text, params),
    async close(): Promise<void> {
      await server.stop();
      await folder.remove();
    },
  };
}
export type Arena = Awaited<ReturnType<typeof makeArena>>;

async function query<T>(
  config: pg.ClientConfig,
  text: string,
  params: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text, params)).rows as T[];
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * What somebody was promised. Of a code the id is `code <code>`: its queue's is nobody's business.
 */
type Promised = { id: string; user: string; kind: 'queue' | 'grant' | 'code'; uuid: string };
type Booked = { reference: string; id: string; queues: Promised[] };

/**
 * Clients that book and redeem, and note what they were promised. They keep asking until they are
 * answered.
 */
export function makeLoad(arena: Arena, seed: number) {
  let url: string | null = null;
  let stopping = false;
  let answeredAt = 0;
  const acknowledged: Booked[] = [];
  const redeemed = new Set<string>();
  const unexpected: string[] = [];
  let replaced = 0;
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  /** Null when nobody answered. */
  async function ask(method: string, target: string, body: unknown): Promise<Reply | null> {
    if (url === null) return sleep(20, null);
    const reply = await call(url, arena.key, method, target, body).catch(() => null);
    if (reply === null) return sleep(20, null);
    if (reply.status < 300 && answeredAt === 0) answeredAt = performance.now();
    if (reply.status >= 500 && reply.status !== 503)
      unexpected.push(`${method} ${target} ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply;
  }

  async function book(): Promise<Booked | null> {
    const reference = `load-${randomUUID()}`;
    const users = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => `u-${Math.floor(random() * 2_000)}`,
    );
    const kinds = users.map(() => pick(['queue', 'queue', 'queue', 'grant', 'code'] as const));
    const body = {
      departure_date: IN_A_YEAR,
      booking_id: reference,
      package_specifications: users.map((external_user_id, i) => ({
        ...(kinds[i] === 'code' ? {} : { external_user_id }),
        ...(kinds[i] === 'grant' ? { esim_type: 'classic' } : {}),
        destination: 'GR',
        size: pick(['1GB', '3GB']),
      })),
    };
    // The same request until it is acknowledged: some of the earlier tries may have been stored.
    while (!stopping) {
      const reply = await ask('POST', '/api/bookings', body);
      if (reply !== null && reply.status < 300) {
        const [own, codes] = [
          [...(reply.body.data.package_queues as { id: string; uuid: string }[])],
          [...(reply.body.data.promo_codes as { promo_code: string; uuid: string }[])],
        ];
        const queues = users.map((who, i): Promised => {
          const kind = kinds[i]!;
          if (kind !== 'code') return { ...own.shift()!, user: who, kind };
          const { promo_code, uuid } = codes.shift()!;
          return { id: `code ${promo_code}`, uuid, user: who, kind };
        });
        const booked = { reference, id: reply.body.data.id as string, queues };
        acknowledged.push(booked);
        return booked;
      }
      if (reply !== null && reply.status < 500)
        unexpected.push(`booking: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
    return null;
  }

  const tokens = new Map<string, string>();
  /** As the traveler's app does. */
  async function claim({ uuid, user: who }: Promised): Promise<Reply | null> {
    const token =
      tokens.get(who) ??
      ((await ask('POST', '/api/app-tokens', { external_user_id: who }))?.body?.data?.token as
        string | undefined);
    if (token === undefined || url === null) return null;
    tokens.set(who, token);
    const reply = await call(url, token, 'POST', '/claim_classic_package_queue', {
      data: { queue_id: uuid },
    }).catch(() => null);
    // Without a public URL a restarted process has another port, and is another issuer.
    if (reply?.status !== 401) return reply;
    tokens.delete(who);
    return null;
  }

  async function redeem(queue: Promised): Promise<boolean> {
    const reply = await (queue.kind === 'grant'
      ? claim(queue)
      : queue.kind === 'code'
        ? ask('POST', `/api/promo-codes/${queue.id.slice(5)}/redeem`, {
            external_user_id: queue.user,
          })
        : ask('POST', '/api/native/redeem-package', {
            external_user_id: queue.user,
            package_queue_id: queue.id,
          }));
    const type = reply?.body?.error?.type ?? reply?.body?.error?.details?.code;
    if (reply?.status === 200 || type === 'already_redeemed' || type === 'already_claimed')
      redeemed.add(queue.id);
    else if (
      reply !== null &&
      reply.status < 500 &&
      type !== 'redeem_in_progress' &&
      type !== 'claim_in_progress'
    )
      unexpected.push(`redeem: ${reply.status} ${JSON.stringify(reply.body)}`);
    return redeemed.has(queue.id);
  }

  /**
   * A traveler who may have no eSIM yet, several classic ones, or too many replacements behind
   * them.
   */
  async function replace({ user: who }: Promised): Promise<void> {
    const reply = await ask('POST', '/api/native/replace-esim', {
      external_user_id: who,
      reason: pick(['new_device', 'deleted', 'broken']),
    });
    if (reply?.status === 200) replaced++;
    else if (reply !== null && reply.status < 500 && ![400, 404, 409].includes(reply.status))
      unexpected.push(`replace: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  async function client(): Promise<void> {
    while (!stopping) {
      if (random() < 0.05) await ask('POST', '/api/sandbox/fail', { next: pick(FAULTS), count: 1 });
      const booked = await book();
      for (const queue of booked?.queues ?? [])
        if (random() < 0.7 && !stopping) await redeem(queue);
      if (random() < 0.5 && booked !== null) await replace(pick(booked.queues));
    }
  }
  const clients = Array.from({ length: CLIENTS }, client);

  return {
    random,
    acknowledged,
    redeemed,
    unexpected,
    replaced: (): number => replaced,
    redeem,
    ask,
    /** Where the process under test listens now; null while it is down. */
    point(to: string | null): void {
      url = to;
      answeredAt = 0;
    },
    firstAnswer: (): Promise<number> =>
      until('an answer after the restart', async () => answeredAt || null),
    async stop(): Promise<void> {
      stopping = true;
      await Promise.all(clients);
    },
  };
}
export type Load = ReturnType<typeof makeLoad>;

/**
 * Lets everything under way come to its end, then checks rules 1 to 3 and 7 of section 13 of
 * docs/contract.md.
 */
export async function settleAndCheck(
  arena: Arena,
  load: Load,
  url: string,
  seed: number,
): Promise<{ provisioned: number }> {
  const note = `seed ${seed}`;
  await call(url, arena.key, 'POST', '/api/sandbox/fail', { next: 'error', count: 0 });
  await until('all orders to settle', async () => {
    // Plans are brought forward, but not so fast that a telco which has just started is asked five
    // times in vain.
    await arena.sql(
      `update provider_orders set next_attempt_at = clock_timestamp(), sent_at = sent_at - interval '1 minute' where next_attempt_at is not null and (lease_until is null or lease_until < clock_timestamp()) and updated_at < clock_timestamp() - interval '1 s'`,
    );
    await arena.sql(
      'update replacement_work set next_attempt_at = clock_timestamp() where lease_until is null or lease_until < clock_timestamp()',
    );
    const open = await arena.sql(
      `(select id from provider_orders where state in ('intent', 'unknown', 'pending') limit 1) union all (select replacement_id from replacement_work limit 1)`,
    );
    return open.length === 0;
  });
  const open = load.acknowledged.flatMap((b) => b.queues).filter((q) => !load.redeemed.has(q.id));
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let queue = open.pop(); queue !== undefined; queue = open.pop()) {
        const { id } = queue;
        await until(`queue ${id} to be redeemed`, () => load.redeem(queue)).catch(
          async (error: unknown) => {
            const orders = await arena.sql(
              `select o.* from provider_orders o join package_queues q on q.traveler_id = o.traveler_id where q.id = $1`,
              [id],
            );
            throw new Error(
              `${note}: ${JSON.stringify({ orders, booking: load.acknowledged.find((b) => b.queues.some((q) => q.id === id)), queue: await arena.sql('select * from package_queues where id = $1', [id]) }, null, 1)}`,
              { cause: error },
            );
          },
        );
      }
    }),
  );
  assert.deepEqual(load.unexpected, [], note);

  // 1: an acknowledged booking is there, once, with the ids that were answered.
  const stored = new Map(
    (
      await arena.sql<{ reference: string; ids: string[]; queues: string[]; events: number }>(
        `select b.booking_id as reference, array_agg(distinct b.id) as ids, array_agg(distinct coalesce('code ' || c.code, q.id)) as queues,
       (select count(*)::int from events e where e.entity_id = min(b.id) and e.type = 'booking.created') as events
     from bookings b join package_queues q on q.booking_id = b.id left join promo_codes c on c.queue_id = q.id group by b.booking_id`,
      )
    ).map((r) => [r.reference, r]),
  );
  for (const { reference, id, queues } of load.acknowledged) {
    const row = stored.get(reference);
    assert.deepEqual(
      [row?.ids, row?.queues.toSorted(), row?.events],
      [[id], queues.map((q) => q.id).sort(), 1],
      `${note}: booking ${reference}`,
    );
  }
  // 2 and 7: what was answered as redeemed has its one package; nothing is provisioned twice.
  const packages = await arena.sql<{ queue_id: string }>(
    `select coalesce('code ' || c.code, k.queue_id) as queue_id from packages k left join promo_codes c on c.queue_id = k.queue_id where k.status <> 'CANCELLED'`,
  );
  const there = new Set(packages.map((p) => p.queue_id));
  for (const queue of load.redeemed)
    assert.ok(there.has(queue), `${note}: ${queue} was answered as redeemed`);
  await assertSound(arena.sql);
  assert.deepEqual(
    await arena.sql(`select id, evidence from provider_orders where state = 'needs_review'`),
    [],
    note,
  );
  // 3: the telco's books and ours agree.
  const { body } = await call(url, arena.key.operator_token, 'POST', '/api/operator/reconcile', {
    provider: 'sandbox-one',
    settled_minutes: 0,
  });
  assert.deepEqual(body.data.findings, [], note);
  return { provisioned: packages.length };
}

export const start = async (arena: Arena): Promise<{ process: Process; url: string }> => {
  const process = arena.launch();
  return { process, url: await address(process) };
};
