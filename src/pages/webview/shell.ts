/**
 * The one document of the WebView: the partner's theme, what the script needs to begin, and nothing
 * of whoever looks at it. Everything else is loaded by the script.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directionOf } from '../../domain/catalog/locales.ts';
import type { Brand } from '../../domain/partners/branding/brand.ts';
import { legalLinks } from '../../domain/partners/branding/legal-links.ts';
import type { EffectiveSettings } from '../../domain/settings/settings.ts';
import { contentPolicy, framePolicy, type FramePolicy } from '../../domain/webview/frame-policy.ts';
import { webviewTexts } from '../../domain/webview/texts.ts';
import { webviewTheme } from '../../domain/webview/theme.ts';
import { ANSWER } from '../../http/media-type.ts';
import type { Entry } from '../frame/built-app.ts';
import { iconOf } from '../frame/icon.ts';
import { translator } from '../frame/languages.ts';
import { renderAlone } from '../frame/page.ts';
import { bandColor } from '../frame/theme.ts';
import { takesLinks, visitorOf, type Visitor } from '../frame/visitor.ts';
import { WORKER, type Built } from './built.ts';

type Settings = Pick<EffectiveSettings, 'webview'>;

export type Shell = {
  req: FastifyRequest;
  built: Built;
  entry: Entry;
  /** path below which its addresses lie, with a slash at its end */
  base: string;
  locale: string;
  brand: Brand;
  /** null: nobody's in particular, which nobody frames */
  settings: Settings | null;
  hasStore: boolean;
  /** for a frame of the dashboard: of no origin, so that it reaches nothing of who looks at it */
  isPreview?: boolean;
};

export function sendShell(reply: FastifyReply, shell: Shell): FastifyReply {
  const { built, entry, locale, brand, settings, isPreview = false } = shell;
  const nonce = randomBytes(16).toString('base64');
  shellHeaders(reply, isPreview ? PREVIEW : framePolicy(settings), nonce, locale);
  return reply.send(
    renderAlone('webview', {
      nonce,
      lang: locale,
      dir: directionOf(locale),
      name: brand.name,
      logo: logoPath(brand),
      icon: iconOf(brand.primaryColor),
      band: bandColor(brand.primaryColor),
      theme: webviewTheme(brand, settings ?? {}),
      entry,
      texts: built.texts[locale] ?? built.texts[locale.split('-')[0]!] ?? built.texts['en'],
      // A data block: no browser runs it, and no text of it ends the element.
      boot: JSON.stringify(bootOf(shell)).replaceAll('<', '\\u003c'),
      scriptNeeded: translator(locale)('scriptNeeded', { partner: brand.name }),
    }),
  );
}

const PREVIEW: FramePolicy & { sandbox: string } = {
  ancestors: "'self'",
  xFrameOptions: null,
  sandbox: 'sandbox allow-scripts; ',
};

function shellHeaders(
  reply: FastifyReply,
  policy: FramePolicy & { sandbox?: string },
  nonce: string,
  locale: string,
): void {
  reply.type(ANSWER.html).headers({
    'content-security-policy': (policy.sandbox ?? '') + contentPolicy(nonce, policy),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'content-language': locale,
    vary: 'accept-language, user-agent, sec-ch-ua-platform',
    ...(policy.xFrameOptions === null ? {} : { 'x-frame-options': policy.xFrameOptions }),
  });
}

/** What web/webview/src/boot.ts reads. */
function bootOf({ built, req, base, brand, settings, locale, hasStore }: Shell): object {
  return {
    base,
    locale,
    texts: built.texts,
    partner: {
      name: brand.name,
      logo: logoPath(brand),
      legal: legalLinks(brand.legal, locale),
    },
    slots: settings === null ? {} : webviewTexts(settings, locale),
    origins: settings?.webview?.origins ?? [],
    device: deviceOf(visitorOf(req.headers)),
    worker: WORKER,
    hasStore,
  };
}

/** By path: the visitor may have come by another name of this host. */
function logoPath({ logoUrl }: Brand): string | null {
  if (logoUrl === null) return null;
  const { pathname, search } = new URL(logoUrl);
  return pathname + search;
}

const deviceOf = (visitor: Visitor) => ({
  platform: visitor.platform,
  app: visitor.app,
  takesLinks: takesLinks(visitor),
  model: visitor.model,
  version: visitor.version?.join('.') ?? null,
});
