/**
 * POST /api/webapp/auth/mail: the link of a mail and the address it went to become a session, as
 * often as wanted. Whatever is wrong with the two is answered alike.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { countMailSignIn } from '../abuse/limits.ts';
import { proveAddress, type Proven } from '../hosted/prove-address.ts';
import { inScope } from '../partners/scope.ts';
import { lockTraveler } from '../travelers/lock-traveler.ts';
import { noteOpenedPackages } from '../travelers/note-opened.ts';
import { openSession } from './open-session.ts';
import { showOpened } from './show-opened.ts';
import type { DeviceHints, Visitor } from './visitor.ts';
import { whoseScreens } from './whose-screens.ts';

export type MailSignIn = {
  mail_token: string;
  email: string;
  /** of the page, where the mail says nothing of it */
  locale?: string | undefined;
  device?: DeviceHints | undefined;
};

const invalidToken = (): AppError =>
  new AppError(
    'mail_token_invalid',
    'The link of the mail does not open with this address, or has ended.',
  );

/** Throws `mail_token_invalid`, `conflict` where it leads to no one traveler, `too_many_requests`. */
export async function signInByMail(ctx: Context, ip: string, input: MailSignIn) {
  const verdict = await countMailSignIn(ctx, ip);
  if (verdict.isOver)
    throw new AppError('too_many_requests', 'Too many tries to sign in by mail. Wait.', {
      retryAfter: verdict.retryAfterS,
    });
  const { mail_token: token, email } = input;
  const proven = await proveAddress(ctx, { slug: null, token, email });
  if (proven === null || proven.partner.suspendedAt !== null) throw invalidToken();
  const { visitor, to } = await open(ctx, proven, input);
  return { ...(await showOpened(ctx, proven.partner, visitor)), to };
}

const open = (
  ctx: Context,
  { partner, message }: Proven,
  { locale, device = {} }: MailSignIn,
): Promise<{ visitor: Visitor; to: string }> =>
  inScope(ctx, partner, async ({ tx, now }) => {
    const screens = await whoseScreens(tx, partner.id, message, now);
    if (screens === null)
      throw new AppError(
        'conflict',
        'The mail is not about one traveler; see the page of its link.',
      );
    const { travelerId, scope, queueIds, code } = screens;
    // Between the look and this it may be gone.
    if (!(await lockTraveler(tx, partner.id, travelerId))) throw invalidToken();
    await noteOpenedPackages(tx, partner.id, queueIds, now);
    const visitor = await openSession(ctx, tx, partner, {
      travelerId,
      by: 'mail',
      scope,
      locale: message.locale === '' ? (locale ?? null) : message.locale,
      device,
    });
    if (visitor === null) throw invalidToken();
    return { visitor, to: screenOf(message.kind, code) };
  });

const screenOf = (kind: string, code: string | null): string =>
  code !== null ? `claim/${code}` : kind === 'esim_link' ? 'install' : 'home';
