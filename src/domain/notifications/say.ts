/** What notifications say, in the languages that the dashboard has. */
import { languageOf } from '../members/mails/say.ts';
import { speakerOf, type Say } from '../speaker.ts';
import type { Told } from './told.ts';
import { de } from './texts/de.ts';
import { en, type NotificationTexts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { nl } from './texts/nl.ts';

export type NotificationText = keyof typeof en;
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];

export const NOTIFICATION_TEXTS: Readonly<Record<Language, NotificationTexts>> = {
  en,
  de,
  fr,
  es,
  nl,
};
const speaker = speakerOf<NotificationText>((language) => NOTIFICATION_TEXTS[language as Language]);

export type Speaker = {
  say: Say<NotificationText>;
  language: Language;
  /** of the reader */
  zone: string;
};

/** English where a member has chosen none of ours. */
export const speakerFor = (locale: string | null, zone: string): Speaker => {
  const language = languageOf(locale) as Language;
  return { say: speaker(language), language, zone };
};

/** One sentence about several of one subject and part, without a full stop. */
export function sentenceOf({ say, language, zone }: Speaker, told: readonly Told[]): string {
  const { subject, part, about, facts } = told[0]!;
  const key = part === 'over' ? (`${subject}_over` as NotificationText) : subject;
  // Of several that each have an id of their own: so many; else so many as one counted.
  const count = told.length > 1 ? told.length : facts.count;
  return say(key, { about, count, at: instantIn(language, zone, facts.at) });
}

const instantIn = (language: Language, zone: string, at: string | null): string =>
  at === null
    ? ''
    : new Intl.DateTimeFormat(language, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: zone,
      }).format(new Date(at)) + ` (${zone})`;
