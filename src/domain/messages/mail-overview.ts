/** What the operator needs to know of the senders of mail, and for setting up their callbacks. */
import type { Context } from '../../context.ts';
import { callbackToken } from './sending/receive-callback.ts';
import { defaultAddress, defaultSender } from './sending/sender-of.ts';

export async function mailOverview(ctx: Context) {
  const waiting = await ctx.db.one<{ pending: number; postponed: number }>(
    `select count(*) as pending, count(*) filter (where tries > 0) as postponed
     from dispatches
     where next_attempt_at is not null`,
  );
  return {
    senders: [...ctx.mail.keys()],
    default_sender: defaultSender(ctx),
    default_from: defaultAddress(ctx),
    ...waiting!,
    brevo_callbacks: !ctx.mail.has('brevo')
      ? null
      : {
          url: `${ctx.baseUrl}/api/mail/brevo/callbacks`,
          token: callbackToken(ctx),
          events: ctx.mailCallbacks.brevo.events,
        },
  };
}
