/** Anybody. */
import type { Pool } from '../../http/places.ts';
import { SMALL_BODY } from '../../http/read-body.ts';
import { routeFor } from '../route/route.ts';
import type { CallerKind } from './caller-kind.ts';

const POOL: Pool = { size: 128 };
const ANYBODY = {};

const anybody: CallerKind<object> = {
  identify: () => ANYBODY,
  enter: (places) => places.enter(POOL),
  body: { limit: SMALL_BODY, ms: 5_000 },
  security: [],
  schemes: {},
};

export const publicRoute = routeFor(anybody);
