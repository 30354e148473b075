/** How long a partner's request took here, from its being there whole to its answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** when it was there whole, by `performance.now()`; 0 before */
    wholeAt: number;
    /** there is too much to do for it */
    isRefused: boolean;
  }
}

const lasted = (req: FastifyRequest): number => performance.now() - req.wholeAt;

/**
 * For `onResponse`: counts it for the partner it was signed by. What failed before it was there
 * whole, as a broken body, has no time of ours.
 */
export const countTime =
  (ctx: Context) =>
  (req: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    const partner = req.who?.partner;
    if (partner !== undefined && (req.isRefused || req.wholeAt > 0))
      ctx.requestTimes.note(partner.id, req.isRefused ? null : lasted(req));
    done();
  };

/** For `onSend`, in staging only: it tells how busy an installation is. */
export const tellTime =
  (ctx: Context) =>
  (
    req: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: null, payload: unknown) => void,
  ): void => {
    if (req.wholeAt > 0)
      reply.header(
        'server-timing',
        `total;dur=${lasted(req).toFixed(1)}, lag;dur=${ctx.loopLag.ms().toFixed(1)}`,
      );
    done(null, payload);
  };
