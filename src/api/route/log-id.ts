/** What a request is called in the log of requests, known from when something is done for it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { causedBy } from '../../domain/requests/caused-by.ts';
import { timeOrdered } from '../../ids.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null until somebody wanted to know */
    logId: string | null;
  }
}

/** One that its client named has an id of ours beside that name, which says when it came. */
export const logIdOf = (req: FastifyRequest, reply: FastifyReply): string =>
  (req.logId ??= isNamed(req) ? idAt(Date.now() - reply.elapsedTime) : req.id);

export const isNamed = ({ headers, id }: FastifyRequest): boolean => headers['x-request-id'] === id;

const idAt = (ms: number): string => `req_${timeOrdered(Math.floor(ms))}`;

/** What changes something for a key says for which request; others are in no log. */
export const contextOf = (ctx: Context, req: FastifyRequest, reply: FastifyReply): Context =>
  req.who?.actor?.kind === 'key' &&
  req.method !== 'GET' &&
  req.method !== 'HEAD' &&
  ctx.config.requestLogDays > 0
    ? causedBy(ctx, logIdOf(req, reply))
    : ctx;
