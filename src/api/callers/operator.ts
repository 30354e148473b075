/** Whoever runs this installation, by bearer token. */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { byOperator, type Actor } from '../../domain/actor.ts';
import { isOperatorToken, operatorTokenName } from '../../domain/partners/keys/operator-tokens.ts';
import { within, type Pool } from '../../http/places.ts';
import { routeFor } from '../route/route.ts';
import type { CallerKind } from './caller-kind.ts';

const POOL: Pool = { size: 32 };

async function identify(ctx: Context, req: FastifyRequest): Promise<{ actor: Actor }> {
  const token = /^Bearer (\S{20,200})$/.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined || !(await isOperatorToken(ctx, token)))
    throw new AppError(
      'operator_token_invalid',
      'A valid operator token is required: Authorization: Bearer <operator_token>.',
    );
  return { actor: byOperator(operatorTokenName(token)) };
}

const operator: CallerKind<{ actor: Actor }> = {
  identify: (ctx, req, places) => within(places, POOL, () => identify(ctx, req)),
  enter: (places) => places.enter(POOL),
  body: { limit: 1024 * 1024, ms: 30_000 },
  challenge: () => 'Bearer',
  security: [{ operatorToken: [] }],
  schemes: { operatorToken: { type: 'http', scheme: 'bearer' } },
};

export const operatorRoute = routeFor(operator);
