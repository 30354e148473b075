/**
 * /livez: the process runs. /readyz: it can serve: database within 1 s that takes writes, schema of
 * this release or newer, not stopping; `missing` names what the installation lacks all the same
 * (`hubby doctor` says more).
 */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { expectedVersion } from '../db/history.ts';
import { missingParts } from '../domain/doctor/examine-parts.ts';

export type Health = { /** from now on not ready */ drain(): void; isDraining(): boolean };

export function health(app: FastifyInstance, ctx: Context): Health {
  const expected = expectedVersion();
  let isDraining = false;
  /**
   * One look at the database for all who ask meanwhile: it costs the same however many they are.
   */
  let look: Promise<string | null> | null = null;
  const problemOf = (): Promise<string | null> =>
    (look ??= databaseProblem(ctx, expected).finally(() => (look = null)));
  app.get('/livez', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_req, reply) => {
    const problem = isDraining ? 'stopping' : await problemOf();
    if (problem !== null) return reply.code(503).send({ status: 'unavailable', reason: problem });
    // Ready to serve, though perhaps not to sell or to mail: no reason to be taken out, but to be
    // seen.
    const gaps = missingParts(ctx).map(({ check, message }) => ({ check, message }));
    return reply.send({ status: 'ok', ...(gaps.length === 0 ? {} : { missing: gaps }) });
  });
  // Closing waits for them too, whoever has not drained before.
  app.addHook('preClose', (done) => {
    ctx.openStreams.drain();
    done();
  });
  return {
    drain: () => {
      isDraining = true;
      // Nobody is under way with them: their readers come back elsewhere.
      ctx.openStreams.drain();
    },
    isDraining: () => isDraining,
  };
}

async function databaseProblem(ctx: Context, expected: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const state = await Promise.race([
      ctx.db.one<{ version: number; read_only: boolean }>(
        `select max(version)::int as version,
           pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as read_only
         from public.schema_version`,
      ),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('database')), 1_000);
      }),
    ]);
    if (state?.read_only !== false) return 'read_only';
    // A newer schema is fine: migrations only expand, so that old and new releases run on one
    // database during a deploy.
    return state.version >= expected ? null : 'schema';
  } catch {
    return 'database';
  } finally {
    clearTimeout(timer);
  }
}
