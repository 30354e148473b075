/**
 * The context on its way to Intercom: behind the answer, never in its way, and not again while
 * nothing has changed.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { SupportContext } from './read-context.ts';

const AT_ONCE = 16;
const PAUSE_S = 60;

/**
 * Returns at once. A workspace that refuses or does not answer is left alone for a while: the next
 * look at the context tries again.
 */
export function pushContext(
  ctx: Pick<Context, 'intercom' | 'contextPushes' | 'log'>,
  partnerId: string,
  accessToken: string,
  context: SupportContext,
): void {
  const { contextPushes: state } = ctx;
  const key = createHash('sha256')
    .update(JSON.stringify([partnerId, accessToken, context]))
    .digest('base64');
  if (state.underWay >= AT_ONCE || state.paused.has(partnerId) || state.known.has(key)) return;
  const { external_user_id: userId, ...rest } = context;
  state.underWay++;
  state.known.set(key, true);
  void ctx.intercom
    .push(accessToken, { userId, attributes: { external_user_id: userId, ...rest } })
    .then((result) => {
      if (result.kind === 'pushed') return;
      state.known.delete(key);
      state.paused.set(partnerId, true, { ttl: (result.retryAfterS ?? PAUSE_S) * 1_000 });
      ctx.log.warn(
        { partner_id: partnerId, reason: result.reason },
        'the support context did not reach Intercom',
      );
    })
    .finally(() => {
      state.underWay--;
    });
}
