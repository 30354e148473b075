/** Every mail in every language as pages to look at: needs neither server nor database. */
import { SUPPORTED_LOCALES, isValidLocale, resolveLocale } from '../../catalog/locales.ts';
import { TRAVELER_KINDS, type TravelerKind } from '../../message.ts';
import { PREVIEW_FACTS } from './example-facts.ts';
import { withImages } from './images.ts';
import { renderMail } from './render.ts';

export type PreviewOptions = {
  kind?: string | undefined;
  locale?: string | undefined;
  brandColor?: string | undefined;
};
export type Page = { file: string; text: string };

/** Throws where an option is none of what there is. */
function chosen({ kind, locale, brandColor }: PreviewOptions): {
  kinds: readonly TravelerKind[];
  locales: readonly string[];
} {
  if (kind !== undefined && !TRAVELER_KINDS.some((known) => known === kind))
    throw new Error(`--kind is one of ${TRAVELER_KINDS.join(', ')}`);
  if (locale !== undefined && !isValidLocale(locale))
    throw new Error('--locale is a language tag such as nl-NL');
  if (brandColor !== undefined && !/^#[0-9a-f]{6}$/i.test(brandColor))
    throw new Error('--brand-color is a colour such as #0b5cad');
  return {
    kinds: TRAVELER_KINDS.filter((known) => kind === undefined || known === kind),
    locales:
      locale === undefined ? ['en', ...SUPPORTED_LOCALES] : [resolveLocale(locale, null).locale],
  };
}

/** The pages of the preview; the first is the index. Images stand in the pages themselves. */
export function previewPages(options: PreviewOptions): Page[] {
  const { kinds, locales } = chosen(options);
  const examples = PREVIEW_FACTS.filter((example) => kinds.includes(example.kind));
  const pages: Page[] = [];
  const rows: string[] = [];
  for (const locale of locales) {
    const cells: string[] = [];
    for (const example of examples) {
      const facts = example.facts(locale);
      const mail = renderMail(
        options.brandColor === undefined
          ? facts
          : { ...facts, brand: { ...facts.brand, primaryColor: options.brandColor } },
      );
      const html = withImages(mail);
      const file = `${example.name}.${locale}`;
      pages.push(
        { file: `${file}.html`, text: html },
        { file: `${file}.txt`, text: `${mail.subject}\n\n${mail.text}` },
      );
      cells.push(`<td><a href="${file}.html">HTML</a> <a href="${file}.txt">text</a></td>`);
    }
    rows.push(`<tr><th scope="row">${locale}</th>${cells.join('')}</tr>`);
  }
  const head = examples.map(({ name }) => `<th scope="col">${name}</th>`).join('');
  const style =
    'body{font-family:sans-serif;margin:2rem}table{border-collapse:collapse}th,td{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #ccc}';
  const index = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mails to travelers</title><style>${style}</style></head><body><h1>Mails to travelers</h1>
<table><thead><tr><th scope="col">locale</th>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></body></html>\n`;
  return [{ file: 'index.html', text: index }, ...pages];
}
