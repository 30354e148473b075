/**
 * POST /api/native/replace-esim: a new eSIM takes the place of one that its traveler cannot use any
 * more, with the packages that were never used. Any number of calls at once replaces it once; a
 * call under way is joined, not repeated.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { DAY_MS } from '../../time.ts';
import { archiveEsim } from '../archive-esim.ts';
import type { Esim } from '../provisioning/current-universal.ts';
import { HELD, type Held } from './list-replaced.ts';
import { beginReplacement, type ReplaceReason } from './begin-replacement.ts';
import { findReplaceable, type ReplaceTarget } from './find-replaceable.ts';
import type { Order } from '../provisioning/orders.ts';
import { retryAfterOf, unavailable, WAIT_MS } from '../provisioning/provision.ts';
import { readReplacement } from './read-replacement.ts';
import { movedAndLeft } from './replacement-view.ts';
import { takeWork, type Work } from './replacement-work.ts';
import { runReplacement } from './run-replacement.ts';
import { readEsim } from '../show-esim.ts';

const MOST_A_YEAR = 3;
const YEAR_MS = 365 * DAY_MS;

export type ReplaceInput = ReplaceTarget & { reason: ReplaceReason };

/**
 * The new eSIM with its packages, what came over and what stays. Throws what the wire should say
 * otherwise.
 */
export async function replaceEsim(ctx: Context, partner: Partner, input: ReplaceInput) {
  const arrivedAt = new Date();
  const deadline = Date.now() + WAIT_MS;
  for (let pause = 20; ;) {
    const step = await inScope(ctx, partner, (scope) => prepare(scope, input, arrivedAt));
    if (step.kind === 'done') return answer(ctx, partner, step.id);
    if (step.kind === 'put_away')
      throw new AppError(
        'nothing_to_move',
        'The eSIM is put away. Its provider makes none without a package: the next redemption makes the new one.',
      );
    if (step.kind === 'run') {
      const outcome = await runReplacement(ctx, step.work, step.fresh);
      const replacement = await readReplacement(ctx, partner.id, step.work.replacement_id);
      if (replacement !== undefined && replacement.new_esim_id !== null)
        return answer(ctx, partner, replacement.id);
      if (outcome !== null && outcome !== 'confirmed' && outcome !== 'superseded')
        throw unavailable(outcome, retryAfterOf(outcome));
    }
    if (Date.now() + pause > deadline)
      throw new AppError('redeem_in_progress', 'The eSIM is still being replaced.', {
        retryAfter: 5,
      });
    await sleep(pause);
    pause = Math.min(pause * 1.5, 200);
  }
}

type Step =
  | { kind: 'done'; id: string }
  | { kind: 'busy' }
  /** no new one can be made before its first package */
  | { kind: 'put_away' }
  | { kind: 'run'; work: Work; fresh: Order | null };

/** Under the traveler's lock: what is to be done next. */
async function prepare(scope: Scope, input: ReplaceInput, arrivedAt: Date): Promise<Step> {
  const { ctx, tx, partner, now } = scope;
  const found = await findReplaceable(tx, partner, input, arrivedAt);
  if (found.kind === 'replaced') {
    if (found.isFinished) return { kind: 'done', id: found.id };
    const work = await takeWork(tx, found.id);
    return work === undefined ? { kind: 'busy' } : { kind: 'run', work, fresh: null };
  }
  const { esim } = found;
  const since = new Date(now.getTime() - YEAR_MS);
  const counted = await tx.one<{ n: number }>(
    `select count(*)::int as n
     from esim_replacements
     where partner_id = $1 and traveler_id = $2 and is_counted and created_at > $3`,
    [partner.id, esim.traveler_id, since],
  );
  if (counted!.n >= MOST_A_YEAR)
    throw new AppError(
      'replace_limit',
      `The eSIMs of this traveler were replaced ${MOST_A_YEAR} times within a year already.`,
    );
  if (ctx.providers.get(esim.provider)?.can.emptyProfile === false) return putAway(scope, esim);
  const begun = await beginReplacement(scope, esim, {
    reason: input.reason,
    isCounted: true,
  });
  const work = begun === undefined ? undefined : await takeWork(tx, begun.id);
  return work === undefined ? { kind: 'busy' } : { kind: 'run', work, fresh: begun!.order };
}

/**
 * At a provider that makes no eSIM without a package. What could still be brought over is not given
 * up for it.
 */
async function putAway({ ctx, tx, partner, now }: Scope, esim: Esim): Promise<Step> {
  const held = await tx.rows<Held>(HELD, [partner.id, esim.id, now]);
  const canMove = ctx.providers.get(esim.provider)!.can.cancel === 'done';
  if (canMove && held.some(({ reason }) => reason === null))
    throw new AppError(
      'conflict',
      'The eSIM holds packages that were never used, and its provider makes no eSIM without a package: they cannot be brought over.',
    );
  await archiveEsim(tx, partner.id, esim.id, now);
  return { kind: 'put_away' };
}

const answer = (ctx: Context, partner: Partner, id: string) =>
  ctx.db.partnerRead(partner.id, async (db) => {
    const replacement = await db.one<{ new_esim_id: string }>(
      'select new_esim_id from esim_replacements where partner_id = $1 and id = $2',
      [partner.id, id],
    );
    return {
      package_queue: null,
      ...(await readEsim(ctx, db, partner, replacement!.new_esim_id)),
      ...(await movedAndLeft(ctx, db, partner.id, id)),
    };
  });
