/**
 * What pages and mails load from here: styles, the script of the proof of work, logos. All of it
 * public.
 */
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { isForBrowser, notFoundPage } from './frame/not-found.ts';
import { findLogo } from '../domain/partners/branding/logos.ts';
import { showUpload } from '../domain/partners/branding/uploads.ts';
import { makeStatic, sendStatic } from '../http/static-answer.ts';
import { ICON } from './frame/icon.ts';
import { ALL_ASSETS, here } from './frame/page.ts';
import { ANSWER } from '../http/media-type.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
/**
 * Partners' sites load it: its address stays, and what it does for them within one version only gets
 * better.
 */
const EMBED = '/w-assets/embed/v1.js';
const shielded = (reply: FastifyReply): FastifyReply =>
  reply.headers({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });

export function files(scope: FastifyInstance, ctx: Context): void {
  const hidden = { schema: { hide: true } };
  for (const { url, type, body } of ALL_ASSETS) {
    const answer = makeStatic(type, body);
    scope.get(url, hidden, async (req, reply) =>
      sendStatic(req, shielded(reply).header('cache-control', FOR_EVER), answer),
    );
  }
  const icon = makeStatic('image/svg+xml', ICON);
  scope.get('/favicon.ico', hidden, async (req, reply) =>
    sendStatic(req, shielded(reply).header('cache-control', 'public, max-age=86400'), icon),
  );
  const embed = makeStatic(ANSWER.script, readFileSync(here('../assets/embed.js'), 'utf8'));
  scope.get(EMBED, hidden, async (req, reply) => {
    const headers = {
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    };
    return sendStatic(req, shielded(reply).headers(headers), embed);
  });
  scope.get('/brand/:slug/uploads/:file', hidden, async (req, reply) => {
    const { slug, file } = req.params as { slug: string; file: string };
    const hash = /^([0-9a-f]{16})\.png$/.exec(file)?.[1];
    const logo = hash === undefined ? null : await showUpload(ctx, slug, hash);
    return logo === null ? missing(req, reply) : sendLogo(req, reply, logo, FOR_EVER);
  });
  scope.get('/brand/:slug/:file', hidden, async (req, reply) => {
    const { slug, file } = req.params as { slug: string; file: string };
    const brand = /^([a-z0-9_-]{1,50})\.png$/.exec(file)?.[1];
    const logo = brand === undefined ? null : await findLogo(ctx, slug, brand);
    if (logo === null) return missing(req, reply);
    const isNamed = (req.query as { v?: unknown }).v === logo.hash;
    return sendLogo(req, reply, logo, isNamed ? FOR_EVER : 'public, max-age=300');
  });
}

function missing(req: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isForBrowser(req)) return notFoundPage(req, reply);
  throw new AppError('not_found', 'There is nothing here.');
}

function sendLogo(
  req: FastifyRequest,
  reply: FastifyReply,
  { png, hash }: { png: Buffer; hash: string },
  cacheControl: string,
): Promise<FastifyReply> {
  // Mails show it from other origins.
  shielded(reply).headers({
    'cache-control': cacheControl,
    'cross-origin-resource-policy': 'cross-origin',
  });
  return sendStatic(req, reply, { type: 'image/png', bytes: png, etag: `"${hash}"` });
}
