/**
 * Stands in for Zendit: the eSIM part of its API, version 1, with books of its own. Made to be talked
 * to by tests, and by operators who want to see how an account works before they have one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.ts';
import type { Aside } from '../wicket.ts';
import { newBooks, type Books, type Call, type Purchase } from './books.ts';
import { forbidden, notAuthorized, type Reply } from './errors.ts';
import { makeFaults, suffer, whatOf, type Faults } from './faults.ts';
import { shippedOffers, type Offer } from './offers.ts';
import { makePhone, type Phone } from './phone.ts';
import { answerTo, makeRoutes } from './routes.ts';
import { makeSales, type Rules } from './sales.ts';
import { startShift, type Shift } from './shift.ts';
import { makeWebhooks, type Webhooks } from './webhooks.ts';
import { showPurchase } from './wire.ts';

export type ZenditStandInOptions = {
  /** answers calls that are for none of the supplier's paths; default: there are none */
  aside?: Aside;
  /** default: any that is free */
  port?: number;
  apiKey?: string;
  offers?: readonly Offer[];
  /** hundredths of a dollar */
  balance?: number;
  /** milliseconds from one status of a purchase to the next, of four */
  stepMs?: number;
  now?: () => Date;
};

export type Control = Pick<Faults, 'breakNext'> &
  Pick<Shift, 'release'> & {
    rules: Rules;
    /** Purchases and refunds that are accepted from now on stay so until `release`. */
    hold(): void;
    /** As if nothing had been held: what is accepted from now on goes on by itself. */
    flow(): void;
    /** Forgets what was told to go wrong, also who may not call. */
    heal(): void;
    /** Calls come from an address that is not on the list. */
    block(): void;
    setBalance(hundredths: number): void;
    /** An offer is new, or another than before. */
    setOffer(offer: Offer): void;
    /** Listed still, and not sold. */
    switchOff(offerId: string): void;
    removeOffer(offerId: string): void;
    /** The body of a callback about the newest purchase on this eSIM. */
    callbackAbout(iccid: string): string;
    phone: Phone;
    webhooks: Pick<Webhooks, 'delivery' | 'connect' | 'disconnect' | 'settled' | 'sent'>;
  };

export type Ledger = {
  calls: readonly Call[];
  /** failed ones too, those that were replaced first, else in the order of their arrival */
  purchases: readonly Purchase[];
  /** purchases under this reference that have brought something, or will */
  provisioned(reference: string): number;
  offers: ReadonlyMap<string, Offer>;
  /** hundredths of a dollar */
  available: number;
  reserved: number;
};

export type ZenditStandIn = {
  /** with the version */
  url: string;
  credentials: { api_key: string };
  control: Control;
  ledger(): Ledger;
  close(): Promise<void>;
};

export async function startZendit(options: ZenditStandInOptions = {}): Promise<ZenditStandIn> {
  const { port = 0, apiKey = 'zendit-test-key', balance = 1_000_000, stepMs = 5 } = options;
  const now = options.now ?? (() => new Date());
  const books = newBooks(options.offers ?? shippedOffers(), balance);
  const webhooks = makeWebhooks();
  const shift = startShift(stepMs, now, (id) => {
    const purchase = books.purchases.get(id);
    // Of refunds nobody is told.
    if (purchase !== undefined) webhooks.tell(id, purchase.status, showPurchase(books, purchase));
  });
  const rules: Rules = { duplicates: 'refuse', hiddenMs: 0, soldOut: new Set(), failures: [] };
  const faults = makeFaults();
  const routes = makeRoutes(books, makeSales(books, rules, shift, now), now);
  const gate = { isBlocked: false };
  const server = createServer((request, response) => {
    if (options.aside?.(request, response) === true) return;
    // A connection that breaks off while it is read ends by itself.
    serve(request, response, { books, faults, apiKey, gate, routes }).catch(() =>
      response.destroy(),
    );
  });
  const at = await listen(server, port);
  return {
    url: `http://127.0.0.1:${at}/v1`,
    credentials: { api_key: apiKey },
    control: {
      ...makeControl(books, shift, faults, gate),
      rules,
      phone: makePhone(books, now),
      webhooks,
    },
    ledger: () => showLedger(books),
    async close() {
      shift.close();
      await webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

const makeControl = (books: Books, shift: Shift, faults: Faults, gate: Gate) => ({
  breakNext: faults.breakNext,
  release: shift.release,
  hold(): void {
    shift.isHeld = true;
  },
  flow(): void {
    shift.isHeld = false;
  },
  heal(): void {
    faults.clear();
    gate.isBlocked = false;
  },
  block(): void {
    gate.isBlocked = true;
  },
  setBalance(hundredths: number): void {
    books.available = hundredths;
  },
  setOffer(offer: Offer): void {
    books.offers.set(offer.offerId, offer);
  },
  switchOff(offerId: string): void {
    const offer = books.offers.get(offerId);
    if (offer !== undefined) books.offers.set(offerId, { ...offer, enabled: false });
  },
  removeOffer(offerId: string): void {
    books.offers.delete(offerId);
  },
  callbackAbout(iccid: string): string {
    const purchase = [...books.purchases.values()].findLast((one) => one.iccid === iccid);
    if (purchase === undefined) throw new RangeError('There is no such eSIM.');
    return JSON.stringify(showPurchase(books, purchase));
  },
});

const allPurchases = (books: Books): Purchase[] => [...books.replaced, ...books.purchases.values()];

const showLedger = (books: Books): Ledger => ({
  calls: books.calls,
  purchases: allPurchases(books),
  provisioned: (reference) =>
    allPurchases(books).filter(
      ({ transactionId, status }) => transactionId === reference && status !== 'FAILED',
    ).length,
  offers: books.offers,
  available: books.available,
  reserved: books.reserved,
});

type Gate = { isBlocked: boolean };
type Desk = {
  books: Books;
  faults: Faults;
  apiKey: string;
  gate: Gate;
  routes: ReturnType<typeof makeRoutes>;
};

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  desk: Desk,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const call: Call = { method, path, body: parse(await readAll(request)), status: null };
  desk.books.calls.push(call);
  const url = new URL(path, 'http://stand-in');
  const fault = desk.faults.take(whatOf(method, url.pathname));
  const reply = await suffer(fault, () => answer(request.headers.authorization, url, call, desk));
  if (reply === 'cut') response.destroy();
  if (reply === 'cut' || reply === 'hang') return;
  call.status = reply.status;
  response
    .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    .end(reply.raw ?? JSON.stringify(reply.body));
}

function answer(authorization: string | undefined, url: URL, call: Call, desk: Desk): Reply {
  if (authorization !== `Bearer ${desk.apiKey}`) return notAuthorized();
  if (desk.gate.isBlocked) return forbidden();
  return answerTo(desk.routes, call.method, url, call.body);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
