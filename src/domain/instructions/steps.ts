/**
 * Steps in a language, from the knowledge base: by the state of the eSIM, or by what does not work.
 */
import { directionOf } from '../catalog/locales.ts';
import { isolatedIn } from '../messages/mail/clean.ts';
import type { Device } from './device.ts';
import { en, enBritish, type Words } from './kb/en.ts';
import {
  flowOf,
  flowOfSymptom,
  type FlowStep,
  type Method,
  type State,
  type Symptom,
  type Token,
} from './kb/flows.ts';
import { languageOf } from './kb/languages.ts';

/**
 * `menu`: the names in `text`, in order; one that is not verified stands there in quotes, in English
 * where we know no other.
 */
export type Step = {
  id: string;
  text: string;
  verified: boolean;
  menu?: { name: string; verified: boolean }[];
};
/** `locale` is a shipped one; `partner` a name fit to be shown. */
export type Asked = { device: Device; locale: string; partner: string };
export type Question = Asked & { state: State; method: Method };

const NORTH_AMERICA = new Set(['en', 'en-US', 'en-CA']);

function nameOf(token: Token, { device, locale }: Asked): { name: string; verified: boolean } {
  const language = locale.split('-')[0]!;
  if (typeof token !== 'string')
    return { name: token.name, verified: token.sure === true && language === 'en' };
  // Before iOS 17 the menu had the name of its switch outside North America.
  const isEarlier = token === 'iosCellular' && device.major !== null && device.major < 17;
  if (language === 'en')
    return {
      name:
        (NORTH_AMERICA.has(locale) ? undefined : enBritish[isEarlier ? 'iosData' : token]) ??
        en.menus[token],
      verified: true,
    };
  const { menus, areMenusUnchecked } = languageOf(locale);
  const name = menus[token];
  return name === null
    ? { name: en.menus[token], verified: false }
    : { name, verified: areMenusUnchecked !== true };
}

function say(step: FlowStep, asked: Asked): Step {
  const language = languageOf(asked.locale);
  const path = (step.menus ?? []).map((token) => nameOf(token, asked));
  const toggle = step.toggle === undefined ? [] : [nameOf(step.toggle, asked)];
  const quoted = ({ name, verified }: { name: string; verified: boolean }): string =>
    verified ? name : `“${name}”`;
  const shown = (menu: { name: string; verified: boolean }): string =>
    directionOf(asked.locale) === 'rtl' ? isolatedIn(quoted(menu), asked.locale) : quoted(menu);
  const values: Record<string, string> = {
    path: path.map(shown).join(' › '),
    toggle: toggle.map(shown).join(''),
    install: language.words.install,
    partner: isolatedIn(asked.partner, asked.locale),
  };
  const menu = [...path, ...toggle];
  return {
    id: step.id,
    // One pass: what a value holds is never read as a placeholder.
    text: language.steps[step.text].replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ''),
    verified: menu.every(({ verified }) => verified),
    ...(menu.length === 0 ? {} : { menu }),
  };
}

export const stepsFor = (question: Question): Step[] =>
  flowOf(question.device, question.state, question.method).map((step) => say(step, question));

export const symptomSteps = (symptom: Symptom, asked: Asked): Step[] =>
  flowOfSymptom(asked.device, symptom).map((step) => say(step, asked));

/** The step with its menu names no longer vouched for. */
export const unverified = (step: Step): Step =>
  step.menu === undefined
    ? step
    : { ...step, verified: false, menu: step.menu.map(({ name }) => ({ name, verified: false })) };

/** Symptoms of installing itself; all others come only with an eSIM that is on the device. */
const OF_INSTALLING = new Set<Symptom>(['cannot_install', 'qr_invalid', 'already_used']);

/**
 * Whether the way begins with installing, whatever does not work: what is not there cannot work.
 */
export const isInstallingFirst = (symptom: Symptom, state: State): boolean =>
  (state === 'not_installed' || state === 'no_esim') && !OF_INSTALLING.has(symptom);

/** What does not work, of an eSIM in this state: where it is not installed, that comes first. */
export function stepsForSymptom(symptom: Symptom, question: Question): Step[] {
  const wrong = symptomSteps(symptom, question);
  if (!isInstallingFirst(symptom, question.state)) return wrong;
  const install = stepsFor(question);
  // Nothing was removed that never was there; and what there is nothing to install of can only be
  // waited for.
  if (symptom === 'removed' || question.state === 'no_esim') return install;
  const known = new Set(install.map(({ id }) => id));
  const rest = wrong.filter(({ id }) => !known.has(id));
  return [
    ...install.filter(({ id }) => id !== 'help'),
    ...rest,
    ...install.filter(({ id }) => id === 'help'),
  ];
}

export const wordsOf = (locale: string): Words => languageOf(locale).words;
