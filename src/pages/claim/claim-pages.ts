/** What the claim page shows: the offer with its form, and what came of it. */
import type { Context } from '../../context.ts';
import { checkDevice } from '../../domain/device-models/check-device.ts';
import { formatDay } from '../../domain/messages/mail/format.ts';
import type { Offer } from '../../domain/promo-codes/offer.ts';
import { MAX_EMAIL, textOf } from '../frame/address.ts';
import { shownPackage } from '../frame/data.ts';
import { translator } from '../frame/languages.ts';
import { noticePage, type About } from '../frame/notices.ts';
import { tripTranslator, type Page } from '../frame/page.ts';

export type Visit = {
  uuid: string;
  offer: Offer | null;
  about: About;
  /** of this page, as it was asked for */ self: string;
};

const MAX_DEVICE = 100;

const emailProblem = (locale: string, typed: string): string =>
  translator(locale)(typed.trim() === '' ? 'emailMissing' : 'emailInvalid');

/**
 * `typed`: what was sent and is no address; `device`: a phone to be looked up in the list; `own`:
 * the visitor's, as far as the browser names it.
 */
export async function offerPage(
  ctx: Context,
  { about, self }: Visit,
  offer: Offer,
  { typed, device, own }: { typed?: string; device?: unknown; own?: string | null },
): Promise<Page> {
  const t = translator(about.locale);
  const heading = t('claimTitle');
  const error = typed === undefined ? null : emailProblem(about.locale, typed);
  const [path = '', query = ''] = self.split('?');
  return {
    ...about,
    template: 'claim',
    status: error === null ? 200 : 400,
    title: error === null ? heading : t('errorPrefix', { title: heading }),
    data: {
      heading,
      offer: shownPackage(ctx, { ...offer, days: offer.durationDays }, about.locale),
      until: formatDay(offer.validUntil, about.locale, offer.partner.settings.time_zone),
      action: self,
      error,
      email: (typed ?? '').slice(0, MAX_EMAIL),
      check: {
        action: path,
        hidden: [...new URLSearchParams(query)],
        ...(await phoneCheck(ctx, about.locale, textOf(device).slice(0, MAX_DEVICE), own ?? '')),
      },
    },
  };
}

type Result = { tone: 'good' | 'bad' | 'open'; text: string; notes: string[] };
type PhoneCheck = { device: string; result: Result | null };

/**
 * Of what was typed, else of the visitor's own phone where the list knows it: nobody is told
 * unasked that we don't.
 */
async function phoneCheck(
  ctx: Context,
  locale: string,
  typed: string,
  own: string,
): Promise<PhoneCheck> {
  if (typed.trim() !== '') return { device: typed, result: await checked(ctx, typed, locale) };
  const result = own === '' ? null : await checked(ctx, own, locale);
  return result === null || result.tone === 'open'
    ? { device: typed, result: null }
    : { device: own, result };
}

/** Whether a phone takes an eSIM, in the visitor's words. */
async function checked(ctx: Context, said: string, locale: string): Promise<Result> {
  const model = said.trim();
  const j = tripTranslator(locale);
  const found = await checkDevice(ctx, { phone_brand: '', phone_model: model }, locale);
  const { notes } = found;
  const device = found.device ?? model;
  if (found.confidence === 'unknown')
    return { tone: 'open', text: j('modelUnknown', { device: model }), notes };
  return found.is_compatible
    ? { tone: 'good', text: j('modelYes', { device }), notes }
    : { tone: 'bad', text: j('modelNo', { device }), notes };
}

/** Where the code went, with a way to correct that once; `mark` null: it was corrected already. */
export function sentPage(
  { about, self }: Visit,
  { address, mark, typed }: { address: string; mark: string | null; typed?: string | undefined },
): Page {
  const t = translator(about.locale);
  const error = typed === undefined ? null : emailProblem(about.locale, typed);
  const page = noticePage('sent', about, {
    texts: [tripTranslator(about.locale)('sentTo', { email: address }), t('sentHint')],
    ...(error === null ? {} : { status: 400 }),
    data:
      mark === null
        ? {}
        : {
            correct: {
              action: self,
              done: mark,
              error,
              email: (typed ?? address).slice(0, MAX_EMAIL),
            },
          },
  });
  return error === null ? page : { ...page, title: t('errorPrefix', { title: page.title }) };
}
