/** Pages that only say how things stand; each state has one status, whatever led to it. */
import type { Brand } from '../domain/messages/facts.ts';
import { translator, type Translate } from './languages.ts';
import type { Page } from './page.ts';

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

/** `status` where it is another than the state's own, `again` where a link leads back, `retryAfterS` for tooMany. */
export function noticePage(
  notice: Notice,
  { locale, brand, target }: About,
  options: { status?: number; again?: string; retryAfterS?: number } = {},
): Page {
  const t = translator(locale);
  const words = NOTICES[notice];
  const texts = [
    ...words.texts(t, minutesOf(options.retryAfterS ?? 60)),
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
    data: { tone: words.tone, heading, texts, again: options.again },
  };
}
