/**
 * Setting `legal`: where travelers read a partner's terms and privacy statement, and get help;
 * linked to from every page and mail.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';

const MAX_URL = 2_048;
const page = (what: string) =>
  Type.String({ maxLength: MAX_URL, pattern: '^https?://', description: `URL of ${what}` });

export const legalSchema = Type.Object(
  {
    terms: Type.Optional(page('the terms of use')),
    privacy: Type.Optional(page('the privacy statement')),
    help: Type.Optional(
      Type.String({
        maxLength: MAX_URL,
        pattern: '^(https?://|mailto:)',
        description: 'URL of a help page, or mailto: and an address; default: that of `support`',
      }),
    ),
  },
  { additionalProperties: false },
);
export type LegalSettings = Static<typeof legalSchema>;

/** Beyond the schema. */
export const legalProblems = (legal: LegalSettings): Problem[] =>
  Object.entries(legal).flatMap(([name, url]) =>
    URL.canParse(url) && !/\s/.test(url)
      ? []
      : [{ field: `legal.${name}`, issue: `expected an http(s) URL, got "${url.slice(0, 100)}"` }],
  );
