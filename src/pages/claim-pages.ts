/** What the claim page shows: the offer with its form, and what came of it. */
import type { Context } from '../context.ts';
import { checkDevice } from '../domain/device-list/check-device.ts';
import { formatDay } from '../domain/messages/format.ts';
import type { Offer } from '../domain/promo-codes/offer.ts';
import { MAX_EMAIL, textOf } from './address.ts';
import { shownPackage } from './data.ts';
import { translator } from './languages.ts';
import { noticePage, type About } from './notices.ts';
import { tripTranslator, type Page } from './page.ts';

export type Visit = {
  uuid: string;
  offer: Offer | null;
  about: About;
  /** of this page, as it was asked for */ self: string;
};

const MAX_DEVICE = 100;

const emailProblem = (locale: string, typed: string): string =>
  translator(locale)(typed.trim() === '' ? 'emailMissing' : 'emailInvalid');

/** `typed`: what was sent and is no address; `device`: a phone to be looked up in the list. */
export async function offerPage(
  ctx: Context,
  { about, self }: Visit,
  offer: Offer,
  { typed, device }: { typed?: string; device?: unknown },
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
        device: textOf(device).slice(0, MAX_DEVICE),
        result: await checked(ctx, textOf(device).slice(0, MAX_DEVICE), about.locale),
      },
    },
  };
}

/** Whether a phone takes an eSIM, in the visitor's words; null where none was named. */
async function checked(
  ctx: Context,
  said: string,
  locale: string,
): Promise<{ tone: 'good' | 'bad' | 'open'; text: string } | null> {
  const model = said.trim();
  if (model === '') return null;
  const j = tripTranslator(locale);
  const found = await checkDevice(ctx, { phone_brand: '', phone_model: model });
  const device = found.device ?? model;
  if (found.confidence === 'unknown')
    return { tone: 'open', text: j('modelUnknown', { device: model }) };
  return found.is_compatible
    ? { tone: 'good', text: j('modelYes', { device }) }
    : { tone: 'bad', text: j('modelNo', { device }) };
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
