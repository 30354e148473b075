/**
 * POST /api/native/replace-esim: a new eSIM takes the place of one that its traveler cannot use any
 * more, with the packages that were never used. Any number of calls at once replaces it once; a
 * call under way is joined, not repeated.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import type { Partner } from '../../partners/partner.ts';
import { inScope, type Scope } from '../../partners/scope.ts';
import { beginReplacement, type ReplaceReason } from './begin-replacement.ts';
import { findReplaceable, type ReplaceTarget } from './find-replaceable.ts';
import type { Order } from '../provisioning/orders.ts';
import type { Outcome } from '../provisioning/outcome.ts';
import { retryAfterOf, unavailable, WAIT_MS } from '../provisioning/provision.ts';
import { readReplacement } from './read-replacement.ts';
import { movedAndLeft } from './replacement-view.ts';
import { countThisYear, MOST_A_YEAR } from './replace-limit.ts';
import { takeWork, type Work } from './replacement-work.ts';
import { runReplacement } from './run-replacement.ts';
import { readEsim } from '../show-esim.ts';
import { shownReason } from '../provisioning/tell-provisioned.ts';

export type ReplaceInput = ReplaceTarget & { reason: ReplaceReason };

/**
 * The new eSIM with its packages, what came over and what stays. Throws what the wire should say
 * otherwise.
 */
export async function replaceEsim(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  input: ReplaceInput,
) {
  const arrivedAt = new Date();
  const deadline = Date.now() + WAIT_MS;
  for (let pause = 20; ;) {
    const step = await inScope(ctx, partner, (scope) => prepare(scope, actor, input, arrivedAt));
    if (step.kind === 'done') return answer(ctx, partner, step.id);
    const waits =
      step.kind === 'run' ? await runReplacement(ctx, step.work, step.fresh) : 'superseded';
    if (step.kind === 'run') {
      const { replacement_id: id } = step.work;
      const replacement = await readReplacement(ctx, partner.id, id);
      if (replacement !== undefined && (replacement.successor !== null || waits === null))
        return answer(ctx, partner, id);
    }
    const isUnderWay = waits === null || PASSING.includes(waits);
    if (!isUnderWay) throw unavailable(shown(waits), retryAfterOf(waits));
    if (Date.now() + pause > deadline)
      throw waits === 'pending'
        ? unavailable('pending', retryAfterOf('pending'))
        : new AppError('redeem_in_progress', 'The eSIM is still being replaced.', {
            retryAfter: 5,
          });
    await sleep(pause);
    pause = Math.min(pause * 1.5, waits === 'pending' ? 500 : 200);
  }
}

/** What a caller waits for. */
const PASSING: readonly Outcome[] = ['superseded', 'confirmed', 'pending'];

const shown = (outcome: Outcome): string =>
  outcome === 'no_funds' ? shownReason(outcome) : outcome;

type Step =
  | { kind: 'done'; id: string }
  | { kind: 'busy' }
  | { kind: 'run'; work: Work; fresh: Order | null };

/** Under the traveler's lock: what is to be done next. */
async function prepare(
  scope: Scope,
  actor: Actor,
  input: ReplaceInput,
  arrivedAt: Date,
): Promise<Step> {
  const { tx, partner, now } = scope;
  const found = await findReplaceable(tx, partner, input, arrivedAt);
  if (found.kind === 'replaced') {
    if (found.isFinished) return { kind: 'done', id: found.id };
    const work = await takeWork(tx, found.id);
    return work === undefined ? { kind: 'busy' } : { kind: 'run', work, fresh: null };
  }
  const { esim } = found;
  if ((await countThisYear(tx, partner.id, esim.traveler_id, now)) >= MOST_A_YEAR)
    throw new AppError(
      'replace_limit',
      `The eSIMs of this traveler were replaced ${MOST_A_YEAR} times within a year already.`,
    );
  const begun = await beginReplacement(scope, esim, {
    reason: input.reason,
    isCounted: true,
  });
  if (begun !== undefined)
    await recordAct(tx, actor, {
      partnerId: partner.id,
      action: 'esim.replaced',
      subject: esim.iccid,
      after: { reason: input.reason, replacement_id: begun.id },
    });
  const work = begun === undefined ? undefined : await takeWork(tx, begun.id);
  return work === undefined ? { kind: 'busy' } : { kind: 'run', work, fresh: begun!.order };
}

const answer = (ctx: Context, partner: Partner, id: string) =>
  ctx.db.partnerRead(partner.id, async (db) => {
    const replacement = await db.one<{ new_esim_id: string | null }>(
      'select new_esim_id from esim_replacements where partner_id = $1 and id = $2',
      [partner.id, id],
    );
    if (replacement!.new_esim_id === null)
      throw new AppError(
        'nothing_to_move',
        'The eSIM is put away. Its provider makes none without a package, and there is none to bring over: the next redemption makes the new one.',
      );
    return {
      package_queue: null,
      ...(await readEsim(ctx, db, partner, replacement!.new_esim_id)),
      ...(await movedAndLeft(ctx, db, partner.id, id)),
    };
  });
