/**
 * A supplier that calls back at a path of its account's own. Whoever does not know the path finds
 * nothing there, before anything is read; a signature, where there is one, is the operation's to
 * check.
 */
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { isCallbackToken } from '../../domain/suppliers/callback-token.ts';
import type { Pool } from '../../http/places.ts';
import { routeFor } from '../route/route.ts';
import type { CallerKind } from './caller-kind.ts';

const POOL: Pool = { size: 64 };
const KNOWN = {};

function identify({ suppliers }: Context, { params }: FastifyRequest): object {
  const { name, token } = params as { name: string; token: string };
  const account = suppliers.find(name);
  if (account === undefined || !isCallbackToken(account, token, new Date()))
    throw new AppError('not_found', 'There is nothing here.');
  return KNOWN;
}

const supplier: CallerKind<object> = {
  identify,
  enter: (places) => places.enter(POOL),
  body: { limit: 1024 * 1024, ms: 5_000 },
  challenge: () => 'HMAC',
  hasOwnBodies: true,
  security: [],
  schemes: {},
};

export const supplierRoute = routeFor(supplier);
