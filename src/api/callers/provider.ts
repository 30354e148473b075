/**
 * A telco or a sender of mails that calls back. Each signs in its own way, over the raw body: the
 * operation checks that, which knows how.
 */
import type { Pool } from '../../http/places.ts';
import { routeFor } from '../route/route.ts';
import type { CallerKind } from './caller-kind.ts';

const POOL: Pool = { size: 64 };
const UNKNOWN = {};

const provider: CallerKind<object> = {
  identify: () => UNKNOWN,
  enter: (places) => places.enter(POOL),
  body: { limit: 1024 * 1024, ms: 5_000 },
  challenge: () => 'HMAC',
  hasOwnBodies: true,
  security: [],
  schemes: {},
};

export const providerRoute = routeFor(provider);
