/**
 * Stands in for eSIM Go's API 2.5 on 127.0.0.1: key, rate limit, catalogue, orders, eSIMs, bundles,
 * signed callbacks; with switches for everything that can go wrong, and a ledger of what it did.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Aside } from '../wicket.ts';
import { newBook, Refusal, type Order } from './book.ts';
import type { Bundle } from './bundles.ts';
import { makeControl, type Control, type Fault } from './control.ts';
import { rateWindow } from './rate.ts';
import { ROUTES, type Call, type Reply, type World } from './routes.ts';
import { USUAL } from './wire.ts';

export type EsimGoOptions = {
  /** answers calls that are for none of the supplier's paths; default: there are none */
  aside?: Aside;
  apiKey?: string;
  /** 0 = any free one */
  port?: number;
  balance?: number;
  currency?: string;
  bundles?: readonly Bundle[];
  /** calls a second; the real one has 10 */
  perSecond?: number;
  /** Callbacks are sent there as things happen; null = they are kept until `control.deliver`. */
  callbackUrl?: string | null;
};

/** One line per purchase; `reference` is what the caller called it, where it did. */
export type LedgerOrder = {
  orderReference: string;
  reference: string | null;
  item: string;
  iccids: string[];
  kind: 'create_esim' | 'add_package' | 'stock';
};
export type LedgerCall = { method: string; path: string; status: number | null; body: unknown };

export type EsimGoStandIn = {
  url: string;
  credentials: { api_key: string };
  control: Control;
  ledger(): { orders: LedgerOrder[]; calls: LedgerCall[] };
  close(): Promise<void>;
};

const PREFIX = '/v2.5';

export async function startEsimGo(options: EsimGoOptions = {}): Promise<EsimGoStandIn> {
  const apiKey = options.apiKey ?? 'esimgo-standin-key';
  const world: World = { book: newBook(options), shape: { ...USUAL }, apiKey };
  const calls: LedgerCall[] = [];
  const control = makeControl(world, options.callbackUrl ?? null);
  const serve = makeServe({ world, control, calls, rate: rateWindow(options.perSecond ?? 10) });
  const server = createServer((req, res) => {
    if (options.aside?.(req, res) === true) return;
    void serve(req, res).catch((error: unknown) => res.destroy(error as Error));
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}${PREFIX}`,
    credentials: { api_key: apiKey },
    control,
    ledger: () => ({ orders: world.book.orders.flatMap(linesOf), calls: [...calls] }),
    async close() {
      control.release();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

type Parts = {
  world: World;
  control: Control;
  calls: LedgerCall[];
  rate: ReturnType<typeof rateWindow>;
};
type Asked = { req: IncomingMessage; url: URL; found: Found | null; body: unknown };

function makeServe({ world, control, calls, rate }: Parts) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = parse(await textOf(req));
    const method = req.method ?? 'GET';
    const url = new URL(req.url ?? '/', 'http://stand-in');
    const found = routeOf(method, url.pathname);
    const line: LedgerCall = { method, path: url.pathname + url.search, status: null, body };
    calls.push(line);
    const { isOver, headers } = rate.count(found?.route.startsWith('GET /catalogue') ? 5 : 1);
    await control.held();
    const fault = found === null ? null : control.takeFault(found.route);
    const answer =
      isOver || fault === 'busy'
        ? refused(429, 'Rate limit exceeded')
        : answerTo({ req, url, found, body }, fault, world, control);
    if (answer.cut === true) return void res.destroy();
    if (answer.hangs === true) return;
    line.status = answer.status ?? 200;
    const retry = line.status === 429 || line.status === 503 ? { 'retry-after': '1' } : {};
    res
      .writeHead(line.status, {
        'content-type': answer.type ?? 'application/json',
        ...headers,
        ...retry,
      })
      .end(answer.text ?? JSON.stringify(answer.body ?? {}));
  };
}

function answerTo(
  { req, url, found, body }: Asked,
  fault: Fault | null,
  world: World,
  control: Control,
): Spoilt {
  if (req.headers['x-api-key'] !== control.apiKey()) return refused(403, 'access denied');
  if (found === null) return refused(404, 'Not Found');
  if (fault === 'cut_before') return { cut: true };
  if (fault === 'fail_before') return refused(500, 'Internal error');
  if (fault === 'processing') return refused(503, 'Processing');
  if (fault === 'sold_out') return refused(403, 'no bundles left in inventory');
  const reply = run(ROUTES[found.route]!, world, {
    params: found.params,
    query: url.searchParams,
    body,
    accept: req.headers.accept ?? '',
    requestId: one(req.headers['x-request-id']),
  });
  return spoilt(fault, { ...reply, body: control.rewritten(found.route, reply.body) });
}

const refused = (status: number, message: string): Spoilt => ({ status, body: { message } });

function run(handler: (world: World, call: Call) => Reply, world: World, call: Call): Reply {
  try {
    return handler(world, call);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.status, error.message);
    throw error;
  }
}

type Spoilt = Reply & { cut?: boolean; hangs?: boolean };

/** What was done stays done. */
function spoilt(fault: Fault | null, reply: Reply): Spoilt {
  if (fault === 'cut_after') return { cut: true };
  if (fault === 'hang_after') return { hangs: true };
  if (fault === 'fail_after') return refused(500, 'Internal error');
  if (fault === 'malformed') return { body: { message: 'ok', order: 'none' } };
  if (fault === 'no_json') return { text: '<html>oops</html>', type: 'text/html' };
  return reply;
}

const linesOf = (order: Order): LedgerOrder[] =>
  order.lines.map(({ bundle, iccids }) => ({
    orderReference: order.orderReference,
    reference: order.requestId,
    item: bundle.name,
    iccids,
    kind: !order.assigned ? 'stock' : order.made.length > 0 ? 'create_esim' : 'add_package',
  }));

type Found = { route: string; params: Record<string, string> };

/** The first that fits; those with fewer places for anything go first. */
function routeOf(method: string, path: string): Found | null {
  if (!path.startsWith(`${PREFIX}/`)) return null;
  const parts = path.slice(PREFIX.length + 1).split('/');
  const places = (route: string): number => route.split(':').length;
  for (const route of Object.keys(ROUTES).toSorted((a, b) => places(a) - places(b))) {
    const [verb, pattern = ''] = route.split(' ');
    const wanted = pattern.slice(1).split('/');
    const fits =
      verb === method &&
      wanted.length === parts.length &&
      wanted.every((part, i) => part.startsWith(':') || part === parts[i]);
    if (!fits) continue;
    const named = wanted.flatMap((part, i) =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(parts[i]!)]] : [],
    );
    return { route, params: Object.fromEntries(named) as Record<string, string> };
  }
  return null;
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const one = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' ? value : null;
