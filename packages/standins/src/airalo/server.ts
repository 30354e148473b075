/**
 * A stand-in for Airalo's partner API: enough of it to order, top up and look at eSIMs as if it
 * were there, and switches for all that can go wrong. Everything is kept in memory.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Aside } from '../wicket.ts';
import { openBooks, type Order, type Sim } from './books.ts';
import type { Destination } from './catalog.ts';
import { makeControl, type Control, type Switched } from './control.ts';
import { makeDeliveries, type Delivery } from './deliveries.ts';
import { coded, notFound, unauthorized } from './errors.ts';
import { makeFaults, type Fault, type RouteName } from './faults.ts';
import { makeNotifications } from './notifications.ts';
import { makeRates, type Rates } from './rates.ts';
import { ROUTES, type Route } from './routes.ts';
import { makeTokens, type Credentials } from './tokens.ts';
import { escapeSlashes, readBody, sign, type Answer, type Fields } from './wire.ts';

export type AiraloOptions = {
  /** answers calls that are for none of the supplier's paths; default: there are none */
  aside?: Aside;
  /** default any free one */
  port?: number;
  credentials?: Credentials;
  /** what is sold; default a few of everything */
  destinations?: readonly Destination[];
  /** whether its limits hold, so many calls a minute; default false */
  limits?: boolean;
  now?: () => number;
  /** until a webhook that was not taken comes again */
  retryMs?: number;
  /** has opted in to all that Airalo says by itself; default nobody */
  callbackUrl?: string | null;
};

/** `route` null: there is no such thing. `status` null: the connection was destroyed. */
export type SeenCall = {
  method: string;
  path: string;
  route: RouteName | null;
  status: number | null;
};
export type Ledger = {
  orders: readonly Order[];
  sims: readonly Sim[];
  calls: readonly SeenCall[];
  deliveries: readonly Delivery[];
  /** how many tokens were given */
  tokens: number;
  balance: number;
};
export type AiraloStandIn = {
  /** ends in `/v2` */
  url: string;
  credentials: Credentials;
  control: Control;
  ledger(): Ledger;
  /** What was sold under this reference, of whatever kind. */
  ordersOf(reference: string): Order[];
  close(): Promise<void>;
};

type Running = Switched & {
  credentials: Credentials;
  rates: Rates | null;
  calls: SeenCall[];
  /** runs something later, unless it is closed before */
  later(ms: number, run: () => void): void;
};

export async function startAiralo(options: AiraloOptions = {}): Promise<AiraloStandIn> {
  const {
    credentials = { client_id: 'demo-client', client_secret: 'demo-secret' },
    limits = false,
    now = Date.now,
    retryMs = 15 * 60_000,
  } = options;
  const timers = new Set<NodeJS.Timeout>();
  const running: Running = {
    credentials,
    books: openBooks(now, options.destinations),
    faults: makeFaults(),
    tokens: makeTokens(credentials),
    switches: { stockAs: 'code', listLagMs: 0, brands: new Set(), addressAllowed: true },
    notifications: makeNotifications(options.callbackUrl ?? null),
    deliveries: makeDeliveries(credentials.client_secret, retryMs),
    rates: limits ? makeRates(now) : null,
    calls: [],
    later: (ms, run) => void timers.add(setTimeout(run, ms)),
  };
  const server = createServer((request, response) => {
    if (options.aside?.(request, response) === true) return;
    handle(running, request, response).catch(() => response.destroy());
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}/v2`,
    credentials,
    control: makeControl(running),
    ledger: () => showLedger(running),
    ordersOf: (reference) =>
      running.books.orders.filter(({ description }) => description === reference),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      running.deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const showLedger = ({ books, calls, deliveries, tokens }: Running): Ledger => ({
  orders: books.orders,
  sims: books.sims,
  calls,
  deliveries: deliveries.sent,
  tokens: tokens.count(),
  balance: books.balance,
});

type Call = { route: Route; sim: string; query: URLSearchParams; body: Fields };

async function handle(
  running: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const method = request.method ?? 'GET';
  const [route, sim] = findRoute(method, url.pathname);
  const seen: SeenCall = { method, path: url.pathname, route: route?.name ?? null, status: null };
  running.calls.push(seen);
  const body = await readBody(request);
  const say = ({ status, body: said, headers }: Answer, text = JSON.stringify(said)): void => {
    seen.status = status;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  };
  if (route === null) return say(notFound);
  const fault = running.faults.take(route.name);
  const early = refuseEarly(running, request, { route, sim, query: url.searchParams, body }, fault);
  if (early !== null) return say(early);
  const run = async () => route.answer(running, { sim, query: url.searchParams, body });
  switch (fault?.kind) {
    case 'cut_before':
      return void response.destroy();
    case 'done_late':
      running.later(fault.ms, () => void run());
      return void response.destroy();
    case 'cut_after':
      await run();
      return void response.destroy();
    case 'hang_after':
      return void (await run());
    case 'error_after':
      await run();
      return say({ status: fault.status ?? 500, body: { message: 'Server Error' } });
    case 'malformed':
      return say(await run(), fault.body ?? '{"data":');
    case 'delay': {
      const answer = await run();
      return running.later(fault.ms, () => say(answer));
    }
    default:
      return say(await run());
  }
}

/** What is refused before anything is done; null = nothing. */
function refuseEarly(
  { credentials, rates, switches, tokens }: Running,
  request: IncomingMessage,
  { route, sim, body }: Call,
  fault: Fault | null,
): Answer | null {
  if (fault?.kind === 'error_before')
    return { status: fault.status ?? 503, body: { message: 'Service Unavailable' } };
  if (fault?.kind === 'says') return { status: fault.status, body: fault.body };
  if (fault?.kind === 'busy')
    return {
      status: 429,
      headers: { 'retry-after': String(fault.retryAfterS) },
      body: { message: 'Too Many Attempts.' },
    };
  if (!switches.addressAllowed) return coded(89);
  const limited = rates?.(route.name, sim) ?? null;
  if (limited !== null) return limited;
  if (route.name !== 'token' && !tokens.accepts(request.headers.authorization)) return unauthorized;
  const signature = request.headers['airalo-signature'];
  // It need not be there; one that is there must fit.
  const fits =
    signature === undefined ||
    !route.signed ||
    signature === sign(credentials.client_secret, escapeSlashes(JSON.stringify(body)));
  return fits ? null : coded(14);
}

function findRoute(method: string, path: string): [Route | null, string] {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match !== null) return [route, match[1] ?? ''];
  }
  return [null, ''];
}
