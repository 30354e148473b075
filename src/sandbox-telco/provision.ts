import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { refused, TelcoError } from './errors.ts';
import type { Refusal } from './errors.ts';
import type { Hold } from './hold.ts';

type Outcome = {
  refusal: Refusal | null;
  fault: string | null;
  replayed: boolean;
  placed: unknown;
};

/**
 * Runs one of the provisioning functions and answers as it says. Nothing is begun for a client that
 * has hung up while the call waited for a connection: it may have looked its reference up already
 * and found nothing.
 */
export async function provision(
  pool: pg.Pool,
  hold: Hold,
  request: FastifyRequest,
  reply: FastifyReply,
  statement: pg.QueryConfig,
): Promise<unknown> {
  const outcome = await withClient(pool, async (client) => {
    if (request.raw.socket.destroyed) return null;
    return (await client.query<Outcome>(statement)).rows[0]!;
  });
  if (outcome === null || outcome.fault === 'timeout' || outcome.fault === 'timeout_before')
    return hold(reply);
  if (outcome.fault === 'error') throw new TelcoError(500, 'internal_error', 'Something failed.');
  if (outcome.refusal !== null) throw refused(outcome.refusal);
  return reply.code(outcome.replayed ? 200 : 201).send(outcome.placed);
}

async function withClient<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    // FATAL: the server ends the connection, though the client does not know it yet.
    broken = !(error instanceof pg.DatabaseError && error.severity === 'ERROR');
    throw error;
  } finally {
    client.release(broken);
  }
}
