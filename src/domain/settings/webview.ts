/**
 * Setting `webview`: which sites may show the WebView in a frame and speak with it, how it looks
 * beside the branding, and a few words of the partner's own.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';
import { shippedLocale } from '../catalog/locales.ts';

export const SCHEMES = ['light', 'dark', 'auto'] as const;
export const RADII = ['none', 'small', 'medium', 'large'] as const;
export const FONTS = ['system', 'humanist', 'geometric', 'rounded', 'serif'] as const;
export const TEXT_SLOTS = ['welcome', 'help'] as const;
export type TextSlot = (typeof TEXT_SLOTS)[number];

const oneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, description });

const MAX_ORIGIN = 267;
const EXPECTED_ORIGIN =
  'an exact origin such as https://www.example.com: in lower case, without path, *, or a port that is the usual one (in staging also http://localhost with its port)';

/**
 * No separator of a policy or of a header's list fits in here. Names of other scripts stand in
 * their ASCII form.
 */
const ORIGIN = '^https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$';

/** Shown as text; what turns the direction of a text would reach beyond its slot. */
const slot = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f\\u2028-\\u202e\\u2066-\\u2069]+$',
    description: `plain text of 1 to ${maxLength} characters on one line`,
  });
const byLocale = (maxLength: number) =>
  Type.Record(Type.String(), slot(maxLength), { minProperties: 1, maxProperties: 60 });

export const originsSchema = Type.Array(
  Type.String({ maxLength: MAX_ORIGIN, pattern: ORIGIN, description: EXPECTED_ORIGIN }),
  {
    maxItems: 20,
    uniqueItems: true,
    description: 'sites that may show the WebView in a frame and speak with it; default: none may',
  },
);

export const webviewSchema = Type.Object(
  {
    origins: Type.Optional(originsSchema),
    texts: Type.Optional(
      Type.Object(
        { welcome: Type.Optional(byLocale(200)), help: Type.Optional(byLocale(300)) },
        {
          additionalProperties: false,
          description:
            'plain text: `welcome` where nothing is booked, `help` beside the ways to help; by language or locale',
        },
      ),
    ),
    scheme: Type.Optional(oneOf(SCHEMES, 'light, dark, or as the device (`auto`, the default)')),
    radius: Type.Optional(oneOf(RADII, 'how round corners are; default `medium`')),
    font: Type.Optional(oneOf(FONTS, 'fonts that devices bring along; default `system`')),
  },
  { additionalProperties: false },
);
export type WebviewSettings = Static<typeof webviewSchema>;

const isLocal = (origin: string): boolean => /^http:\/\/localhost(?::|$)/.test(origin);

/** As browsers write it, so that a comparison of texts is one of origins. */
const isExact = (origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).origin === origin;

/** Beyond the schema. */
export function webviewProblems({ origins = [], texts = {} }: WebviewSettings): Problem[] {
  const wrong = origins.flatMap((origin, i) =>
    isExact(origin) && (origin.startsWith('https:') || isLocal(origin))
      ? []
      : [{ field: `webview.origins.${i}`, issue: `expected ${EXPECTED_ORIGIN}, got "${origin}"` }],
  );
  const unknown = TEXT_SLOTS.flatMap((name) =>
    Object.keys(texts[name] ?? {})
      .filter((locale) => shippedLocale(locale) === null)
      .map((locale) => ({
        field: `webview.texts.${name}.${locale}`,
        issue: `expected a language or locale that Hubby ships texts in, got "${locale.slice(0, 40)}"`,
      })),
  );
  return [...wrong, ...unknown];
}

/**
 * A site on a developer's machine may frame travelers' pages only in staging. `value` as it came:
 * what does not fit the schema is told elsewhere.
 */
export function localOriginProblems(env: string, value: unknown): Problem[] {
  const origins = (value as { origins?: unknown } | null | undefined)?.origins;
  if (env === 'staging' || !Array.isArray(origins)) return [];
  return origins.slice(0, 20).flatMap((origin, i) =>
    typeof origin === 'string' && isLocal(origin)
      ? [
          {
            field: `webview.origins.${i}`,
            issue: 'http://localhost only in staging, an https origin here',
          },
        ]
      : [],
  );
}
