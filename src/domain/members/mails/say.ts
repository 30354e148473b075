/** What mails to members say, in the languages that the dashboard has. */
import { speakerOf, type Say } from '../../speaker.ts';
import { de } from './texts/de.ts';
import { en, type MemberTexts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { nl } from './texts/nl.ts';

export type MemberText = keyof typeof en;

export const MEMBER_TEXTS: Readonly<Record<string, MemberTexts>> = { de, en, es, fr, nl };
const speaker = speakerOf<MemberText>((language) => MEMBER_TEXTS[language]!);

/** `de-AT` → German; English where there is no such language, or none is chosen. */
export function languageOf(locale: string | null): string {
  const language = (locale ?? '').split('-')[0]!;
  return Object.hasOwn(MEMBER_TEXTS, language) ? language : 'en';
}

export const sayTo = (locale: string | null): Say<MemberText> => speaker(languageOf(locale));
