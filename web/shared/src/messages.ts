/** Sentences of one language, whose messages were parsed when the application was built. */
import { IntlMessageFormat } from 'intl-messageformat';

export type Values = Record<string, string | number>;
type Message = ConstructorParameters<typeof IntlMessageFormat>[0];
export type Texts<Key extends string> = Partial<Record<Key, Message>>;

/** language → address of its texts */
export type Addresses = Record<string, string>;

/**
 * The library asks the browser which languages it can format before it formats the first sentence,
 * which takes a slow phone a third of a second. It can format those that we ship.
 */
IntlMessageFormat.resolveLocale = (locales) => new Intl.Locale([locales].flat()[0]!);

/** A name keeps its own direction within a sentence of another one. */
const isolated = (value: string | number): string | number =>
  typeof value === 'string' ? `\u2068${value}\u2069` : value;

/** Made when they are first used: each of them costs a slow phone some milliseconds. */
export function makeSay<Key extends string>(
  locale: string,
  texts: Texts<Key>,
): (key: Key, values?: Values) => string {
  const made = new Map<Key, (values: Values) => string>();
  const make = (key: Key): ((values: Values) => string) => {
    const message = texts[key] ?? key;
    if (typeof message === 'string') return () => message;
    const format = new IntlMessageFormat(message, locale);
    return (values) =>
      String(
        format.format(Object.fromEntries(Object.entries(values).map(([k, v]) => [k, isolated(v)]))),
      );
  };
  return (key, values = {}) => {
    let format = made.get(key);
    if (format === undefined) made.set(key, (format = make(key)));
    return format(values);
  };
}

/** `pt-BR` → its own texts, else those of `pt`, else English. */
export const languageFor = (locale: string, texts: Addresses): string =>
  [locale, locale.split('-')[0]!].find((tag) => Object.hasOwn(texts, tag)) ?? 'en';

/** As the page has asked for them in advance. Throws where they cannot be had. */
export const fetchTexts = async <Key extends string>(address: string): Promise<Texts<Key>> =>
  (await (await fetch(address)).json()) as Texts<Key>;

/** Made when it is first used. */
export function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
