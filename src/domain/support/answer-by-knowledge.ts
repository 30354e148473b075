/**
 * The first answer to a traveler who needs help: what the knowledge base knows of the symptom, on
 * this device and in this language.
 */
import type { Context } from '../../context.ts';
import { canonicalLocale, resolveLocale } from '../catalog/locales.ts';
import { cleanName, readDevice } from '../instructions/device.ts';
import { SYMPTOMS, type Symptom } from '../instructions/kb/flows.ts';
import { rewriteSteps } from '../instructions/rewrite.ts';
import { symptomSteps, type Step } from '../instructions/steps.ts';
import type { Partner } from '../partners/partner.ts';

export type Asking = {
  symptom?: string | undefined;
  locale?: string | undefined;
  device_model?: string | undefined;
  device_type?: string | undefined;
  os?: string | undefined;
  os_version?: string | undefined;
};

/** `other` is the word for what nobody has steps for. */
const known = (symptom: string | undefined): Symptom | null =>
  symptom !== 'other' && (SYMPTOMS as readonly string[]).includes(symptom ?? '')
    ? (symptom as Symptom)
    : null;

/**
 * `locale`: the shipped one that was answered in. `steps` null: a person has to look. Not inside a
 * transaction.
 */
export async function answerByKnowledge(
  ctx: Context,
  partner: Partner,
  asking: Asking,
): Promise<{ locale: string; steps: Step[] | null }> {
  const { locale } = resolveLocale(asking.locale, partner.settings.locale);
  const symptom = known(asking.symptom);
  if (symptom === null) return { locale, steps: null };
  const device = readDevice({
    ...(asking.device_model === undefined ? {} : { device_name: asking.device_model }),
    ...(asking.device_type === undefined ? {} : { device_type: asking.device_type }),
    ...(asking.os === undefined ? {} : { phone_os: asking.os }),
    ...(asking.os_version === undefined ? {} : { os_version: asking.os_version }),
  });
  const shown = cleanName(partner.settings.visual_identity['default']?.name ?? partner.name);
  const steps = symptomSteps(symptom, { device, locale, partner: shown });
  if (steps.length === 0) return { locale, steps: null };
  const wanted = (asking.locale === undefined ? null : canonicalLocale(asking.locale)) ?? locale;
  const rewritten = await rewriteSteps(ctx, partner, {
    device: device.name,
    os: [device.platform, device.major].filter((part) => part !== null).join(' '),
    locale: wanted,
    state: symptom,
    steps,
    hide: [shown],
  });
  return { locale: rewritten === null ? locale : wanted, steps: rewritten ?? steps };
}
