/**
 * Instructions as HTML, Markdown and plain text. Whatever comes from outside is escaped; nothing is
 * loaded from elsewhere.
 */
import { escapeHtml } from '../../escape-html.ts';
import { directionOf } from '../catalog/locales.ts';
import type { Installation } from '../esims/activation-code.ts';
import { richText } from '../messages/mail/rich-text.ts';
import { contrastColor, readableOn } from '../messages/mail/format.ts';
import { en, type Words } from './kb/en.ts';
import type { Method } from './kb/flows.ts';
import { languageOf } from './kb/languages.ts';
import type { Step } from './steps.ts';

export type Sheet = {
  /** of the steps, and of title and labels, which are in a shipped language always */
  locale: string;
  wordsLocale: string;
  words: Words;
  title: string;
  /** null: none was named */
  device: string | null;
  steps: readonly Step[];
  method: Method;
  installation: Installation | null;
  /** SVG of its QR code */
  qr: string | null;
  /** #rrggbb */
  color: string;
};

/** What CommonMark reads as markup, addresses that renderers make links of included. */
const markdown = (text: string): string =>
  text.replace(/[!#$%&*+\-/:;<=>@[\\\]^_`{|}~]|\.(?=\S)/g, '\\$&');

const PAPER = '#ffffff';
const INK = '#16202b';
const DARK_PAPER = '#1b2128';
const DARK_INK = '#f1f4f7';

/**
 * A colour by scheme, without a style sheet; browsers that know no such function keep what stands
 * before it.
 */
const scheme = (property: string, light: string, dark: string): string =>
  `${property}:light-dark(${light},${dark})`;
const inBoth = (property: string, light: string, dark: string): string =>
  `${property}:${light};${scheme(property, light, dark)}`;

/** A QR code with a name for those who cannot see it. */
export const labelledQr = ({ qr, words }: Sheet): string =>
  qr!.replace(
    '<svg ',
    `<svg role="img" aria-label="${escapeHtml(words.qr)}" width="240" height="240" `,
  );

const heading = ({ title, device }: Sheet): string =>
  device === null ? title : `${title} – ${device}`;

/** The link that installs with one tap, where the device takes one. */
const tapLink = ({ method, installation }: Sheet): string | null =>
  installation === null
    ? null
    : method === 'direct'
      ? installation.apple_url
      : method === 'link'
        ? installation.android_url
        : null;

const codes = ({ words, installation }: Sheet): [label: string, code: string][] =>
  installation === null
    ? []
    : (
        [
          [words.smdp, installation.smdp_address],
          [words.code, installation.matching_id],
          [words.confirmation, installation.confirmation_code ?? ''],
          ['LPA', installation.lpa],
          ['APN', installation.apn ?? ''],
        ] as [string, string][]
      ).filter(([, code]) => code !== '');

/**
 * English names in a text of another language are said to be English, for whoever has it read out.
 */
function htmlStep(step: Step, locale: string): string {
  let text = richText(step.text);
  const own = new Set(Object.values(languageOf(locale).menus));
  if (!locale.startsWith('en'))
    for (const name of new Set((step.menu ?? []).filter((m) => !m.verified).map((m) => m.name)))
      if (!own.has(name))
        text = text.replaceAll(
          `“${escapeHtml(name)}”`,
          `“<span lang="en">${escapeHtml(name)}</span>”`,
        );
  return `<li style="margin:0 0 .6em">${text}</li>`;
}

export function asHtml(sheet: Sheet): string {
  const { locale, wordsLocale, words, installation, color, steps } = sheet;
  const lang = locale === wordsLocale ? '' : ` lang="${escapeHtml(wordsLocale)}"`;
  const link = tapLink(sheet);
  const night = readableOn(DARK_PAPER, color);
  return [
    `<section lang="${escapeHtml(locale)}" dir="${directionOf(locale)}" style="max-width:40em;padding:1em;color-scheme:light dark;${inBoth('background', PAPER, DARK_PAPER)};${inBoth('color', INK, DARK_INK)};font-family:system-ui,sans-serif;line-height:1.5">`,
    `<h2${lang} dir="${directionOf(wordsLocale)}" style="margin:0 0 .6em;${inBoth('color', readableOn(PAPER, color), night)}">${escapeHtml(heading(sheet))}</h2>`,
    ...(link === null
      ? []
      : [
          `<p${lang} style="margin:0 0 1em"><a href="${escapeHtml(link)}" style="display:inline-block;padding:.7em 1.2em;border-radius:.5em;background:${color};color:${contrastColor(color)};${scheme('background', color, night)};${scheme('color', contrastColor(color), contrastColor(night))};border:1px solid ${readableOn(PAPER, color)};font-weight:600;text-decoration:none">${escapeHtml(words.install)}</a></p>`,
        ]),
    `<ol style="margin:0 0 1em;padding-inline-start:1.5em">${steps.map((step) => htmlStep(step, locale)).join('')}</ol>`,
    ...(installation === null
      ? []
      : [
          `<p${lang}>${labelledQr(sheet)}</p>`,
          `<dl${lang} style="margin:0">${codes(sheet)
            .map(
              ([label, code]) =>
                `<dt style="font-weight:600">${escapeHtml(label)}</dt><dd style="margin:0 0 .6em"><code dir="ltr" style="overflow-wrap:anywhere">${escapeHtml(code)}</code></dd>`,
            )
            .join('')}</dl>`,
        ]),
    '</section>',
  ].join('');
}

export function asMarkdown(sheet: Sheet): string {
  const { words, installation, steps } = sheet;
  const link = tapLink(sheet);
  return (
    [
      `## ${markdown(heading(sheet))}`,
      steps.map((step, i) => `${i + 1}. ${markdown(step.text)}`).join('\n'),
      ...(link === null ? [] : [`[${markdown(words.install)}](${link})`]),
      ...(installation === null
        ? []
        : [
            `![${markdown(words.qr)}](data:image/svg+xml;base64,${Buffer.from(sheet.qr!).toString('base64')})`,
            codes(sheet)
              .map(([label, code]) => `- ${markdown(label)}: \`${code}\``)
              .join('\n'),
          ]),
    ].join('\n\n') + '\n'
  );
}

export function asText(sheet: Sheet): string {
  const link = tapLink(sheet);
  return (
    [
      heading(sheet),
      sheet.steps.map((step, i) => `${i + 1}. ${step.text}`).join('\n'),
      ...(link === null ? [] : [`${sheet.words.install}: ${link}`]),
      ...(sheet.installation === null
        ? []
        : [
            codes(sheet)
              .map(([label, code]) => `${label}: ${code}`)
              .join('\n'),
          ]),
    ].join('\n\n') + '\n'
  );
}

/** The heading that fits the steps. */
export const titleKey = (state: string, isSymptom: boolean): keyof typeof en.words =>
  state === 'removed'
    ? 'titleRemoved'
    : isSymptom
      ? 'titleTrouble'
      : state === 'no_esim'
        ? 'titleWait'
        : state === 'not_installed'
          ? 'titleInstall'
          : 'titleUse';
