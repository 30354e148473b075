/** What goes wrong on purpose, once per order of it, for the stand-ins of SM-DP+ and BSS alike. */
import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * cut_before: the connection is destroyed, not executed · cut: executed, then the connection is destroyed · broken_before: 503, not executed ·
 * broken_after: executed, then 500 · busy: 429 with Retry-After · malformed: executed, answered
 * with no JSON · hang: executed, never answered · refused: 403 by whatever stands before it
 */
export type Fault =
  | 'cut_before'
  | 'cut'
  | 'broken_before'
  | 'broken_after'
  | 'busy'
  | 'malformed'
  | 'hang'
  | 'refused';

export type Faults = {
  /** The next `count` calls of that function, of any where it is left out, go wrong. */
  next(fault: Fault, options?: { count?: number; of?: string }): void;
  /** A share of calls, 0 to 1, drawn with `random`. */
  often(share: number, faults: Fault[], random: () => number): void;
  /** every call waits so long before it is executed */
  delayMs: number;
  none(): void;
  take(name: string): Fault | null;
};

export type Reply = { status: number; headers?: Record<string, string>; body?: unknown };

export function makeFaults(): Faults {
  let planned: { fault: Fault; of: string | null }[] = [];
  let chance: { share: number; faults: Fault[]; random(): number } | null = null;
  return {
    delayMs: 0,
    next(fault, { count = 1, of } = {}) {
      for (let i = 0; i < count; i++) planned.push({ fault, of: of ?? null });
    },
    often(share, faults, random) {
      chance = { share, faults, random };
    },
    none() {
      planned = [];
      chance = null;
    },
    take(name) {
      const at = planned.findIndex(({ of }) => of === null || of === name);
      if (at >= 0) return planned.splice(at, 1)[0]!.fault;
      if (chance === null || chance.random() >= chance.share) return null;
      return chance.faults[Math.floor(chance.random() * chance.faults.length)]!;
    },
  };
}

const RETRY_AFTER_SECONDS = '7';

/** Runs `execute` and answers, with whatever goes wrong this time. */
export async function answerWith(
  faults: Faults,
  { name, request, response }: { name: string; request: IncomingMessage; response: ServerResponse },
  execute: () => Reply | Promise<Reply>,
): Promise<void> {
  if (faults.delayMs > 0) await wait(faults.delayMs);
  const fault = faults.take(name);
  if (fault === 'cut_before') return void request.socket.destroy();
  if (fault === 'busy')
    return send(response, { status: 429, headers: { 'retry-after': RETRY_AFTER_SECONDS } });
  if (fault === 'broken_before') return send(response, { status: 503 });
  if (fault === 'refused') return send(response, { status: 403 });
  const reply = await execute();
  if (fault === 'hang') return;
  if (fault === 'cut') {
    request.socket.destroy();
    return;
  }
  if (fault === 'broken_after')
    return send(response, { status: 500, headers: reply.headers ?? {} });
  if (fault === 'malformed') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"header":');
    return;
  }
  send(response, reply);
}

function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': 'application/json;charset=utf-8' }),
    ...headers,
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}
