/** Texts in ICU's message syntax, said in a locale. */
import { IntlMessageFormat } from 'intl-messageformat';

/**
 * What Intl knows our tag as: of the European Union's English it has the conventions under another
 * name.
 */
export const intlLocale = (locale: string): string => (locale === 'en-EU' ? 'en-150' : locale);

export type Values = Record<string, string | number>;
/** What becomes of values before they are put into a text of a locale. */
type Prepare = (values: Values, locale: string) => Values;
export type Say<K extends string> = (key: K, values?: Values) => string;

/**
 * By locale, which is a shipped one, so what is kept is bounded: a message is parsed when it is
 * first said.
 */
export function speakerOf<K extends string>(
  textsOf: (locale: string) => Readonly<Record<K, string>>,
  prepare: Prepare = (values) => values,
): (locale: string) => Say<K> {
  const speakers = new Map<string, Say<K>>();
  return (locale) => {
    const known = speakers.get(locale);
    if (known !== undefined) return known;
    const texts = textsOf(locale);
    const parsed = new Map<K, IntlMessageFormat>();
    const say: Say<K> = (key, values = {}) => {
      const text = texts[key];
      if (!SYNTAX.test(text)) return text;
      const message = parsed.get(key) ?? parse(text, locale);
      parsed.set(key, message);
      return String(message.format(prepare(values, locale)));
    };
    speakers.set(locale, say);
    return say;
  };
}

/** What makes a text more than the words in it, which most are. */
const SYNTAX = /[{}']/;

/** Tags are no part of our texts: an angle bracket is one. */
const parse = (text: string, locale: string): IntlMessageFormat =>
  new IntlMessageFormat(text, intlLocale(locale), undefined, { ignoreTag: true });
