/** The languages of the status page: those of the screens. */
import { wantedLanguages } from '../../../domain/catalog/accept-language.ts';
import { speakerOf, type Say } from '../../../domain/speaker.ts';
import { de } from './de.ts';
import { en, type StatusTexts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';

export const STATUS_TEXTS = { de, en, es, fr, nl } satisfies Record<string, StatusTexts>;
export type StatusLanguage = keyof typeof STATUS_TEXTS;

export type SayStatus = Say<keyof StatusTexts>;
export const sayStatus: (language: string) => SayStatus = speakerOf<keyof StatusTexts>(
  (language) => STATUS_TEXTS[language as StatusLanguage],
);

const isOurs = (language: string): language is StatusLanguage =>
  Object.hasOwn(STATUS_TEXTS, language);

/** What the visitor chose, else the first that their browser wants and there is, else English. */
export const statusLanguage = (chosen: unknown, header: string | undefined): StatusLanguage =>
  [...(typeof chosen === 'string' ? [chosen] : []), ...wantedLanguages(header)]
    .map((tag) => tag.toLowerCase().split('-')[0]!)
    .find(isOurs) ?? 'en';
