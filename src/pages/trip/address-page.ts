/** A mail's link asks for the address that the mail went to; whoever gives it sees the rest. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { countMailSignIn } from '../../domain/abuse/limits.ts';
import { openByAddress } from '../../domain/hosted/prove-address.ts';
import { openMailLink } from '../../domain/hosted/open-mail-link.ts';
import { emailFrom, MAX_EMAIL, textOf } from '../frame/address.ts';
import { tooManyPage } from '../frame/challenge.ts';
import { translator } from '../frame/languages.ts';
import { makeMark } from '../frame/marks.ts';
import { noticePage, tripNotice, type About } from '../frame/notices.ts';
import { ASSETS, tripTranslator, withParam, type Page } from '../frame/page.ts';

/** For so long whoever gave the address sees the page without giving it again. */
const SEEN_MS = 24 * 3_600_000;

export type Asking = {
  about: About;
  slug: string;
  token: string;
  /** of the page, to which its form goes */
  self: string;
  /** there is a WebView, which a script can open with the address */
  hasWebview: boolean;
};

/** `error` in the words of the page; null: nothing is wrong. */
export function addressPage(asking: Asking, typed = '', error: string | null = null): Page {
  const { about, self, hasWebview } = asking;
  const t = translator(about.locale);
  const j = tripTranslator(about.locale);
  const heading = j('openTitle');
  return {
    ...about,
    template: 'address',
    status: error === null ? 200 : 400,
    title: error === null ? heading : t('errorPrefix', { title: heading }),
    ...(hasWebview ? { hasScript: true, hasCalls: true } : {}),
    data: {
      heading,
      lead: j('openText'),
      ...(hasWebview ? { script: ASSETS.signIn.url, signIn: signInOf(asking) } : {}),
      form: {
        action: self,
        label: t('email'),
        hint: null,
        error,
        email: typed.slice(0, MAX_EMAIL),
        button: j('open'),
      },
    },
  };
}

/** What the script is told. */
const signInOf = ({ about, slug, token, self }: Asking): Record<string, string> => ({
  token,
  locale: about.locale,
  webview: `/w/${encodeURIComponent(slug)}/`,
  wrong: withParam(self, 'wrong', '1'),
});

/** The script was told that it is not the address, or that the link has just ended. */
export const wrongPage = (asking: Asking): Page =>
  addressPage(asking, '', tripTranslator(asking.about.locale)('openWrong'));

/** What the form brings: a page, or the address of the one that it opens. */
export async function prove(
  ctx: Context,
  ip: string,
  asking: Asking,
  body: { email?: unknown } | null,
): Promise<Page | string> {
  const { about, self, slug, token } = asking;
  const typed = textOf(body?.email);
  const t = translator(about.locale);
  const email = emailFrom(typed);
  const { isOver, retryAfterS } = await countMailSignIn(ctx, ip);
  if (isOver) {
    const error = new AppError('too_many_requests', 'Too many tries.', { retryAfter: retryAfterS });
    return tooManyPage(error, { about, self, fields: {}, hasProof: false });
  }
  const before = await openMailLink(ctx, slug, token);
  if (before === null) return noticePage('unknown', about);
  if (before.state === 'ended') return tripNotice('linkEnded', about, self);
  if (before.state !== 'open') return noticePage('ended', about);
  if (email === null)
    return addressPage(asking, typed, t(typed.trim() === '' ? 'emailMissing' : 'emailInvalid'));
  if (await openByAddress(ctx, before, { token, email }))
    return withParam(self, 'seen', makeMark(ctx, 'opened', token, SEEN_MS));
  // The one that was too many finds it ended.
  const after = await openMailLink(ctx, slug, token);
  return after?.state === 'open'
    ? addressPage(asking, typed, tripTranslator(about.locale)('openWrong'))
    : tripNotice('linkEnded', about, self);
}
