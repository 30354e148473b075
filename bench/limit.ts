/**
 * The bare servers that the product is measured against, each a process of its own: the least that
 * does the same kind of work. `booking`: signature, JSON, one insert committed. `rows`:
 * the same, with the rows that the product writes. `dashboard`:
 * signature, one row by its primary key. `telco`: the sandbox telco itself, which a redemption has
 * to wait for.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import Fastify, { type FastifyRequest } from 'fastify';
import pg from 'pg';
import { isSigned, SIGNATURE, TIMESTAMP, WINDOW_MS } from '../src/api/signature.ts';
import { createDb } from '../src/db/pool.ts';
import { newId, newQueueId } from '../src/ids.ts';
import { startTelco } from '../src/sandbox-telco/server.ts';
import type { Key } from './round.ts';

export const SCHEMA = `
  create schema bench;
  create table bench.bare (id bigserial primary key, body jsonb not null);
  create table bench.small (id text collate "C" primary key, name text not null, value integer not null)`;

export type LimitKind = 'booking' | 'rows' | 'dashboard' | 'telco';
export type LimitOptions = {
  kind: LimitKind;
  database: pg.PoolConfig;
  poolSize: number;
  key: Key;
  telcoSecret: string;
  /** of `rows` (same-rows.ts) */
  statement?: string;
};

function isAllowed(req: FastifyRequest, key: { id: string; secret: KeyObject }): boolean {
  const { 'x-api-key': id, 'x-timestamp': timestamp, 'x-signature': signature } = req.headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string')
    return false;
  return (
    id === key.id &&
    TIMESTAMP.test(timestamp) &&
    SIGNATURE.test(signature) &&
    isSigned(key.secret, timestamp, req.method, req.raw.url!, signature) &&
    Math.abs(Number(timestamp) - Date.now()) <= WINDOW_MS
  );
}

async function bare({
  kind,
  database,
  poolSize,
  key,
  statement = '',
}: LimitOptions): Promise<string> {
  const pool = new pg.Pool({ ...database, max: poolSize });
  pool.on('error', () => {});
  const app = Fastify({ logger: false });
  const known = { id: key.api_key, secret: createSecretKey(key.api_secret, 'utf8') };
  app.addHook('onRequest', async (req, reply) => {
    if (!isAllowed(req, known)) return reply.code(401).send({ success: false });
  });
  if (kind === 'booking') {
    app.post('/api/bookings', async (req, reply) => {
      const { rows } = await pool.query({
        name: 'bare',
        text: 'insert into bench.bare (body) values ($1) returning id',
        values: [JSON.stringify(req.body)],
      });
      return reply.code(201).send({ success: true, data: rows[0] });
    });
  } else if (kind === 'rows') {
    app.post('/api/bookings', async (req, reply) => {
      const { booking_id } = req.body as { booking_id: string };
      const id = newId('bkg');
      await pool.query({
        name: 'rows',
        text: statement,
        values: [id, booking_id, newQueueId(), newId('evt')],
      });
      return reply.code(201).send({ success: true, data: { id, ...(req.body as object) } });
    });
  } else {
    app.get('/api/native/user-dashboard', async (req) => {
      const { external_user_id } = req.query as { external_user_id: string };
      const { rows } = await pool.query({
        name: 'small',
        text: 'select id, name, value from bench.small where id = $1',
        values: [external_user_id],
      });
      return { success: true, data: rows[0] };
    });
  }
  return app.listen({ host: '127.0.0.1', port: 0 });
}

/**
 * As in the product, under the application's role, with as many connections; but alone in its
 * process.
 */
const telco = async ({ database, telcoSecret }: LimitOptions): Promise<string> =>
  (await startTelco({ pool: createDb(database, { max: 8 }).pool, secret: telcoSecret })).url;

if (import.meta.main) {
  process.once('message', (options: LimitOptions) => {
    (options.kind === 'telco' ? telco(options) : bare(options)).then(
      (url) => process.send!({ url }),
      (error: unknown) => process.send!({ error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
}
