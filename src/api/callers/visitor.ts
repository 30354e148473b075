/**
 * A traveler on the managed screens, by the token of their session. No cookie and no CORS: only a
 * page of ours can hold the token, and it says nothing to any other.
 */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { byVisitor, type Actor } from '../../domain/actor.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import { findVisitor } from '../../domain/webview/find-visitor.ts';
import { sessionEnded } from '../../domain/webview/session-ended.ts';
import type { Visitor } from '../../domain/webview/visitor.ts';
import { within, type Places, type Pool } from '../../http/places.ts';
import { SMALL_BODY } from '../../http/read-body.ts';
import { routeFor } from '../route/route.ts';
import type { CallerKind } from './caller-kind.ts';

const POOL: Pool = { size: 128 };

type Who = { partner: Partner; actor: Actor; visitor: Visitor };

const tokenOf = (req: FastifyRequest): string => {
  const [header, second] = req.raw.headersDistinct['authorization'] ?? [];
  // One server may read the first and another the last.
  const token = second === undefined ? /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] : undefined;
  if (token === undefined) throw sessionEnded();
  return token;
};

const identify = (ctx: Context, req: FastifyRequest, places: Places): Promise<Who> =>
  within(places, POOL, async () => {
    const { partner, visitor } = await findVisitor(ctx, tokenOf(req));
    return { partner, visitor, actor: byVisitor(visitor.sessionId) };
  });

/** Also who came for one booking alone: the operation keeps to that. */
const anyVisitor: CallerKind<Who> = {
  identify,
  enter: (places) => places.enter(POOL),
  body: { limit: SMALL_BODY, ms: 5_000 },
  takesKeys: () => true,
  keysOf: ({ visitor }) => visitor.travelerId,
  challenge: () => 'Bearer',
  security: [{ session: [] }],
  schemes: {
    session: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'session token of the managed screens',
    },
  },
};

/** For whom all that is the traveler's is open. */
const visitor: CallerKind<Who> = {
  ...anyVisitor,
  async identify(ctx, req, places) {
    const who = await identify(ctx, req, places);
    if (who.visitor.scope !== 'traveler') throw new AppError('not_found', 'There is nothing here.');
    return who;
  },
};

export const anyVisitorRoute = routeFor(anyVisitor);
export const visitorRoute = routeFor(visitor);
