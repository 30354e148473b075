/**
 * A kind of caller: how one is known by the headers, what of the house it takes up, and how it is
 * described. A route names its kind in its declaration, and knows nothing else of it.
 */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { Leave, Places } from '../../http/places.ts';

/**
 * What a route's `handle` is told of its caller: `partner` where one is behind it, `actor` where
 * somebody is known.
 */
export type Who = { partner?: Partner; actor?: Actor };

export type CallerKind<W extends Who = Who> = {
  /**
   * Before the body is waited for. What takes work holds a place meanwhile. Throws what is answered
   * with 401, and `overloaded`.
   */
  identify(ctx: Context, req: FastifyRequest, places: Places): W | Promise<W>;
  /**
   * A place for a request that is there whole, with so many characters of body. Throws, or rejects
   * with, `overloaded`.
   */
  enter(places: Places, who: W, bodySize: number): Leave | Promise<Leave>;
  /** bytes that a body may have, and milliseconds within which it has to be there */
  body: { limit: number; ms: number };
  /** whether an `Idempotency-Key` counts, among its partner's; without this it never does */
  takesKeys?(who: W): boolean;
  /** whose of its partner's the keys are; one key of two of them is two. Without this the partner's */
  keysOf?(who: W): string;
  /** `www-authenticate` of a refusal with 401; whose callers are never asked has none */
  challenge?(req: FastifyRequest): string;
  /** its bodies have a form of its own: nothing in them is called unknown */
  hasOwnBodies?: true;
  /** for OpenAPI: any one of these opens, by `schemes` of these names */
  security: Record<string, string[]>[];
  schemes: Record<string, object>;
};
