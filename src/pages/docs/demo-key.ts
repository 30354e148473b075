/**
 * The demo partner's key for the API reference: only to whoever sits at the machine that the server
 * listens on alone.
 */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { findDemoKey, type DemoKey } from '../../domain/partners/keys/demo-key.ts';

/** Throws `not_found` to everybody else. */
export async function demoKey(ctx: Context, req: FastifyRequest): Promise<DemoKey> {
  const key = ctx.config.env === 'staging' && isLocal(ctx, req) ? await findDemoKey(ctx) : null;
  if (key === null) throw new AppError('not_found', 'There is nothing here.');
  return key;
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * By the socket and by the name that was asked for: a proxy on this machine has loopback on its
 * side too, and another site may have a name that leads here.
 */
export function isLocal(ctx: Pick<Context, 'config'>, req: FastifyRequest): boolean {
  const { headers, socket } = req.raw;
  const site = headers['sec-fetch-site'];
  return (
    isLoopback(ctx.config.host) &&
    isLoopback(socket.remoteAddress ?? '') &&
    isLoopback(hostOf(headers.host ?? '')) &&
    FORWARDED.every((name) => headers[name] === undefined) &&
    (site === undefined || site === 'same-origin')
  );
}

const hostOf = (host: string): string =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
const isLoopback = (name: string): boolean =>
  /^(localhost|\[?::1\]?|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(name);
