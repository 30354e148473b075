/** Whether there is a store for a traveler of this partner, on what they hold. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { PayDesk } from '../../channels/payments/pay-desk.ts';
import type { Partner } from '../partners/partner.ts';
import { SHOWN_BY_DEFAULT, type Platform } from '../settings/store.ts';

/**
 * An app that shows pages says so in its browser's name: on Android by a mark of its own, on Apple's
 * systems by leaving out the browser's. `asked`: what the app itself says.
 */
export function platformOf(asked: Platform | undefined, userAgent: string): Platform {
  if (asked !== undefined) return asked;
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent))
    return /\bSafari\//.test(userAgent) ? 'web' : 'ios';
  return /\bAndroid\b/.test(userAgent) && /; wv\)/.test(userAgent) ? 'android' : 'web';
}

export const isShownOn = ({ settings: { store } }: Partner, platform: Platform): boolean =>
  store.platforms?.[platform] ?? SHOWN_BY_DEFAULT[platform];

export const isOpen = (ctx: Pick<Context, 'payments'>, partner: Partner): boolean =>
  ctx.payments !== null && partner.settings.store.enabled && partner.suspendedAt === null;

/** Throws `store_closed`. */
export function openStore(
  ctx: Pick<Context, 'payments'>,
  partner: Partner,
  platform: Platform,
): PayDesk {
  if (ctx.payments !== null && isOpen(ctx, partner) && isShownOn(partner, platform))
    return ctx.payments;
  throw new AppError('store_closed', 'There is no store here.');
}
