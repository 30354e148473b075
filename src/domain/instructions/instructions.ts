/**
 * POST /api/native/instructions: what this traveler has to do next, on this device, in this
 * language, in the partner's colours.
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { canonicalLocale, isOtherRegion, shippedLocale } from '../catalog/locales.ts';
import { installationOf, type Installation } from '../esims/activation-code.ts';
import { lpaOf, type Dashboard } from '../esims/esim-view.ts';
import { openInstallFacts } from '../esims/install-facts.ts';
import { loadDashboard } from '../esims/user-dashboard.ts';
import { brandAlone } from '../partners/branding/brand.ts';
import type { Partner } from '../partners/partner.ts';
import { cleanName, readDevice, type Assumed, type DeviceSaid } from './device.ts';
import { methodOf, type State, type Symptom } from './kb/flows.ts';
import { asHtml, asMarkdown, asText, labelledQr, titleKey, type Sheet } from './render.ts';
import { rewriteSteps } from './rewrite.ts';
import { isInstallingFirst, stepsFor, stepsForSymptom, unverified, wordsOf } from './steps.ts';

export const FORMATS = ['html', 'markdown', 'text', 'json'] as const;
export type Format = (typeof FORMATS)[number];
export type Asking = DeviceSaid & {
  format: Format;
  external_user_id: string;
  /** which of the traveler's eSIMs; default: the universal one */
  iccid?: string;
  locale?: string;
  symptom?: Symptom;
};

const STATE_OF: Record<string, State> = {
  RELEASED: 'not_installed',
  INSTALLED: 'installed_off',
  DISABLED: 'installed_off',
  ENABLED: 'enabled',
  DELETED: 'removed',
};

/**
 * The shipped locale to answer in: the one asked for, else the partner's, else English. `wanted`:
 * as asked, where it is a language tag at all.
 */
function localeFor(
  asked: string | undefined,
  partner: Partner,
): { locale: string; wanted: string; assumed: Assumed[] } {
  const own = asked === undefined || asked === '' ? null : shippedLocale(asked);
  const locale = own ?? shippedLocale(partner.settings.locale) ?? 'en';
  const tag = asked === undefined ? null : canonicalLocale(asked);
  if (own !== null && !isOtherRegion(tag!, own)) return { locale, wanted: tag!, assumed: [] };
  const reason =
    asked === undefined || asked === ''
      ? 'not_given'
      : tag === null
        ? 'not_understood'
        : 'not_shipped';
  return { locale, wanted: tag ?? locale, assumed: [{ field: 'locale', value: locale, reason }] };
}

const SHOWN_AS: Record<Exclude<Format, 'json'>, (sheet: Sheet) => string> = {
  html: asHtml,
  markdown: asMarkdown,
  text: asText,
};

/**
 * 404 for a user or an eSIM that is not there. Never fails for a device, version or language that nobody knows:
 * it says what it assumed.
 */
export async function instructions(ctx: Context, partner: Partner, asking: Asking) {
  const esim = await esimOf(ctx, partner, asking);
  const brand = await brandAlone(ctx, partner, null);
  const device = readDevice(asking);
  const { locale: shipped, wanted, assumed } = localeFor(asking.locale, partner);
  const state: State = esim === null ? 'no_esim' : (STATE_OF[esim.status] ?? 'not_installed');
  // A code that is on a device already, or dead, would only be tried in vain.
  const isInstallable = state === 'not_installed';
  const method = isInstallable || state === 'no_esim' ? methodOf(device) : 'none';
  const name = cleanName(brand.name) || 'support';
  const asked = { device, locale: shipped, partner: name };
  const symptom = asking.symptom ?? null;
  const isTrouble = symptom !== null && !isInstallingFirst(symptom, state);
  const inOurWords =
    symptom === null
      ? stepsFor({ ...asked, state, method })
      : stepsForSymptom(symptom, { ...asked, state, method });
  // What menus are called in a language or region that we have not is a guess.
  const shippedSteps = assumed.some(({ reason }) => reason === 'not_shipped')
    ? inOurWords.map(unverified)
    : inOurWords;
  const rewritten = await rewriteSteps(ctx, partner, {
    device: device.name,
    os: [device.platform, device.major].filter((part) => part !== null).join(' '),
    locale: wanted,
    state: symptom ?? state,
    steps: shippedSteps,
    hide: [name],
  });
  const steps = rewritten ?? shippedSteps;
  const locale = rewritten === null ? shipped : wanted;
  const words = wordsOf(shipped);
  const installation = isInstallable ? installationFor(ctx, esim!) : null;
  const sheet: Sheet = {
    locale,
    wordsLocale: shipped,
    words,
    title: words[titleKey(isTrouble ? symptom : state, isTrouble)],
    device: device.name,
    steps,
    method,
    installation,
    qr: installation === null ? null : ctx.qrCodes.svg(installation.lpa),
    color: brand.primaryColor,
  };
  return {
    format: asking.format,
    locale,
    state,
    symptom,
    method,
    ...(asking.format === 'json'
      ? { title: sheet.title, steps }
      : { content: SHOWN_AS[asking.format](sheet) }),
    install: installation === null ? null : viewInstallation(installation, labelledQr(sheet)),
    assumed: [...device.assumed, ...(rewritten !== null && locale !== shipped ? [] : assumed)],
    verified: steps.every((step) => step.verified),
  };
}

/** Null: the traveler has no universal eSIM, and none was named. */
async function esimOf(
  ctx: Context,
  partner: Partner,
  { external_user_id, iccid }: Asking,
): Promise<Dashboard['esim']> {
  const { esim, others } = await loadDashboard(ctx, partner, external_user_id);
  if (iccid === undefined) return esim;
  const named = [esim, ...others.map((held) => held.esim)].find((one) => one?.iccid === iccid);
  if (named == null) throw new AppError('esim_not_found', 'The user has no such eSIM.');
  return named;
}

const installationFor = (ctx: Context, esim: NonNullable<Dashboard['esim']>): Installation => {
  const sealed = esim.install_sealed === null ? null : Buffer.from(esim.install_sealed, 'base64');
  return installationOf(lpaOf(ctx, esim), openInstallFacts(ctx, esim.id, sealed));
};

const viewInstallation = (installation: Installation, qr: string) => ({
  lpa: installation.lpa,
  smdp_address: installation.smdp_address,
  matching_id: installation.matching_id,
  confirmation_code_required: installation.confirmation_code_required,
  confirmation_code: installation.confirmation_code,
  apn: installation.apn,
  apple_url: installation.apple_url,
  android_url: installation.android_url,
  qr_svg: qr,
});
