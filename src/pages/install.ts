/** The page behind an install link: the eSIM onto this phone with one tap, or onto another by QR code, or by hand. Opening it changes nothing. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { installationOf } from '../domain/esims/activation-code.ts';
import { openInstallLink, type Installable } from '../domain/esims/install-links.ts';
import { qrPath } from '../domain/esims/qr.ts';
import { readDevice } from '../domain/instructions/device.ts';
import { stepsFor, wordsOf } from '../domain/instructions/steps.ts';
import { negotiate, translator, translatorOf, type Words } from './languages.ts';
import { noticePage } from './notices.ts';
import { ASSETS, renderPage, type Page } from './page.ts';
import { installTextsOf, type InstallTexts } from './texts/install/index.ts';
import { takesLinks, visitorOf, type Visitor } from './visitor.ts';

type InstallRequest = FastifyRequest<{
  Params: { token: string };
  Querystring: { lang?: unknown; view?: unknown };
}>;
type T = Words<keyof InstallTexts>;

export const installTranslator = translatorOf<keyof InstallTexts>(installTextsOf);

/** `link`: one tap; `code`: an iPhone that knows no link; `scan`: a computer beside the phone. */
type Way = 'link' | 'code' | 'scan';
const VIEWS = ['apple', 'android', 'computer'] as const;
const VARY = 'accept-language, sec-ch-ua-platform, user-agent';

export function installPage(scope: FastifyInstance, ctx: Context): void {
  scope.get(
    '/install/:token',
    { schema: { hide: true } },
    async (req: InstallRequest, reply: FastifyReply) => {
      const { token } = req.params;
      const path = `/install/${encodeURIComponent(token)}`;
      const found = await openInstallLink(ctx, token);
      const locale = negotiate(
        req.query.lang,
        req.headers['accept-language'],
        found?.partner.settings.locale ?? null,
      );
      // One page for a link that never was and one that has expired.
      if (found === null)
        return reply.send(
          renderPage(reply, noticePage('unknown', { locale, brand: null, target: path })),
        );
      const view = VIEWS.find((v) => v === req.query.view) ?? null;
      const visitor = seen(visitorOf(req.headers), view);
      const page =
        found.state === 'new'
          ? newPage({ ctx, found, visitor, locale, path })
          : statePage(found, visitor, locale);
      const html = renderPage(reply, {
        ...page,
        locale,
        brand: found.brand,
        target: view === null ? path : `${path}?view=${view}`,
      });
      return reply.header('vary', VARY).send(html);
    },
  );
}

/** As somebody who chose a platform wants it: what their browser says of another one is of no use. */
const seen = (visitor: Visitor, view: (typeof VIEWS)[number] | null): Visitor =>
  view === null || view === visitor.platform
    ? visitor
    : { platform: view, version: null, model: null, app: view === 'computer' ? null : visitor.app };

/** From the knowledge base, for this very device; null where the page is seen beside it. */
function stepsOn(
  { platform, version, model }: Visitor,
  locale: string,
  partner: string,
  state: 'not_installed' | 'installed_off' | 'enabled' | 'removed',
): string[] | null {
  if (platform === 'computer') return null;
  const device = readDevice({
    phone_os: platform === 'apple' ? 'ios' : 'android',
    ...(model === null ? {} : { device_name: model }),
    ...(version === null ? {} : { os_version: version.join('.') }),
  });
  return stepsFor({
    device,
    locale,
    partner,
    state,
    method: state === 'not_installed' ? 'manual' : 'none',
  }).map(({ text }) => text);
}

type Content = Pick<Page, 'template' | 'status' | 'title' | 'data' | 'hasScript'>;
type New = {
  ctx: Context;
  found: Extract<Installable, { state: 'new' }>;
  visitor: Visitor;
  locale: string;
  path: string;
};

function newPage({ ctx, found, visitor, locale, path }: New): Content {
  const w = installTranslator(locale);
  const partner = found.brand.name;
  const esim = installationOf(found.lpa);
  const way: Way = takesLinks(visitor) ? 'link' : visitor.platform === 'apple' ? 'code' : 'scan';
  const byHand = stepsOn(visitor, locale, partner, 'not_installed');
  const lang = (view: string): string => `${path}?view=${view}&lang=${encodeURIComponent(locale)}`;
  return {
    template: 'install',
    status: 200,
    title: w('title'),
    hasScript: true,
    data: {
      w,
      state: 'new',
      way,
      heading: w('title'),
      lead: w('lead', { partner }),
      script: ASSETS.install.url,
      esim,
      qr: qrPath(found.lpa),
      tapUrl: visitor.platform === 'android' ? esim.android_url : esim.apple_url,
      inside: way === 'link' && visitor.app !== null ? insideOf(ctx, w, visitor, path) : null,
      confirmation: esim.confirmation_code_required ? w('confirmation', { partner }) : null,
      install: wordsOf(locale).install,
      byHand: way === 'code' ? [] : (byHand ?? [w('byHand')]),
      steps:
        way === 'code'
          ? byHand
          : [w('wifi'), w(way === 'link' ? 'tap' : 'scan'), w('keep'), w('arrive')],
      views: { apple: lang('apple'), android: lang('android') },
    },
  };
}

/** What to do within an app whose pages cannot open the phone's set-up. Android's apps can be asked to hand the page to Chrome. */
function insideOf(
  ctx: Context,
  w: T,
  { platform, app }: Visitor,
  path: string,
): { title: string; text: string; open: { label: string; href: string } | null } {
  const browser = platform === 'apple' ? 'Safari' : 'Chrome';
  const { host, protocol, pathname } = new URL(ctx.baseUrl);
  const href = `intent://${host}${pathname === '/' ? '' : pathname}${path}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`;
  return {
    title: w('inAppTitle', { browser }),
    text: app === null || app === '' ? w('inAppAny') : w('inAppText', { app }),
    open: platform === 'android' ? { label: w('openIn', { browser }), href } : null,
  };
}

const STATES = {
  installed: {
    title: 'installedTitle',
    text: 'installedText',
    known: 'installed_off',
    steps: ['switchOn', 'useData', 'roaming', 'keep'],
  },
  enabled: {
    title: 'enabledTitle',
    text: 'enabledText',
    known: 'enabled',
    steps: ['useData', 'roaming', 'keep'],
  },
  removed: { title: 'removedTitle', text: 'removedText', known: 'removed', steps: [] },
} as const;

/** No code stands here: what cannot be used is not shown. */
function statePage(
  { state, brand }: Extract<Installable, { lpa: null }>,
  visitor: Visitor,
  locale: string,
): Content {
  const w = installTranslator(locale);
  const { title, text, known, steps } = STATES[state];
  const heading = w(title);
  const onDevice = stepsOn(visitor, locale, brand.name, known);
  // The knowledge base ends with whom to ask.
  const help = onDevice === null ? translator(locale)('askPartner', { partner: brand.name }) : null;
  return {
    template: 'install',
    status: 200,
    title: heading,
    data: {
      w,
      state,
      heading,
      lead: w(text),
      steps: onDevice ?? steps.map((step) => w(step)),
      help,
    },
  };
}
