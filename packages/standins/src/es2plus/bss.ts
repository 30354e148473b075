/**
 * A stand-in of a BSS with TM Forum's APIs (version 4): product catalog (620), product orders
 * (622), product inventory (637) and prepay balance (654), with a token where one is wanted.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Aside } from '../wicket.ts';
import { answerWith, makeFaults, readJson, type Reply } from './faults.ts';
import { makeHub } from './bss-hub.ts';
import { OFFERS, priced, priceOf } from './bss-offers.ts';
import { Orders, showBucket, showProduct } from './bss-orders.ts';
import type { Body, BssControl, Order, Product } from './bss-types.ts';

export type Bss = {
  url: string;
  /** of an account, as its form asks for */
  credentials: Record<string, string>;
  control: BssControl;
  ledger(): { orders: Order[]; products: Product[]; calls: string[] };
  close(): Promise<void>;
};

const CLIENT = { id: 'hubby', secret: 'a-secret-of-the-bss' };
const PATH = /^\/tmf-api\/(\w+)\/v4\/(\w+)(?:\/([^/?]+))?$/;

export async function startBss({
  offers = OFFERS,
  aside,
}: { offers?: Body[]; aside?: Aside } = {}): Promise<Bss> {
  const bss = makeParts(offers);
  const { control, orders } = bss;
  const server = createServer((request, response) => {
    if (aside?.(request, response) !== true) void answer(bss, request, response);
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    credentials: {
      tmf_url: url,
      tmf_token_url: `${url}/token`,
      tmf_client_id: CLIENT.id,
      tmf_client_secret: CLIENT.secret,
    },
    control,
    ledger: () => ({
      orders: orders.all(),
      products: [...orders.products.values()],
      calls: bss.calls,
    }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Parts = {
  control: BssControl;
  offerings: Map<string, Body>;
  orders: Orders;
  hub: ReturnType<typeof makeHub>;
  /** those that were given, and are good */
  tokens: Set<string>;
  calls: string[];
};

function makeParts(offers: readonly Body[]): Parts {
  const offerings = new Map(offers.map((one) => [String(one['id']), one]));
  const hub = makeHub();
  const tokens = new Set<string>();
  const control: BssControl = {
    faults: makeFaults(),
    filters: 'honoured',
    counts: true,
    pages: true,
    prices: 'inline',
    unit: 'B',
    looks: 1,
    repeats: 'taken',
    failNext: null,
    saysProduct: true,
    expireTokens: () => tokens.clear(),
    offer: (one) => void offerings.set(String(one['id']), one),
    withdrawOffer: (id) => void offerings.delete(id),
    offering: (id) => offerings.get(id),
    tellAt: hub.setHearer,
    finish: () => orders.finish(),
    use: (productId, bytes) => orders.use(productId, bytes),
    setProduct(productId, status) {
      orders.products.get(productId)!.status = status;
    },
    tell: (externalId, times = 1) =>
      hub.tell(
        orders.all().find((one) => one.externalId === externalId),
        times,
      ),
  };
  const orders = new Orders(control, hub.hear);
  return { control, offerings, orders, hub, tokens, calls: [] };
}

async function answer(
  bss: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://bss');
  const [, , resource = ''] = PATH.exec(url.pathname) ?? [];
  const name = url.pathname === '/token' ? 'token' : `${request.method} ${resource}`;
  const isToken = name === 'token';
  const body = isToken ? await readText(request) : ((await readJson(request)) ?? {});
  await answerWith(bss.control.faults, { name, request, response }, () => {
    bss.calls.push(`${request.method} ${url.pathname}${url.search}`);
    if (isToken)
      return isClient(request) ? token(bss, body as string) : failure(401, '41', 'client');
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!bss.tokens.has(given)) return failure(401, '40', 'Missing or expired credentials');
    return execute(bss, request.method, url, body as Body);
  });
}

function token({ tokens }: Parts, body: string): Reply {
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials')
    return { status: 400, body: { error: 'unsupported_grant_type' } };
  const made = randomUUID();
  tokens.add(made);
  return { status: 200, body: { access_token: made, token_type: 'Bearer', expires_in: 300 } };
}

function execute(
  { control, offerings, orders, hub }: Parts,
  method: string | undefined,
  url: URL,
  body: Body,
): Reply {
  const [, , resource = '', id] = PATH.exec(url.pathname) ?? [];
  const shown = (rows: Body[], filters: Record<string, (row: Body) => unknown> = {}): Reply =>
    page(control, url, rows, filters);
  const products = (): Product[] => [...orders.products.values()];
  const routes: Record<string, () => Reply> = {
    'GET productOffering': () => shown([...offerings.values()].map((one) => priced(control, one))),
    'GET productOfferingPrice/id': () => found(priceOf(offerings, id!)),
    'POST productOrder': () => orders.place(body, offerings),
    'GET productOrder': () => shown(orders.look(), { externalId: (row) => row['externalId'] }),
    'GET productOrder/id': () => found(orders.lookAt(id!)),
    'POST cancelProductOrder': () => orders.withdraw(body),
    'GET product': () =>
      shown(products().map(showProduct), {
        'realizingResource.id': (row) => (row['realizingResource'] as Body[])[0]!['id'],
      }),
    'GET bucket': () =>
      shown(
        products().map((one) => showBucket(one, control.unit)),
        { 'logicalResource.id': (row) => (row['logicalResource'] as Body[])[0]!['id'] },
      ),
    'POST hub': () => ({ status: 201, body: hub.add(body) }),
    'DELETE hub/id': () => ({ status: hub.remove(id!) ? 204 : 404 }),
  };
  const key = `${method} ${resource}${id === undefined ? '' : '/id'}`;
  return routes[key]?.() ?? failure(404, '60', 'Resource not found');
}

const readText = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
};

const isClient = ({ headers }: IncomingMessage): boolean =>
  headers.authorization ===
  `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`;

export const failure = (status: number, code: string, reason: string): Reply => ({
  status,
  body: { code, reason, message: reason, status: String(status) },
});

const found = (row: Body | null): Reply =>
  row === null ? failure(404, '60', 'Resource not found') : { status: 200, body: row };

function page(
  control: BssControl,
  { searchParams: query }: URL,
  rows: Body[],
  filters: Record<string, (row: Body) => unknown>,
): Reply {
  const wanted = Object.entries(filters).filter(([name]) => query.has(name));
  const all =
    control.filters === 'ignored'
      ? rows
      : rows.filter((row) => wanted.every(([name, of]) => of(row) === query.get(name)));
  const offset = control.pages ? Number(query.get('offset') ?? 0) : 0;
  const some = all.slice(offset, offset + Number(query.get('limit') ?? 20));
  return {
    status: some.length < all.length ? 206 : 200,
    headers: control.counts
      ? { 'x-total-count': String(all.length), 'x-result-count': String(some.length) }
      : {},
    body: some,
  };
}
