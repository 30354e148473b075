/**
 * How every page for travelers is made: template, theme, headers. Nothing is written into a page
 * but by an escaping template.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyReply } from 'fastify';
import { directionOf } from '../../domain/catalog/locales.ts';
import { isolated } from '../../domain/messages/mail/clean.ts';
import { richText } from '../../domain/messages/mail/rich-text.ts';
import { OWN_COLORS, type Brand } from '../../domain/partners/branding/brand.ts';
import { legalLinks } from '../../domain/partners/branding/legal-links.ts';
import { iconOf } from './icon.ts';
import { languageOf, LANGUAGES, translator, translatorOf, type Translate } from './languages.ts';
import { tripTextsOf, type TripTexts } from '../texts/trip/index.ts';
import { bandColor, themeCss } from './theme.ts';
import { ANSWER } from '../../http/media-type.ts';

export const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const eta = new Eta({ views: here('../templates'), cache: true, autoEscape: true });

/** A file of ours under a name of its content, so that browsers may keep it for ever. */
export type Asset = { url: string; type: string; body: string };
const hashOf = (...texts: string[]): string =>
  createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
const own = (
  name: string,
  type: string,
  body = readFileSync(here(`../assets/${name}`), 'utf8'),
): Asset => ({ url: `/assets/${hashOf(body)}/${name}`, type, body });

/**
 * The solver of the proof of work is the library's own, served as it was installed: this closed
 * list of its modules, which import each other by relative paths.
 */
const LIBRARY = ['pow.js', 'helpers.js', 'types.js', 'algorithms/web/pbkdf2.js'].map((file) => ({
  file,
  body: readFileSync(new URL(file, import.meta.resolve('altcha-lib')), 'utf8'),
}));
const libraryUrl = `/assets/${hashOf(...LIBRARY.map(({ body }) => body))}/altcha`;

export const ASSETS = {
  css: own('page.css', ANSWER.style),
  toolCss: own('tool.css', ANSWER.style),
  install: own('install.js', ANSWER.script),
  signIn: own('sign-in.js', ANSWER.script),
  prove: own(
    'prove.js',
    ANSWER.script,
    readFileSync(here('../assets/prove.js'), 'utf8').replaceAll('/assets/altcha', libraryUrl),
  ),
};
export const ALL_ASSETS: Asset[] = [
  ...Object.values(ASSETS),
  ...LIBRARY.map(({ file, body }) => ({ url: `${libraryUrl}/${file}`, type: ANSWER.script, body })),
];

export type Page = {
  template:
    'claim' | 'notice' | 'challenge' | 'starter' | 'redeem' | 'install' | 'trip' | 'address';
  status: number;
  locale: string;
  /** null = nobody's in particular */
  brand: Brand | null;
  title: string;
  /** target of the page without `lang`, to which the language switch adds one */
  target: string;
  data?: Record<string, unknown>;
  hasScript?: boolean;
  /** its script asks our API */
  hasCalls?: boolean;
  /** the browser looks again after so many seconds, script or not */
  refreshS?: number;
};

export const tripTranslator = translatorOf<keyof TripTexts>(tripTextsOf);

export type View = Record<string, unknown> & { t: Translate };

const policy = (nonce: string, { hasScript = false, hasCalls = false }: Page): string =>
  [
    "default-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    ...(hasScript ? ["script-src 'self'"] : []),
    ...(hasCalls ? ["connect-src 'self'"] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * What every page says to browsers: a link's uuid is a secret, so no page tells others its address.
 */
export const pageHeaders = (reply: FastifyReply, csp: string): FastifyReply =>
  reply.headers({
    'content-security-policy': csp,
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  });

/** `target` with a parameter more. */
export const withParam = (target: string, name: string, value: string): string =>
  `${target}${target.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;

export function renderPage(reply: FastifyReply, page: Page): string {
  const nonce = randomBytes(16).toString('base64');
  const t = translator(page.locale);
  pageHeaders(reply, policy(nonce, page))
    .code(page.status)
    .type(ANSWER.html)
    .headers({ 'content-language': page.locale, vary: 'accept-language' });
  if (page.refreshS !== undefined) reply.header('refresh', String(page.refreshS));
  const current = languageOf(page.locale);
  const { primaryColor, secondaryColor } = page.brand ?? OWN_COLORS;
  // By path: the visitor may have come by another name of this host, and only images of its own are
  // shown.
  const logo = page.brand?.logoUrl == null ? null : new URL(page.brand.logoUrl);
  return eta.render(page.template, {
    ...page.data,
    t,
    j: tripTranslator(page.locale),
    rich: richText,
    isolated,
    nonce,
    lang: page.locale,
    dir: directionOf(page.locale),
    title: page.title,
    brand:
      page.brand === null
        ? null
        : { ...page.brand, logoPath: logo === null ? null : logo.pathname + logo.search },
    css: ASSETS.css.url,
    theme: themeCss(primaryColor, secondaryColor),
    band: bandColor(primaryColor),
    icon: iconOf(primaryColor),
    legal: legalLinks(page.brand?.legal ?? {}, page.locale),
    language: LANGUAGES.find(({ tag }) => tag === current)?.name ?? 'English',
    languages: LANGUAGES.map(({ tag, name }) => ({
      tag,
      name,
      href: withParam(page.target, 'lang', tag),
      isCurrent: tag === current,
    })),
  } satisfies View);
}

/** A document of its own, with nothing of the frame around it. */
export const renderAlone = (template: string, data: Record<string, unknown>): string =>
  eta.render(template, data);

export const renderTool = (template: string, data: Record<string, unknown>): string =>
  eta.render(template, { ...data, css: ASSETS.toolCss.url, icon: iconOf(OWN_COLORS.primaryColor) });
