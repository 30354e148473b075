/**
 * The database that the bench runs on: a server of its own, migrated, seeded, and peopled through
 * the domain.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { loginKeys } from '../src/start/database.ts';
import type { Address } from '../src/db/address.ts';
import { giveLogin, possibleLogins } from '../src/db/app-login.ts';
import { migrate } from '../src/db/migrate.ts';
import { Ways } from '../src/db/ways.ts';
import { createBooking } from '../src/domain/bookings/creating/create-booking.ts';
import type { EntryInput } from '../src/domain/planning/entry/entry.ts';
import { redeem } from '../src/domain/esims/provisioning/redeem.ts';
import { runDueOrders } from '../src/domain/esims/provisioning/run-due-orders.ts';
import type { Partner } from '../src/domain/partners/partner.ts';
import { openRuntime, type Runtime } from '../src/runtime.ts';
import { makeSecrets, type Secrets } from '../src/secrets.ts';
import { seed } from '../src/start/seed.ts';
import { openBenchDatabase, query, urlOf } from './database.ts';
import { SCHEMA } from './limit.ts';

import type { Key } from './round.ts';

export const DEPARTURE = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
export const ENTRY = { destination: 'GR', size: '1GB' } as const;
export const QUEUES_OF_A_SHOWN_TRAVELER = 3;
export const PACKAGES_OF_A_SHOWN_TRAVELER = 2;
const PARALLEL = 8;

export type Stage = {
  /** of the product's process */
  env: Record<string, string>;
  database: pg.ClientConfig;
  /** the server's first process; null: not on this machine */
  postmaster: number | null;
  secrets: Secrets;
  dir: string;
  version: string;
  key: Key;
  partnerId: string;
  /** travelers who book, each with an eSIM */
  bookers: string[];
  /** travelers whose dashboard is asked for */
  shown: string[];
  /** queues to redeem, neighbours of different travelers */
  redeemable: { user: string; queueId: string }[];
  /** an ICCID each, at the telco's account `provider` */
  esims: { iccid: string; provider: string }[];
  sql<T>(text: string, params?: unknown[]): Promise<T[]>;
};

export type StageOptions = {
  bookers: number;
  shown: number;
  queuesEach: number;
  log: (text: string) => void;
};

/** `onUndo` is given each step's way back as soon as there is something to undo. */
export async function makeStage(
  options: StageOptions,
  onUndo: (undo: () => Promise<void>) => void,
): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'hubby-bench-'));
  onUndo(async () => {
    rmSync(dir, { recursive: true, force: true });
  });
  // Run by root, the server has an account of its own, which has to get through this folder.
  chmodSync(dir, 0o711);
  const { database, postmaster } = await openBenchDatabase(dir, onUndo);
  await migrate(database);
  await query(database, SCHEMA);

  const env = {
    DATABASE_URL: urlOf(database),
    HUBBY_DATA_DIR: dir,
    HUBBY_SECRET_KEY: randomBytes(32).toString('base64'),
    // The receiver of the bench is on this machine.
    HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1',
  };
  const config = loadConfig(env);
  const secrets = makeSecrets(config.secretKey!);
  await letIn(database, secrets);
  const runtime: Runtime = await openRuntime(config, asApplication(database, secrets), secrets, {
    info() {},
    warn() {},
    error: (fields, message) => options.log(`${message} ${JSON.stringify(fields)}`),
  });
  try {
    const { credentials } = await seed(runtime.ctx);
    const key: Key = { api_key: credentials.api_key!, api_secret: credentials.api_secret! };
    const { partner } = (await runtime.ctx.keys.find(key.api_key))!;
    await people(runtime.ctx, partner, database, options);
    const bookers = namesOf('booker', options.bookers);
    const shown = namesOf('shown', options.shown);
    await query(
      database,
      `insert into bench.small select t, 'Demo Travel', 1 from unnest($1::text[]) as t`,
      [shown],
    );
    // As after a while in service: statistics known, nothing left to flush from the preparation.
    await query(database, 'vacuum analyze');
    await query(database, 'checkpoint');
    const sql = async <T>(text: string, params: unknown[] = []): Promise<T[]> =>
      (await query(database, text, params)) as T[];
    const redeemable = await sql<{ user: string; queueId: string }>(
      `select t.external_user_id as user, q.id as "queueId" from package_queues q join travelers t on t.partner_id = q.partner_id and t.id = q.traveler_id
       where t.external_user_id = any($1) and q.redeemed_at is null order by row_number() over (partition by q.traveler_id order by q.id), t.external_user_id`,
      [bookers],
    );
    const esims = await sql<{ iccid: string; provider: string }>(
      'select iccid, provider from esims order by iccid',
    );
    const [{ version }] = (await sql<{ version: string }>('select version() as version')) as [
      { version: string },
    ];
    return {
      env,
      database,
      postmaster,
      secrets,
      dir,
      version: version.split(' ')[1]!,
      key,
      partnerId: partner.id,
      bookers,
      shown,
      redeemable,
      esims,
      sql,
    };
  } finally {
    await runtime.close();
  }
}

/** As the product logs in; `letIn` has made it possible. */
export const asApplication = (database: pg.ClientConfig, secrets: Secrets): Address => ({
  ...database,
  ways: new Ways(database, possibleLogins(loginKeys(secrets))),
});

async function letIn(database: pg.ClientConfig, secrets: Secrets): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    await giveLogin(client, database, loginKeys(secrets));
  } finally {
    await client.end();
  }
}

const namesOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

/** Bookings, eSIMs and redemptions as the product makes them, on a telco that answers at once. */
async function people(
  ctx: Context,
  partner: Partner,
  database: pg.ClientConfig,
  options: StageOptions,
): Promise<void> {
  const book = (user: string, count: number) =>
    createBooking(ctx, partner, {
      booking_id: `stage-${user}`,
      departure_date: DEPARTURE,
      package_specifications: Array.from({ length: count }, (): EntryInput => ({
        ...ENTRY,
        external_user_id: user,
      })),
    });
  await query(database, 'update telco.accounts set latency_min_ms = 0, latency_max_ms = 0');
  await inParallel(namesOf('booker', options.bookers), (user) => book(user, options.queuesEach));
  await runDueOrders(ctx);
  await inParallel(namesOf('shown', options.shown), async (user) => {
    const { booking } = await book(user, QUEUES_OF_A_SHOWN_TRAVELER);
    for (const { id } of booking.package_queues.slice(0, PACKAGES_OF_A_SHOWN_TRAVELER))
      await redeem(ctx, partner, user, id);
  });
  await query(
    database,
    'update telco.accounts set latency_min_ms = default, latency_max_ms = default',
  );
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
