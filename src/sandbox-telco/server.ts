/**
 * The sandbox telco's HTTP front end. All state is in the database (schema `telco`), so any number of processes can run
 * one each. Three accounts: `sandbox-one` answers a repeated reference with the first order, `sandbox-two` does not.
 * `sandbox-three` does, and is a wholesaler: no profile without a package, orders `pending` until their time has come (then
 * `confirmed` or `failed`), ICCIDs of 18 digits, one figure of usage per profile, states RELEASED, INSTALLED, DELETED, and a
 * package is cancelled only before its profile is installed.
 *
 *   POST   /v1/{account}/orders                     { reference, customer, kind, iccid?, template? } → order
 *   GET    /v1/{account}/orders?reference=          → { orders }
 *   GET    /v1/{account}/orders?since&cursor&limit  → { orders, next_cursor }
 *   DELETE /v1/{account}/packages/{id}?customer=    unused ones only; again = the same answer
 *   GET    /v1/{account}/profiles/{iccid}           → { profile, state_changed_at, packages, usage }
 *   POST   /v1/{account}/profiles/{iccid}/state     { action, at? } install|enable|disable|remove → { report }
 *   POST   /v1/{account}/profiles/{iccid}/consume   { bytes, iso3, package_id?, at? } → { report, consumed_bytes }
 *   PUT    /v1/customers/{customer}/faults          { next, count }
 *   GET    /v1/customers/{customer}/faults          what is left of it
 *   GET    /v1/customers/{customer}/ledger          → { orders, calls, complete }
 *   DELETE /v1/customers/{customer}
 *
 * The last two of a profile are told to `callbackUrl(account)` as well: POST { reports: [ { report_id, iccid, reported_at, esim } ] },
 * signed (callback.ts). An order that is no longer pending is hinted at there too: { orders: [ { id, reference } ] }. Bytes with a package_id count on that package, others on the profile, by country.
 */
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { accountFacts } from './account-facts.ts';
import { finishBeforeAnswering, makeAllocation } from './allocation.ts';
import { bearerAuth } from './auth.ts';
import { customerRoutes } from './customers.ts';
import { makeCallbacks, type CallbackUrl } from './callback.ts';
import { answerErrors } from './errors.ts';
import { holder } from './hold.ts';
import { addLatency } from './latency.ts';
import { orderRoutes } from './orders.ts';
import { profileRoutes } from './profiles.ts';

export type TelcoOptions = {
  pool: Pool;
  /** Bearer token of the clients and HMAC key of callbacks. */
  secret: string;
  host?: string;
  /** 0 (default) = any free port. */
  port?: number;
  now?: () => Date;
  callbackUrl?: CallbackUrl;
};

export type Telco = { url: string; close(): Promise<void> };

/** `close` lets running calls finish and drops those that a fault holds. */
export async function startTelco(options: TelcoOptions): Promise<Telco> {
  const {
    pool,
    secret,
    host = '127.0.0.1',
    port = 0,
    now = () => new Date(),
    callbackUrl = () => null,
  } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: 16 * 1024,
    requestTimeout: 10_000,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.addHook('onRequest', bearerAuth(secret));
  answerErrors(app);
  const hold = holder(app);
  const callbacks = makeCallbacks(secret, callbackUrl);
  const factsOf = accountFacts(pool);
  const allocation = makeAllocation(app, { pool, factsOf, now, callbacks });
  app.register(
    async (accounts) => {
      addLatency(accounts, factsOf);
      finishBeforeAnswering(accounts, factsOf, allocation);
      orderRoutes(accounts, { pool, hold, now, onPlaced: allocation.expect });
      profileRoutes(accounts, pool, now, callbacks);
    },
    { prefix: '/v1/:account' },
  );
  customerRoutes(app, pool, allocation.finishDue);
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    close: async () => {
      await app.close();
      await callbacks.close();
    },
  };
}
