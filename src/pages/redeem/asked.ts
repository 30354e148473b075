/** What a visitor asks of the page of a code: which code, in which language, on which device. */
import type { FastifyRequest } from 'fastify';
import type { CodeOwner } from '../../domain/promo-codes/code-brand.ts';
import { negotiate } from '../frame/languages.ts';
import { withParam } from '../frame/page.ts';

export type StarterQuery = {
  promoCode?: unknown;
  lang?: unknown;
  view?: unknown;
  mine?: unknown;
  mailed?: unknown;
};
export type StarterRequest = FastifyRequest<{
  Querystring: StarterQuery;
  Body: Record<string, unknown> | null;
}>;

/** `self`: of the page as it was asked for; `target`: without language and view. */
export type Asked = Seen & {
  /** its pages can be opened in place of these */
  hasWebview: boolean;
};

type Seen = {
  code: string;
  target: string;
  self: string;
  locale: string;
  onPhone: boolean;
};

/** By the browser's own word, else by its name; the other view is one link away. */
export function isPhone(headers: FastifyRequest['headers']): boolean {
  const hint = headers['sec-ch-ua-mobile'];
  if (hint === '?1' || hint === '?0') return hint === '?1';
  return /Mobi|Android|iPhone|iPad|iPod/i.test(headers['user-agent'] ?? '');
}

export function askedOf(req: StarterRequest, code: string, owner: CodeOwner | null): Seen {
  const { lang, view } = req.query;
  const locale = negotiate(lang, req.headers['accept-language'], owner?.locale ?? null);
  const target = `/starter/?promoCode=${encodeURIComponent(code)}`;
  return {
    code,
    target,
    self: typeof lang === 'string' ? withParam(target, 'lang', locale) : target,
    locale,
    onPhone: view === 'phone' || (view !== 'desktop' && isPhone(req.headers)),
  };
}
