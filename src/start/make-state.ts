/**
 * What a process remembers between requests: one object each, made here and nowhere else, so that
 * two runtimes in one process share nothing.
 */
import type { Context, Log } from '../context.ts';
import type { Db } from '../db/pool.ts';
import { makeCounters } from '../domain/abuse/counters.ts';
import { makeLimitStore } from '../domain/abuse/settings.ts';
import { makeIssuerKeys } from '../domain/app-tokens/issuer-keys.ts';
import { makeDeviceListStore } from '../domain/device-models/current-list.ts';
import { makeModelCalls } from '../domain/instructions/model-calls.ts';
import { makeQrCodes } from '../domain/esims/qr.ts';
import { makeReplacingStore } from '../domain/esims/replacing/replacing-settings.ts';
import { makeOpenStreams } from '../domain/members/watching/open-streams.ts';
import { makeWatches } from '../domain/members/watching/watches.ts';
import { makeKeyUses } from '../domain/partners/keys/key-uses.ts';
import { makeKeyStore } from '../domain/partners/keys/key-store.ts';
import { makePriceBooks } from '../domain/partners/price-book.ts';
import { makeShownCatalogs } from '../domain/partners/shown-catalogs.ts';
import { makeCoverThread } from '../domain/planning/cover/in-thread.ts';
import { makePolicyStore } from '../domain/routing/policy.ts';
import { makeLoopLag } from '../domain/reports/loop-lag.ts';
import { makeRequestTimes } from '../domain/reports/request-times.ts';
import { makeRequestMinutes } from '../domain/service/request-minutes.ts';
import { makeRefusedBookings } from '../domain/reports/refused-bookings.ts';
import { makeRequestLog } from '../domain/requests/request-log.ts';
import { makeContextPushes } from '../domain/support/context-pushes.ts';
import { makeEndpointSecrets } from '../domain/webhooks/endpoint/secrets.ts';
import { makeFeedCeiling } from '../domain/webhooks/feed/feed-ceiling.ts';
import type { Secrets } from '../secrets.ts';

export type State = Pick<
  Context,
  | 'contextPushes'
  | 'counters'
  | 'coverThread'
  | 'devices'
  | 'endpointSecrets'
  | 'feedCeiling'
  | 'issuerKeys'
  | 'keys'
  | 'keyUses'
  | 'limits'
  | 'loopLag'
  | 'modelCalls'
  | 'openStreams'
  | 'operations'
  | 'priceBooks'
  | 'qrCodes'
  | 'refusedBookings'
  | 'replacing'
  | 'requestMinutes'
  | 'requestLog'
  | 'requestTimes'
  | 'routing'
  | 'shownCatalogs'
  | 'watches'
>;

/** `requestDb`: for the log of requests alone. */
export function makeState(
  db: Db,
  requestDb: Db,
  { secrets, log }: { secrets: Secrets; log: Log },
): State {
  const limits = makeLimitStore(db);
  const priceBooks = makePriceBooks(db);
  const feedCeiling = makeFeedCeiling(db);
  return {
    contextPushes: makeContextPushes(),
    counters: makeCounters(db, secrets, limits),
    coverThread: makeCoverThread(),
    devices: makeDeviceListStore(db, log),
    endpointSecrets: makeEndpointSecrets(secrets),
    feedCeiling,
    issuerKeys: makeIssuerKeys(db, secrets),
    keys: makeKeyStore(db, secrets, priceBooks),
    keyUses: makeKeyUses(db, log),
    limits,
    loopLag: makeLoopLag(),
    modelCalls: makeModelCalls(),
    openStreams: makeOpenStreams(),
    operations: new Map(),
    priceBooks,
    qrCodes: makeQrCodes(),
    refusedBookings: makeRefusedBookings(db, log),
    replacing: makeReplacingStore(db),
    requestMinutes: makeRequestMinutes(db, log),
    requestLog: makeRequestLog(requestDb, log),
    requestTimes: makeRequestTimes(),
    routing: makePolicyStore(db),
    shownCatalogs: makeShownCatalogs(),
    watches: makeWatches({ db, feedCeiling, log }),
  };
}
