/** What is posted, in Slack's markup: the place, a sentence, a link to where it is dealt with. */
import type { Context } from '../../../context.ts';
import { addressOf, type Place } from '../place.ts';
import { sentenceOf, speakerFor, type Language, type Speaker } from '../say.ts';
import type { Told } from '../told.ts';

/** Slack takes these three for markup, and nothing else. */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const textFor = (language: Language, { zone }: Place): Speaker => speakerFor(language, zone);

export function slackText(
  ctx: Pick<Context, 'config' | 'baseUrl'>,
  place: Place,
  language: Language,
  told: Told,
): string {
  const speaker = textFor(language, place);
  const name = place.name ?? speaker.say('installation');
  const sentence = escapeSlack(sentenceOf(speaker, [told]));
  const link = escapeSlack(addressOf(ctx, place, told));
  return `*${escapeSlack(name)}*\n${sentence}.\n<${link}|${speaker.say('open')}>`;
}
