/**
 * Idempotency-Key, scoped to partner, method and path. The first answer that the domain decided is
 * kept for 24 hours of real time; a second request meanwhile is told to wait. The answer is sealed:
 * it may hold activation codes.
 */
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';

export type Scope = { partnerId: string; method: string; path: string; key: string };
/** An envelope as it was sent, and the language that its header names. */
export type Kept = { body: string; language?: string | undefined };
export type Begun =
  /** run it; `requestKey` lets the domain find again what an interrupted first try stored */
  | { kind: 'run'; requestKey: string }
  | ({ kind: 'replay'; status: number } & Kept)
  | { kind: 'running' }
  | { kind: 'mismatch' };

/** A request that has not finished by then died with its process. */
const LEASE_S = 90;
const KEPT = '24 hours';
export const answerRow = (s: Scope): string =>
  `idempotency:${s.partnerId}:${s.method}:${s.path}:${s.key}`;

export async function beginIdempotent(
  ctx: Context,
  scope: Scope,
  bodyHash: Buffer,
): Promise<Begun> {
  const { partnerId, method, path, key } = scope;
  return ctx.db.partnerTx(partnerId, async (tx) => {
    const requestId = newId('req');
    await tx.rows(
      `delete from idempotency_keys
       where partner_id = $1
         and method = $2
         and path = $3
         and key = $4
         and created_at < now() - interval '${KEPT}'`,
      [partnerId, method, path, key],
    );
    const mine = await tx.one<{ request_id: string }>(
      `insert into idempotency_keys (partner_id, method, path, key, request_id, body_hash,
         lease_until, created_at)
       values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 s', now())
       on conflict do nothing
       returning request_id`,
      [partnerId, method, path, key, requestId, bodyHash, LEASE_S],
    );
    if (mine !== undefined) return { kind: 'run', requestKey: requestId };
    const stored = (await tx.one<{
      request_id: string;
      same: boolean;
      leased: boolean;
      status: number | null;
      body_sealed: Buffer | null;
    }>(
      `select request_id, body_hash = $5 as same, lease_until > now() as leased, status, body_sealed
       from idempotency_keys
       where partner_id = $1 and method = $2 and path = $3 and key = $4
       for update`,
      [partnerId, method, path, key, bodyHash],
    ))!;
    if (!stored.same) return { kind: 'mismatch' };
    if (stored.status !== null)
      return {
        kind: 'replay',
        status: stored.status,
        ...unpacked(ctx.secrets.open(stored.body_sealed!, answerRow(scope))),
      };
    if (stored.leased) return { kind: 'running' };
    await tx.rows(
      `update idempotency_keys
       set lease_until = now() + $5 * interval '1 s'
       where partner_id = $1 and method = $2 and path = $3 and key = $4`,
      [partnerId, method, path, key, LEASE_S],
    );
    return { kind: 'run', requestKey: stored.request_id };
  });
}

/** A language has a line of its own before the body, which is JSON and begins with a brace. */
const packed = ({ body, language }: Kept): string =>
  language === undefined ? body : `${language}\n${body}`;
function unpacked(kept: string): Kept {
  const start = kept.indexOf('{');
  return { body: kept.slice(start), language: kept.slice(0, start).trim() || undefined };
}

export async function keepAnswer(
  ctx: Context,
  scope: Scope,
  requestKey: string,
  status: number,
  kept: Kept,
): Promise<void> {
  await ctx.db.partnerTx(scope.partnerId, (tx) =>
    tx.rows(
      'update idempotency_keys set status = $6, body_sealed = $7 where partner_id = $1 and method = $2 and path = $3 and key = $4 and request_id = $5 and status is null',
      [
        scope.partnerId,
        scope.method,
        scope.path,
        scope.key,
        requestKey,
        status,
        ctx.secrets.seal(packed(kept), answerRow(scope)),
      ],
    ),
  );
}

/**
 * Nothing was decided (5xx): the key stays, so that a retry finds what the first try may have
 * stored, and may run at once.
 */
export async function releaseKey(ctx: Context, scope: Scope): Promise<void> {
  await ctx.db.partnerTx(scope.partnerId, (tx) =>
    tx.rows(
      'update idempotency_keys set lease_until = now() where partner_id = $1 and method = $2 and path = $3 and key = $4 and status is null',
      [scope.partnerId, scope.method, scope.path, scope.key],
    ),
  );
}

/** Housekeeping: answers older than 24 hours. */
export async function forgetOldAnswers(ctx: Context): Promise<void> {
  for (const { id } of await ctx.db.rows<{ id: string }>('select id from partners')) {
    await ctx.db.partnerTx(id, (tx) =>
      tx.rows(
        `delete from idempotency_keys
         where partner_id = $1 and created_at < now() - interval '${KEPT}'`,
        [id],
      ),
    );
  }
}
