/** A partner by its signature, or its app by the ID token of a user, who acts for themselves. */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { byApp } from '../../domain/actor.ts';
import { activePartner } from '../../domain/partners/managing/partners.ts';
import type { AppUser } from '../../domain/travelers/app-user.ts';
import type { Places } from '../../http/places.ts';
import { SMALL_BODY } from '../../http/read-body.ts';
import { routeFor } from '../route/route.ts';
import { APP_PLACES, identifyAppUser } from './app-user.ts';
import type { CallerKind } from './caller-kind.ts';
import { partner, type PartnerWho } from './partner.ts';

/** `user` null: the partner calls, with its signature. */
type PartnerOrUser = PartnerWho & { user: AppUser | null };

const isAppCall = (req: FastifyRequest): boolean =>
  req.headers.authorization !== undefined && req.headers['x-api-key'] === undefined;

/** The traveler whose token it is, and their partner. */
async function identifyTraveler(
  ctx: Context,
  req: FastifyRequest,
  places: Places,
): Promise<PartnerOrUser> {
  const { user } = await identifyAppUser(ctx, req, places);
  if (user === null || (user.externalUserId === null && user.email === null))
    throw new AppError('app_token_invalid', 'The ID token names no traveler of a partner.');
  return {
    user,
    partner: await activePartner(ctx, user.partnerId),
    actor: byApp(user.partnerId),
    scopes: new Set(),
  };
}

const partnerOrApp: CallerKind<PartnerOrUser> = {
  identify: async (ctx, req, places) =>
    isAppCall(req)
      ? identifyTraveler(ctx, req, places)
      : { ...(await partner.identify(ctx, req, places)), user: null },
  enter: (places, who, bodySize) =>
    who.user === null ? partner.enter(places, who, bodySize) : places.enter(APP_PLACES),
  body: { limit: SMALL_BODY, ms: 5_000 },
  takesKeys: ({ user }) => user === null,
  challenge: (req) => (isAppCall(req) ? 'Bearer' : 'HMAC'),
  security: [...partner.security, { appToken: [] }],
  schemes: {
    ...partner.schemes,
    appToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: "ID token of the app's user",
    },
  },
};

export const partnerOrAppRoute = routeFor(partnerOrApp);
