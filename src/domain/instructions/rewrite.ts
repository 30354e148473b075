/**
 * The optional language model on top of the instructions: it puts grounded steps into words for one
 * device, or into a language that is not shipped. It sees device, OS, locale, state and the steps,
 * nothing else: codes, addresses, links and menu names are placeholders, and only an answer that
 * keeps every one of them, and brings none of its own, counts.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { forget, forgetAll } from '../../db/forget.ts';
import type { Partner } from '../partners/partner.ts';
import { shippedLocale } from '../catalog/locales.ts';
import { answerTo, KEPT_DAYS } from './ask-model.ts';
import { MAX_STEPS, textsOf } from './check-answer.ts';
import { hideIn } from './hide-codes.ts';
import type { Step } from './steps.ts';

export type Rewrite = {
  /** as recognised or as sent; cut to what a device's name can be */
  device: string | null;
  /** `android 15` */
  os: string | null;
  /** BCP 47, shipped or not */
  locale: string;
  /** of the eSIM, or a symptom */
  state: string;
  steps: readonly Step[];
  /**
   * further words that the model does not see and that stay as they are: the partner's shown name,
   * codes …
   */
  hide?: readonly string[];
};

/** Goes into the key of kept answers: raise it with what is asked or how answers are checked. */
const VERSION = 1;

/**
 * The steps in the model's words, null where the shipped ones stay: off, over budget, slow, or an
 * answer that is not in order. Never throws.
 */
export async function rewriteSteps(
  ctx: Pick<Context, 'model' | 'modelCalls' | 'db' | 'log'>,
  partner: Pick<Partner, 'id' | 'name'>,
  { steps, hide = [], ...about }: Rewrite,
): Promise<Step[] | null> {
  const { model } = ctx;
  if (model === null || steps.length === 0 || steps.length > MAX_STEPS) return null;
  const hidden = hideIn(steps, [...hide, partner.name]);
  if (hidden === null) return null;
  const data = {
    device: named(about.device, 60),
    os: named(about.os, 30),
    locale: named(about.locale, 35),
    state: named(about.state, 40),
    steps: hidden.asked,
  };
  const key = createHash('sha256')
    .update(JSON.stringify([VERSION, model.name, data]))
    .digest();
  try {
    const answer = await within(model.patienceMs, answerTo(ctx, model, partner.id, key, data));
    const texts = textsOf(answer, hidden.asked);
    // Words in a language of ours are ours made anew; what another language calls a menu nobody
    // here has looked up.
    const isOurs = shippedLocale(about.locale) !== null;
    return texts === null
      ? null
      : steps.map((step, i) => ({
          ...step,
          text: hidden.show(texts[i]!),
          verified: step.verified && isOurs,
        }));
  } catch (error) {
    ctx.log.warn(
      { message: error instanceof Error ? error.message : String(error) },
      'rewriting instructions failed',
    );
    return null;
  }
}

/** Housekeeping. */
export const forgetOldRewrites = ({ db }: Pick<Context, 'db'>): Promise<number> =>
  forgetAll(
    db,
    forget('model_answers', `created_at < now() - interval '${KEPT_DAYS} days'`, 'created_at'),
  );

/** A name as data: letters, digits and what stands between them in names of devices. */
const named = (text: string | null, max: number): string | null =>
  text
    ?.normalize('NFKC')
    .replace(/[^\p{L}\p{N} .,()+/_-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, max) || null;

async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, ms, null);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
