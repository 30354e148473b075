/**
 * Marks in addresses of pages: they show what came of a form to whoever sent it, and to nobody who
 * is sent the link later. Sealed, for one purpose and one subject, until an instant of real time.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';

/**
 * `claimed`: the claim page, `corrected`: that page after its one correction; `redeemed`: sees the
 * eSIM, `mailed`: is told of the mail; `opened`: gave the address that a mail's link opens with.
 */
export type Purpose = 'claimed' | 'corrected' | 'redeemed' | 'mailed' | 'opened';

const seal = (ctx: Context, purpose: Purpose, subject: string, until: string): string =>
  createHmac('sha256', ctx.secrets.derive('page-marks'))
    .update(`${purpose} ${subject} ${until}`)
    .digest('base64url')
    .slice(0, 22);

export function makeMark(ctx: Context, purpose: Purpose, subject: string, ms: number): string {
  const until = (Date.now() + ms).toString(36);
  return `${until}.${seal(ctx, purpose, subject, until)}`;
}

/** `mark` as it came in the address. */
export function isMarked(ctx: Context, purpose: Purpose, subject: string, mark: unknown): boolean {
  if (typeof mark !== 'string') return false;
  const [, until = '', sealed = ''] = /^([0-9a-z]{1,12})\.([\w-]{22})$/.exec(mark) ?? [];
  return (
    sealed !== '' &&
    timingSafeEqual(Buffer.from(sealed), Buffer.from(seal(ctx, purpose, subject, until))) &&
    Number.parseInt(until, 36) > Date.now()
  );
}
