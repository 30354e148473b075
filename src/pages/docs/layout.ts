/** What stands around guides, errors and the reference, and the files that it loads. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import { makeStatic, type StaticAnswer } from '../../http/static-answer.ts';
import { guideTitle, guideUrl } from './guides.ts';
import { ANSWER } from '../../http/media-type.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const eta = new Eta({ views: here('../templates'), cache: true, autoEscape: true });

/** A file under a name of its content, so that browsers may keep it for ever. */
export type DocsAsset = { url: string; answer: StaticAnswer };
const asset = (name: string, type: string): DocsAsset => {
  const body = readFileSync(here(`../assets/${name}`));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { url: `/assets/${hash}/${name}`, answer: makeStatic(type, body) };
};
const ASSETS = {
  css: asset('docs.css', ANSWER.style),
  icon: asset('icon.svg', 'image/svg+xml'),
  script: asset('reference.js', ANSWER.script),
};
export const DOCS_ASSETS: DocsAsset[] = Object.values(ASSETS);
export const SCALAR_URL = '/docs/js/scalar.js';

type Layout = { title: string; body: string; part: 'guides' | 'errors'; current?: string };
type Urls = { css: string; icon: string };
const urls: Urls = { css: ASSETS.css.url, icon: ASSETS.icon.url };

/** `body` is HTML; `names` are those of the guides, for the menu. */
export const layOut = ({ body, part, title, current }: Layout, names: readonly string[]): string =>
  eta.render('docs', { ...urls, part, title, body, pages: names, menu: menuOf(names, current) });

export const layOutReference = (): string =>
  eta.render('docs', {
    ...urls,
    part: 'reference',
    title: 'API reference – Hubby',
    scripts: [SCALAR_URL, ASSETS.script.url],
  });

function menuOf(names: readonly string[], current: string | undefined): string {
  const item = (name: string): string =>
    eta.renderString(
      '<li><a href="<%= it.url %>"<%~ it.isCurrent ? \' aria-current="page"\' : "" %>><%= it.title %></a></li>',
      { url: guideUrl(name), title: guideTitle(name), isCurrent: name === current },
    );
  return `<ul>${names.map(item).join('')}</ul>`;
}
