/** Pages that only say how things stand; each state has one status, whatever led to it. */
import type { Brand } from '../../domain/partners/branding/brand.ts';
import { translator, type Translate } from './languages.ts';
import { tripTranslator, type Page } from './page.ts';

export type Notice = 'sent' | 'claimed' | 'ended' | 'unknown' | 'tooMany' | 'trouble';
type Tone = 'good' | 'used' | 'wait' | 'bad';
type Words = {
  status: number;
  tone: Tone;
  title:
    'sentTitle' | 'claimedTitle' | 'endedTitle' | 'unknownTitle' | 'tooManyTitle' | 'troubleTitle';
  texts(t: Translate, minutes: number): string[];
};

const NOTICES: Record<Notice, Words> = {
  sent: {
    status: 200,
    tone: 'good',
    title: 'sentTitle',
    texts: (t) => [t('sentText'), t('sentHint')],
  },
  claimed: { status: 400, tone: 'used', title: 'claimedTitle', texts: (t) => [t('claimedText')] },
  ended: { status: 400, tone: 'bad', title: 'endedTitle', texts: (t) => [t('endedText')] },
  unknown: { status: 404, tone: 'bad', title: 'unknownTitle', texts: (t) => [t('unknownText')] },
  tooMany: {
    status: 429,
    tone: 'wait',
    title: 'tooManyTitle',
    texts: (t, minutes) => [t('tooManyText', { minutes })],
  },
  trouble: { status: 503, tone: 'bad', title: 'troubleTitle', texts: (t) => [t('troubleText')] },
};

export type About = { locale: string; brand: Brand | null; target: string };

export const minutesOf = (seconds: number): number => Math.max(1, Math.ceil(seconds / 60));

/**
 * `status` where it is another than the state's own, `again` where a link leads back, `retryAfterS`
 * for tooMany.
 */
export function noticePage(
  notice: Notice,
  { locale, brand, target }: About,
  options: {
    status?: number;
    again?: string;
    retryAfterS?: number;
    /** in place of the state's own */ texts?: string[];
    data?: Record<string, unknown>;
  } = {},
): Page {
  const t = translator(locale);
  const words = NOTICES[notice];
  const texts = [
    ...(options.texts ?? words.texts(t, minutesOf(options.retryAfterS ?? 60))),
    ...(brand !== null && (notice === 'claimed' || notice === 'ended')
      ? [t('askPartner', { partner: brand.name })]
      : []),
  ];
  const heading = t(words.title);
  return {
    template: 'notice',
    status: options.status ?? words.status,
    locale,
    brand,
    target,
    title: heading,
    data: {
      tone: words.tone,
      heading,
      texts,
      again: options.again,
      againLabel: t('tryAgain'),
      ...options.data,
    },
  };
}

type TripNotice = {
  status: number;
  tone: Tone;
  title: 'makingTitle' | 'usedTitle' | 'endedTitle' | 'notFoundTitle';
  text: 'makingText' | 'usedText' | 'endedText' | 'notFoundText';
};
const TRIP_NOTICES = {
  making: { status: 200, tone: 'wait', title: 'makingTitle', text: 'makingText' },
  usedCode: { status: 409, tone: 'used', title: 'usedTitle', text: 'usedText' },
  linkEnded: { status: 410, tone: 'wait', title: 'endedTitle', text: 'endedText' },
  notFound: { status: 404, tone: 'bad', title: 'notFoundTitle', text: 'notFoundText' },
} satisfies Record<string, TripNotice>;

const LOOK_AGAIN_S = 5;

/** `self`: where `making` looks again by itself, and whom the others ask for a fresh link. */
export function tripNotice(
  notice: keyof typeof TRIP_NOTICES,
  { locale, brand, target }: About,
  self: string | null,
): Page {
  const j = tripTranslator(locale);
  const { status, tone, title, text } = TRIP_NOTICES[notice];
  const isMaking = notice === 'making';
  const ask = notice === 'usedCode' ? 'sendAgain' : notice === 'linkEnded' ? 'sendFresh' : null;
  return {
    template: 'notice',
    status,
    locale,
    brand,
    target,
    title: j(title),
    ...(isMaking ? { refreshS: LOOK_AGAIN_S } : {}),
    data: {
      tone,
      heading: j(title),
      texts: [j(text)],
      ...(isMaking && self !== null ? { again: self, againLabel: j('lookAgain') } : {}),
      ...(ask !== null && self !== null ? { ask: { action: self, label: j(ask) } } : {}),
    },
  };
}

/** Where a mail was asked for: the same whether there was one to send or not. */
export const freshSentPage = (about: About): Page =>
  noticePage('sent', about, {
    texts: [tripTranslator(about.locale)('freshSent'), translator(about.locale)('sentHint')],
  });
