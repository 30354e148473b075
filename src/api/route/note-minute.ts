/** Counts each answer in its minute, for the figures of the service, after it is out. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { classOf, type RequestClass } from '../../domain/service/figures.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** the answer's 5xx says of a provider, not of us, that it does not serve */
    isProviders: boolean;
  }
}

/** For `onResponse`. */
export function noteMinute({ requestMinutes }: Context) {
  const classes = new Map<string | undefined, RequestClass | null>();
  return (req: FastifyRequest, { statusCode }: FastifyReply, done: () => void): void => {
    const route = req.is404 ? undefined : req.routeOptions.url;
    let kind = classes.get(route);
    if (kind === undefined) classes.set(route, (kind = classOf(route)));
    if (kind !== null) requestMinutes.note(kind, statusCode >= 500 && !req.isProviders);
    done();
  };
}
