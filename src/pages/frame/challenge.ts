/**
 * The page for whoever tried too often: a proof of work that a script solves, and how long to wait
 * without one.
 */
import { AppError } from '../../errors.ts';
import type { Challenge } from '../../domain/abuse/limits.ts';
import { translator } from './languages.ts';
import { minutesOf, noticePage, type About } from './notices.ts';
import { ASSETS, type Page } from './page.ts';

export type Tried = {
  about: About;
  /** of this page, as it was asked for */ self: string;
  /** what the form had, to be sent again with the proof */ fields: Record<string, string>;
  hasProof: boolean;
};

const MAX_FIELD = 254;

/**
 * For `too_many_requests`. Whoever solved one and still meets the limit is told so: a page that
 * sends itself for ever helps nobody.
 */
export function tooManyPage(error: AppError, { about, self, fields, hasProof }: Tried): Page {
  const given = error.extra['challenge'] as Challenge | undefined;
  const retryAfterS = error.retryAfter ?? 60;
  if (given === undefined || hasProof)
    return noticePage('tooMany', about, { again: self, retryAfterS });
  const t = translator(about.locale);
  const heading = t('tooManyTitle');
  return {
    ...about,
    template: 'challenge',
    status: 429,
    title: heading,
    hasScript: true,
    data: {
      heading,
      wait: t('tooManyText', { minutes: minutesOf(retryAfterS) }),
      action: self,
      challenge: JSON.stringify(given),
      fields: Object.entries(fields).map(([name, value]) => [name, value.slice(0, MAX_FIELD)]),
      prove: ASSETS.prove.url,
    },
  };
}
