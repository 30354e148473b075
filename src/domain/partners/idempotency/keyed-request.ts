/**
 * Idempotency-Key, scoped to partner, method and path. The first answer that the domain decided is
 * kept for 24 hours of real time; a second request meanwhile is told to wait. The answer is sealed:
 * it may hold activation codes.
 */
import type { Context } from '../../../context.ts';
import type { Batch } from '../../../db/batch.ts';
import { newId } from '../../../ids.ts';

export type Scope = { partnerId: string; method: string; path: string; key: string };
/** An answer as it was sent, and the language that its header names. */
export type Decided = { status: number; body: string; language?: string | undefined };

/** What begin-idempotent.sql and keep-answer.sql take. */
export type KeyRow = {
  method: string;
  path: string;
  key: string;
  request_id: string;
  /** base64, as everything of bytes here */
  body_hash: string;
  lease_s: number;
  kept_s: number;
  status: number | null;
  body_sealed: string | null;
};
/** What begin-idempotent.sql answers. */
export type FoundKey =
  | { kind: 'run'; request_id: string; is_new: boolean; is_kept: boolean }
  | { kind: 'replay'; status: number; body_sealed: string }
  | { kind: 'running' }
  | { kind: 'mismatch' };

/** Thrown where a request is not to run: its key has an answer, or another request. */
export class KeyInUse extends Error {
  /** null: another body came under the key */
  readonly found: Decided | 'running' | 'mismatch';
  constructor(found: KeyInUse['found']) {
    super('the Idempotency-Key is in use');
    this.found = found;
  }
}

/** A request that has not finished by then died with its process. */
const LEASE_S = 90;
export const KEPT_S = 24 * 3600;
export const answerRow = (s: Scope): string =>
  `idempotency:${s.partnerId}:${s.method}:${s.path}:${s.key}`;

type Keyed = KeyRow & { partner_id: string };
const inOrder = ({ partner_id, method, path, key }: Keyed): string =>
  [partner_id, method, path, key].join(' ');

const BEGIN: Batch<Keyed, FoundKey> = {
  name: 'begin-idempotent',
  writes: true,
  text: `select n, begin_idempotent(p->>'partner_id', p) as r
         from jsonb_array_elements($1) with ordinality as x(p, n)`,
  params: (rows) => [JSON.stringify(rows)],
  partnerOf: (row) => row.partner_id,
  order: inOrder,
};
const KEEP: Batch<Keyed, null> = {
  name: 'keep-answer',
  writes: true,
  text: `select n, keep_answer(p->>'partner_id', p) as r
         from jsonb_array_elements($1) with ordinality as x(p, n)`,
  params: (rows) => [JSON.stringify(rows)],
  partnerOf: (row) => row.partner_id,
  order: inOrder,
};

/**
 * One request under its key. It is begun before anything else is done, or by the statement that
 * does what was asked for: that is given `row` and hands what it answers to `took`.
 */
export type KeyedRequest = ReturnType<typeof keyedRequest>;

export function keyedRequest(ctx: Context, scope: Scope, bodyHash: () => Buffer) {
  const { partnerId, method, path, key } = scope;
  let requestId = newId('req');
  let state: 'open' | 'begun' | 'kept' = 'open';

  const row = (decided: Decided | null): Keyed => ({
    partner_id: partnerId,
    method,
    path,
    key,
    request_id: requestId,
    body_hash: bodyHash().toString('base64'),
    lease_s: LEASE_S,
    kept_s: KEPT_S,
    status: decided?.status ?? null,
    body_sealed:
      decided === null
        ? null
        : ctx.secrets.seal(packed(decided), answerRow(scope)).toString('base64'),
  });
  function took(found: FoundKey): void {
    if (found.kind === 'replay') {
      const sealed = Buffer.from(found.body_sealed, 'base64');
      const kept = unpacked(ctx.secrets.open(sealed, answerRow(scope)));
      throw new KeyInUse({ status: found.status, ...kept });
    }
    if (found.kind !== 'run') throw new KeyInUse(found.kind);
    requestId = found.request_id;
    state = found.is_kept ? 'kept' : 'begun';
  }
  /**
   * Unless it is begun. Returns by what the domain finds again what an interrupted first try
   * stored. Throws KeyInUse.
   */
  async function begin(): Promise<string> {
    if (state === 'open') took(await ctx.db.batched(BEGIN, row(null)));
    return requestId;
  }
  return {
    row,
    took,
    begin,
    isKept: () => state === 'kept',
    /** Unless one is kept. Throws KeyInUse. */
    async keep(decided: Decided): Promise<void> {
      await begin();
      if (state !== 'kept') await ctx.db.batched(KEEP, row(decided));
      state = 'kept';
    },
    /**
     * Nothing was decided (5xx): the key stays, so that a retry finds what the first try may have
     * stored, and may run at once.
     */
    async release(): Promise<void> {
      if (state === 'begun') await ctx.db.batched(KEEP, row(null));
    },
  };
}

/** A language has a line of its own before the body, which is JSON and begins with a brace. */
const packed = ({ body, language }: Decided): string =>
  language === undefined ? body : `${language}\n${body}`;
function unpacked(kept: string): Omit<Decided, 'status'> {
  const start = kept.indexOf('{');
  return { body: kept.slice(start), language: kept.slice(0, start).trim() || undefined };
}
