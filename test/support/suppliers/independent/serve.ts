/** What the small servers have in common: they listen, read a call whole, and answer it or hang up. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../../../src/providers/conformance/subject.ts';

export type Asked = {
  /** `POST /orders` */
  route: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  text: string;
};
/** `cut`: the connection ends instead of an answer */
export type Answered = { status?: number; body?: unknown } | 'cut';

/** `answer` works under `base`, what is not below it is 404 in HTML; `headers` go with all. */
export async function serve(
  base: string,
  answer: (asked: Asked) => Answered,
  headers: () => Record<string, string> = () => ({}),
) {
  const calls: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url!, 'http://here');
    const asked = {
      route: `${request.method} ${decodeURI(url.pathname.slice(base.length))}`,
      query: url.searchParams,
      headers: request.headers,
      text: Buffer.concat(parts).toString(),
    };
    calls.push(asked);
    if (!url.pathname.startsWith(base)) return void write(response, { status: 404, body: HTML });
    write(response, answer(asked), headers());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    calls,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export const HTML = '<html><head><title>nginx</title></head><body>Bad Gateway</body></html>';

function write(
  response: ServerResponse,
  answered: Answered,
  headers: Record<string, string> = {},
): void {
  if (answered === 'cut') return void response.destroy();
  const { status = 200, body } = answered;
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body));
}

/** One failure of the next order, as the suite asks for it. */
export function makeTrouble() {
  let next: Fault | null = null;
  return {
    breakNext: async (fault: Fault) => void (next = fault),
    /** Places an order unless it is to fail; `refuse` says that there is no stock. */
    around(place: () => Answered, refuse: () => Answered, fault502: Answered): Answered {
      const fault = next;
      next = null;
      if (fault === 'timeout_before') return 'cut';
      if (fault === 'error') return fault502;
      if (fault === 'out_of_stock') return refuse();
      const answered = place();
      return fault === 'timeout' ? 'cut' : answered;
    },
  };
}

/** Members of a JSON body. */
export function bodyOf({ text }: Asked): Record<string, any> {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value as Record<string, any>;
}

/** The groups of `pattern` in `route`, null = another route. */
export const at = (route: string, pattern: RegExp): string[] | null =>
  pattern.exec(route)?.slice(1) ?? null;

/** Digits that no other server begins its numbers with. */
export const digits = (): string => String(randomInt(100_000, 1_000_000));
