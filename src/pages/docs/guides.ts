/**
 * The guides of docs/ as pages, so that a running server shows those of its own release, without a
 * network.
 */
import { escapeHtml } from '../../escape-html.ts';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Marked, Renderer, type Tokens } from 'marked';

const FOLDER = fileURLToPath(new URL('../../../docs/', import.meta.url));
export const GUIDES_PATH = '/docs/guides/';
/** The page that lists the others. */
const INDEX = 'README';

export type Guide = { name: string; title: string; html: string };

const sourceOf = (name: string): string => readFileSync(`${FOLDER}${name}.md`, 'utf8');
const titleOf = (source: string): string =>
  (/^# +(.+)$/m.exec(source)?.[1] ?? 'Guide').replaceAll('`', '');

/** Names of all guides, those of the index first and in its order. `README` is the index. */
export function guideNames(): string[] {
  const all = globSync('**/*.md', { cwd: FOLDER })
    .map((file) => file.replaceAll('\\', '/').replace(/\.md$/, ''))
    .sort();
  const listed = [...sourceOf(INDEX).matchAll(/\]\(([\w/-]+)\.md\)/g)].map((m) => m[1]!);
  return [...new Set([INDEX, ...listed.filter((name) => all.includes(name)), ...all])];
}

export const guideTitle = (name: string): string => titleOf(sourceOf(name));
export const guideUrl = (name: string): string =>
  name === INDEX ? GUIDES_PATH : `${GUIDES_PATH}${name}`;

/** The anchor that links of the guides name: GitHub's. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** The guide that a relative link names; null where there is none. */
function guideOf(path: string, from: string, names: readonly string[]): string | null {
  const name = posix.join(posix.dirname(from), path).replace(/\.md$/, '');
  return names.includes(name) ? name : null;
}

/**
 * Where a link of a guide leads here; null for what this server has no page for.
 * @param from name of the guide that it stands in
 */
export function resolveLink(href: string, from: string, names: readonly string[]): string | null {
  if (/^(https?:\/\/|mailto:|#)/.test(href)) return href;
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return null;
  if (href.startsWith('/')) return href;
  const [path, anchor] = href.split('#') as [string, string?];
  const name = guideOf(path, from, names);
  return name === null ? null : `${guideUrl(name)}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** HTML in a guide is shown as text, never taken as such. */
export function renderGuide(
  name: string,
  names: readonly string[],
  source = sourceOf(name),
): Guide {
  const anchors = new Map<string, number>();
  const renderer = new Renderer();
  const plain = new Renderer();
  renderer.html = ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text);
  renderer.image = ({ text }: Tokens.Image) => escapeHtml(text);
  renderer.heading = function ({ tokens, depth, text }: Tokens.Heading) {
    const anchor = anchorOf(text);
    const before = anchors.get(anchor) ?? 0;
    anchors.set(anchor, before + 1);
    const id = before === 0 ? anchor : `${anchor}-${before}`;
    const inner = this.parser.parseInline(tokens);
    return depth === 1
      ? `<h1>${inner}</h1>\n`
      : `<h${depth} id="${escapeHtml(id)}"><a class="anchor" href="#${escapeHtml(id)}">${inner}</a></h${depth}>\n`;
  };
  renderer.link = function ({ href, tokens }: Tokens.Link) {
    const inner = this.parser.parseInline(tokens);
    const target = resolveLink(href, name, names);
    // A file's name is for whoever reads the sources.
    const named = inner.endsWith('.md') ? guideOf(inner, name, names) : null;
    const text = named === null ? inner : escapeHtml(guideTitle(named));
    return target === null
      ? inner
      : `<a href="${escapeHtml(target)}"${/^https?:/.test(target) ? ' rel="noopener noreferrer"' : ''}>${text}</a>`;
  };
  // Wider than a phone: each scrolls by itself, not the page. With a tab stop, so that a keyboard
  // can.
  renderer.table = function (token: Tokens.Table) {
    return `<div class="wide" role="region" aria-label="table" tabindex="0">${plain.table.call(this, token)}</div>\n`;
  };
  renderer.code = ({ text, lang }: Tokens.Code) =>
    `<pre tabindex="0"${lang ? ` data-language="${escapeHtml(lang)}"` : ''}><code>${escapeHtml(text)}\n</code></pre>\n`;
  const html = new Marked({ gfm: true, renderer }).parse(source, { async: false });
  return { name, title: titleOf(source), html };
}
