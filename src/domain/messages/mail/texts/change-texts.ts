import type { Texts } from './en.ts';

/** Every text changed in the same way: how a region writes what its language says. */
export const changeTexts = (texts: Texts, change: (text: string) => string): Texts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)])) as Texts;
