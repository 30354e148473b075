/**
 * A stand-in for eSIM Access: its interface, version 1, with a ledger of its own, in memory. For
 * tests, and for trying Hubby without an account.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../listen.ts';
import type { Aside } from '../wicket.ts';
import { Book } from './book.ts';
import { makeCalls, PREFIX } from './calls.ts';
import { makeAllocation, makeControl, type Control, type Settings } from './control.ts';
import { makeFaults, misbehave, RETRY_AFTER_S, type Faults } from './faults.ts';
import { makeLedger, type Ledger } from './ledger.ts';
import type { Shop } from './ordering.ts';
import { PACKAGES } from './packages.ts';
import { makePace } from './pace.ts';
import { refusalOf } from './signature.ts';
import { TEXTS, type Body, type Code, type Outcome, type Package } from './types.ts';
import { makeTeller } from './webhooks.ts';

export type StandInOptions = {
  /** answers calls that are for none of the supplier's paths; default: there are none */
  aside?: Aside;
  /** default: any that is free */
  port?: number;
  accessCode?: string;
  secretKey?: string;
  packages?: readonly Package[];
  /** until an order's profiles are there, in milliseconds; null = until `control.release()` */
  allocationMs?: number | null;
  now?: () => number;
};

export type EsimAccessStandIn = {
  /** with the path of the interface */
  url: string;
  /** as the form of an account has them */
  credentials: { access_code: string; secret_key: string };
  control: Control;
  ledger(): Ledger;
  close(): Promise<void>;
};

export async function startEsimAccess(options: StandInOptions = {}): Promise<EsimAccessStandIn> {
  const { port = 0, accessCode = 'access-code', secretKey = 'secret-key' } = options;
  const now = options.now ?? Date.now;
  const teller = makeTeller(now);
  const book = new Book({ now, tell: teller.tell });
  const shop: Shop = {
    packages: structuredClone([...(options.packages ?? PACKAGES)]),
    stock: new Map(),
  };
  const settings: Settings = {
    delayMs: 0,
    allocationMs: options.allocationMs === undefined ? 0 : options.allocationMs,
    perSecond: null,
    isShutOut: false,
    isZulu: false,
  };
  const faults = makeFaults();
  const ledger = makeLedger(book);
  const { allocate, stop } = makeAllocation(settings, book);
  const run = makeCalls({ settings, book, shop, teller, allocate });
  const serve = makeServe({ settings, faults, ledger, run, keys: { accessCode, secretKey }, now });
  const server = createServer((req, res) => {
    if (options.aside?.(req, res) === true) return;
    serve(req, res).catch(() => res.destroy());
  });
  const at = await listen(server, port);
  return {
    url: `http://127.0.0.1:${at}${PREFIX}`,
    credentials: { access_code: accessCode, secret_key: secretKey },
    control: makeControl({ settings, book, shop, teller, faults }),
    ledger: ledger.read,
    async close() {
      stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await teller.idle();
    },
  };
}

type Parts = {
  settings: Settings;
  faults: Faults;
  ledger: ReturnType<typeof makeLedger>;
  run: ReturnType<typeof makeCalls>;
  keys: { accessCode: string; secretKey: string };
  now: () => number;
};

/** One call from its first byte to its answer, or to what takes its place. */
function makeServe({ settings, faults, ledger, run, keys, now }: Parts) {
  const isTooFast = makePace(now);
  const answer = makeAnswer();
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const raw = await buffer(req);
    const path = (req.url ?? '').replace(PREFIX, '');
    if (isTooFast(settings.perSecond)) {
      ledger.note({ path, body: null, came: 'too_many' });
      return void res.writeHead(429, { 'retry-after': String(RETRY_AFTER_S) }).end();
    }
    await sleep(settings.delayMs);
    const body = read(raw);
    const refusal =
      (req.method === 'POST' ? null : '000103') ??
      (settings.isShutOut ? '101002' : null) ??
      refusalOf(req.headers, raw, keys, now());
    if (refusal !== null || body === null) {
      const code: Code = refusal ?? '000104';
      ledger.note({ path, body, came: code });
      return answer(res, { code });
    }
    const fault = faults.take(path);
    const outcome = fault?.when === 'before' ? null : await run(path, body);
    ledger.note({ path, body, came: fault?.how ?? cameTo(outcome) });
    if (fault !== null) {
      const code = misbehave(fault.how, res);
      if (code !== null) answer(res, { code });
    } else if (outcome === null) res.writeHead(404).end();
    else answer(res, outcome);
  };
}

const cameTo = (outcome: Outcome | null): string | null =>
  outcome !== null && 'code' in outcome ? outcome.code : null;

/** Null where it is no JSON object. */
function read(raw: Buffer): Body | null {
  try {
    const body: unknown = JSON.parse(raw.toString());
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Body)
      : null;
  } catch {
    return null;
  }
}

/** Always 200, in each of the spellings that are seen, one after the other. */
function makeAnswer(): (res: ServerResponse, outcome: Outcome) => void {
  let count = 0;
  return (res, outcome) => {
    const n = count++;
    const isDone = 'obj' in outcome;
    const success = n % 2 === 0 ? isDone : String(isDone);
    const body = isDone
      ? { success, errorCode: n % 4 < 2 ? '0' : null, errorMsg: null, obj: outcome.obj }
      : {
          success,
          errorCode: outcome.code,
          [n % 4 < 2 ? 'errorMsg' : 'errorMessage']: TEXTS[outcome.code],
          obj: null,
        };
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}
