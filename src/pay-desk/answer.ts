/** One answer per Idempotency-Key, and what every call has in common. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { StripeRefusal } from './errors.ts';
import { readForm, type Given } from './form.ts';
import { newRequestId } from './ids.ts';
import { API_VERSION } from './objects.ts';
import { inTransaction, type Run } from './transaction.ts';

const MAX_BODY = 64 * 1024;

/** Ids of requests, the version, and bodies that are forms. */
export function speakStripe(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_BODY },
    (_request, text, done) => done(null, text),
  );
  app.addHook('onRequest', (request, reply, done) => {
    const version = request.headers['stripe-version'];
    reply.header('request-id', request.id);
    reply.header('stripe-version', typeof version === 'string' ? version : API_VERSION);
    reply.header('cache-control', 'no-cache, no-store');
    done();
  });
}
export const genReqId = newRequestId;

export const queryOf = (request: FastifyRequest): Given =>
  readForm(request.raw.url!.split('?')[1] ?? '');

const MAX_KEY = 255;

/** Runs a call that changes something, once per key; `run` gets its parameters. */
export async function answerOnce(
  pool: Pool,
  request: FastifyRequest,
  reply: FastifyReply,
  run: (tx: Run, given: Given) => Promise<object>,
): Promise<object> {
  const text = typeof request.body === 'string' ? request.body : '';
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '')
    return inTransaction(pool, (tx) => run(tx, readForm(text)));
  if (key.length > MAX_KEY)
    throw refusedKey(`Idempotency keys have at most ${MAX_KEY} characters.`);
  reply.header('idempotency-key', key);
  const path = request.raw.url!.split('?')[0]!;
  const digest = createHash('sha256').update(text).digest('hex');
  return inTransaction(pool, async (tx) => {
    const known = await claimKey(tx, key);
    if (known === null) {
      const answer = await run(tx, readForm(text));
      await tx.query(
        'insert into pay_desk.keys (key, path, digest, answer, request_id) values ($1, $2, $3, $4, $5)',
        [key, path, digest, JSON.stringify(answer), request.id],
      );
      return answer;
    }
    if (known.path !== path)
      throw refusedKey(
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${known.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    if (known.digest !== digest)
      throw refusedKey(
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    reply.header('idempotent-replayed', 'true').header('original-request', known.request_id);
    return known.answer;
  });
}

type Known = { path: string; digest: string; answer: object; request_id: string };

/** Numbers the locks of this kind. */
const KEY_LOCK = 726_541;

/** What was answered under this key, null = nothing yet. Keys are good for a day. */
async function claimKey(tx: Run, key: string): Promise<Known | null> {
  const { rows } = await tx.query<{ is_ours: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as is_ours',
    [KEY_LOCK, key],
  );
  if (!rows[0]!.is_ours)
    throw new StripeRefusal({
      status: 409,
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    });
  await tx.query(
    `delete from pay_desk.keys where created_at < clock_timestamp() - interval '1 day'`,
  );
  const known = await tx.query<Known>(
    'select path, digest, answer, request_id from pay_desk.keys where key = $1',
    [key],
  );
  return known.rows[0] ?? null;
}

const refusedKey = (message: string): StripeRefusal =>
  new StripeRefusal({ status: 400, type: 'idempotency_error', message });
