/**
 * One message out: made in one transaction, sent with none open, its outcome written in another.
 */
import type { SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { sqlState } from '../../../db/retry.ts';
import type { Claimed } from '../message-row.ts';
import { prepareMessage } from './prepare-message.ts';
import { recordOutcome } from './results.ts';
import { sendPush } from './send-push.ts';

/**
 * The database is gone, busy or undecided, which says nothing of the message; all else would come
 * again with every try.
 */
function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== null) return /^(08|25|40|53|55|57)/.test(state);
  return (
    typeof (error as { code?: unknown }).code === 'string' ||
    /connection|timeout/i.test((error as Error).message)
  );
}

export async function sendMessage(ctx: Context, claimed: Claimed): Promise<void> {
  let prepared: Awaited<ReturnType<typeof prepareMessage>>;
  try {
    prepared = await prepareMessage(ctx, claimed);
  } catch (error) {
    if (isTransient(error)) throw error;
    // Where it went wrong, and not what: the words of an error may hold names.
    const where = (error instanceof Error ? (error.stack ?? '') : '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 3)
      .map((line) => line.trim());
    ctx.log.error(
      { partner_id: claimed.partner_id, message_id: claimed.message_id, where },
      'a message could not be made',
    );
    return recordOutcome(ctx, {
      claimed,
      sender: null,
      message: null,
      wasLeaving: false,
      outcome: { kind: 'postponed', reason: 'not_made', retryAfterS: null, isUnclear: false },
    });
  }
  if (prepared === null) return;
  if ('push' in prepared) return sendPush(ctx, claimed, prepared);
  const { sender, mail, message, wasLeaving } = prepared;
  const outcome = await sender.send(mail).catch((error: unknown): SendOutcome => {
    ctx.log.error(
      { sender: sender.name, message_id: mail.id, error: (error as Error).name },
      'a sender of mail threw',
    );
    return { kind: 'postponed', reason: 'sender_failed', retryAfterS: null, isUnclear: true };
  });
  if (outcome.kind === 'rejected' || outcome.kind === 'postponed')
    ctx.log.warn(
      { sender: sender.name, message_id: mail.id, kind: outcome.kind, reason: outcome.reason },
      'a message was not sent',
    );
  await recordOutcome(ctx, { claimed, sender: sender.name, message, wasLeaving, outcome });
}
