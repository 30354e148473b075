import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';

export type Hold = (reply: FastifyReply) => void;

/**
 * Leaves requests unanswered until their clients give up; closing the server lets go of those still
 * held.
 */
export function holder(app: FastifyInstance): Hold {
  const held = new Set<ServerResponse>();
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    for (const response of held) response.destroy();
    done();
  });
  return (reply) => {
    reply.hijack();
    if (closing) return void reply.raw.destroy();
    held.add(reply.raw);
    reply.raw.once('close', () => held.delete(reply.raw));
  };
}
