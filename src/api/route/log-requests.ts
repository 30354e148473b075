/**
 * A log line of a request: of each that was refused, failed or slow, and of every hundredth of the
 * others, which are all alike; a line for each costs a busy server a twentieth of its time.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { nameOf } from '../../domain/actor.ts';

const SLOW_MS = 1_000;
const ONE_OF = 100;

/** For `onResponse`. A line that stands for others says so: `one_of`. */
export function logRequests({ log, config }: Context) {
  let unremarkable = 0;
  return (req: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    done();
    const ms = Math.round(reply.elapsedTime);
    const isSampled = config.logRequests === 'sampled' && reply.statusCode < 400 && ms < SLOW_MS;
    if (isSampled && unremarkable++ % ONE_OF !== 0) return;
    const actor = req.who?.actor;
    log.info(
      {
        request_id: req.id,
        actor: actor === undefined ? null : nameOf(actor),
        method: req.method,
        // The route's pattern, not the target: ids and e-mails of travelers stay out of the log.
        route: req.routeOptions.url ?? null,
        status: reply.statusCode,
        ms,
        ...(isSampled ? { one_of: ONE_OF } : {}),
      },
      'request',
    );
  };
}
