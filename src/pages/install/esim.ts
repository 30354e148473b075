/**
 * An eSIM on a page: onto this phone with one tap, onto another by QR code, or by hand; once it is
 * installed, what is on it.
 */
import type { Context } from '../../context.ts';
import { installationOf } from '../../domain/esims/activation-code.ts';
import type { Installable } from '../../domain/esims/installable.ts';
import type { InstallFacts } from '../../domain/esims/install-facts.ts';
import { readDevice, type Device } from '../../domain/instructions/device.ts';
import { methodOf, type State } from '../../domain/instructions/kb/flows.ts';
import { stepsFor, symptomSteps, wordsOf, type Step } from '../../domain/instructions/steps.ts';
import { shownData, type ShownData } from '../frame/data.ts';
import { translator, translatorOf, type Words } from '../frame/languages.ts';
import { ASSETS, tripTranslator, withParam, type Page } from '../frame/page.ts';
import { installTextsOf, type InstallTexts } from '../texts/install/index.ts';
import { takesLinks, type Visitor } from '../frame/visitor.ts';

type T = Words<keyof InstallTexts>;
export const installTranslator = translatorOf<keyof InstallTexts>(installTextsOf);

/** `link`: one tap; `code`: an iPhone that knows no link; `scan`: a computer beside the phone. */
type Way = 'link' | 'code' | 'scan';
export const VIEWS = ['apple', 'android', 'computer'] as const;
export type View = (typeof VIEWS)[number];
export const VARY = 'accept-language, sec-ch-ua-platform, user-agent';

export const viewOf = (asked: unknown): View | null => VIEWS.find((v) => v === asked) ?? null;

/**
 * As somebody who chose a platform wants it: what their browser says of another one is of no use.
 */
export const seenAs = (visitor: Visitor, view: View | null): Visitor =>
  view === null || view === visitor.platform
    ? visitor
    : { platform: view, version: null, model: null, app: view === 'computer' ? null : visitor.app };

export type EsimPage = {
  ctx: Context;
  esim: Installable;
  visitor: Visitor;
  locale: string;
  /** of this page, without the view */
  path: string;
  /** packages in the page's words, where they are more than those on the eSIM */
  data?: (ShownData & { form?: object; link?: object })[];
  /** a way back to what else the link has */
  back?: string | undefined;
};
export type Content = Pick<Page, 'template' | 'status' | 'title' | 'data' | 'hasScript'>;

export const esimPage = (page: EsimPage): Content =>
  page.esim.state === 'new' ? newPage(page, page.esim.lpa, page.esim.facts) : statePage(page);

const dataOf = ({ ctx, esim, locale, data }: EsimPage): ShownData[] =>
  data ?? esim.data.map((one) => shownData(ctx, one, locale, esim.partner.settings.time_zone));

/** Null where the page is seen beside the device. */
const deviceOf = ({ platform, version, model }: Visitor): Device | null =>
  platform === 'computer'
    ? null
    : readDevice({
        phone_os: platform === 'apple' ? 'ios' : 'android',
        ...(model === null ? {} : { device_name: model }),
        ...(version === null ? {} : { os_version: version.join('.') }),
      });

const textsOf = (steps: readonly Step[]): string[] => steps.map(({ text }) => text);

/** The knowledge base ends with whom to ask; beside the device that stands apart. */
const helpFor = ({ esim, visitor, locale }: EsimPage): string | null =>
  deviceOf(visitor) === null
    ? translator(locale)('askPartner', { partner: esim.brand.name })
    : null;

/** From here on a flow tells of using what is installed. */
const USING = 'useForData';

function newPage(page: EsimPage, lpa: string, facts: InstallFacts): Content {
  const { ctx, esim: found, visitor, locale, path } = page;
  const w = installTranslator(locale);
  const j = tripTranslator(locale);
  const partner = found.brand.name;
  const esim = installationOf(lpa, facts);
  const way: Way = takesLinks(visitor) ? 'link' : visitor.platform === 'apple' ? 'code' : 'scan';
  const { install, using, byHand } = stepsTo(page, way);
  const at = (view: View): string => withParam(withParam(path, 'view', view), 'lang', locale);
  return {
    template: 'install',
    status: 200,
    title: w('title'),
    hasScript: true,
    data: {
      w,
      j,
      state: 'new',
      way,
      heading: w('title'),
      lead: w('lead', { partner }),
      packages: dataOf(page),
      back: page.back,
      script: ASSETS.install.url,
      esim,
      qr: ctx.qrCodes.path(lpa),
      tapUrl: visitor.platform === 'android' ? esim.android_url : esim.apple_url,
      inside: way === 'link' && visitor.app !== null ? insideOf(ctx, w, visitor, path) : null,
      confirmation:
        esim.confirmation_code_required && esim.confirmation_code === null
          ? w('confirmation', { partner })
          : null,
      install: wordsOf(locale).install,
      byHand,
      steps: install,
      using,
      usingTitle: wordsOf(locale).titleUse,
      help: helpFor(page),
      views: { apple: at('apple'), android: at('android') },
    },
  };
}

/**
 * The device's own steps: those that install, those for the arrival, and those with the codes typed
 * in.
 */
function stepsTo(
  { esim, visitor, locale }: EsimPage,
  way: Way,
): { install: string[]; using: string[]; byHand: string[] } {
  const w = installTranslator(locale);
  const device = deviceOf(visitor);
  if (device === null)
    return {
      install: [w('wifi'), w('scan'), w('keep'), w('arrive')],
      using: [],
      byHand: [w('byHand')],
    };
  const asked = { device, locale, partner: esim.brand.name, state: 'not_installed' as const };
  // Whoever does not say which phone it is gets the button: it is the page that offers it.
  const method = way === 'code' ? 'manual' : tapOf(device);
  const steps = stepsFor({ ...asked, method });
  const at = steps.findIndex(({ id }) => id === USING);
  const byHand = stepsFor({ ...asked, method: 'manual' });
  return {
    install: textsOf(steps.slice(0, at)),
    using: textsOf(steps.slice(at)),
    byHand:
      way === 'code'
        ? []
        : textsOf(
            byHand.slice(
              0,
              byHand.findIndex(({ id }) => id === 'nameLine'),
            ),
          ),
  };
}

const tapOf = (device: Device): 'direct' | 'link' => {
  const method = methodOf(device);
  return method === 'direct' || method === 'link'
    ? method
    : device.platform === 'android'
      ? 'link'
      : 'direct';
};

/**
 * What to do within an app whose pages cannot open the phone's set-up. Android's apps can be asked
 * to hand the page to Chrome.
 */
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
  enabled: { title: 'enabledTitle', text: 'enabledText', known: 'enabled', steps: [] },
  removed: { title: 'removedTitle', text: 'removedText', known: 'removed', steps: [] },
} as const satisfies Record<
  string,
  {
    title: keyof InstallTexts;
    text: keyof InstallTexts;
    known: State;
    steps: readonly (keyof InstallTexts)[];
  }
>;

/**
 * No code stands here: what cannot be used is not shown. What runs needs no steps: those are for
 * when it does not.
 */
function statePage(page: EsimPage): Content {
  const { esim, visitor, locale } = page;
  const w = installTranslator(locale);
  const j = tripTranslator(locale);
  const state = esim.state as keyof typeof STATES;
  const { title, text, known, steps } = STATES[state];
  const device = deviceOf(visitor);
  const partner = esim.brand.name;
  const asked = device === null ? null : { device, locale, partner };
  const onDevice =
    asked === null || state === 'enabled'
      ? null
      : textsOf(stepsFor({ ...asked, state: known, method: 'none' }));
  const trouble =
    state !== 'enabled'
      ? []
      : asked === null
        ? [w('useData'), w('roaming')]
        : // What is left stands on this very page.
          textsOf(symptomSteps('no_data', asked).filter(({ id }) => id !== 'checkData'));
  return {
    template: 'install',
    status: 200,
    title: w(title),
    data: {
      w,
      j,
      state,
      heading: w(title),
      lead: w(text),
      packages: dataOf(page),
      back: page.back,
      steps: onDevice ?? steps.map((step) => w(step)),
      trouble,
      help: helpFor(page),
    },
  };
}
