/** What the operator needs to know of the senders of mail, and for setting up their callbacks. */
import type { Context } from '../../context.ts';
import { callbackToken } from './sending/receive-callback.ts';
import { defaultAddress, defaultSender } from './sending/sender-of.ts';

export async function mailOverview(ctx: Context) {
  const waiting = await ctx.db.one<{
    pending: number;
    postponed: number;
    oldest_due_at: Date | null;
  }>(
    `select count(*) as pending, count(*) filter (where tries > 0) as postponed,
       min(next_attempt_at) filter (where next_attempt_at < now()) as oldest_due_at
     from dispatches
     where next_attempt_at is not null`,
  );
  return {
    senders: [...ctx.mail.keys()],
    default_sender: defaultSender(ctx),
    default_from: defaultAddress(ctx),
    ...waiting!,
    oldest_due_at: waiting!.oldest_due_at?.toISOString() ?? null,
    brevo_callbacks: !ctx.mail.has('brevo')
      ? null
      : {
          url: `${ctx.baseUrl}/api/mail/brevo/callbacks`,
          token: callbackToken(ctx),
          events: ctx.mailCallbacks.brevo.events,
        },
  };
}
