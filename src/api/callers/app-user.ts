/** The user of an app, by ID token: what is the same wherever one may call. */
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { authenticateApp, type AppCaller } from '../../domain/app-tokens/authenticate-app.ts';
import { within, type Places, type Pool } from '../../http/places.ts';

export const APP_PLACES: Pool = { size: 128 };

/** Throws `app_token_invalid`, `app_check_invalid`, `keys_unavailable`, `overloaded`. */
export const identifyAppUser = (
  ctx: Context,
  req: FastifyRequest,
  places: Places,
): Promise<AppCaller> =>
  within(places, APP_PLACES, () => {
    const { authorization = [], 'x-firebase-appcheck': appCheck = [] } = req.raw.headersDistinct;
    return authenticateApp(ctx, { authorization, appCheck });
  });
