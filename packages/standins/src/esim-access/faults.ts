/** Ways in which a call goes wrong, before or after what it asks for is done. */
import type { ServerResponse } from 'node:http';
import type { Code } from './types.ts';

export type How =
  /** the connection is gone */
  | 'cut'
  /** no answer ever */
  | 'hang'
  /** a page of the edge's, 502 */
  | 'error'
  /** 000001 */
  | 'fault'
  /** 900001 */
  | 'busy'
  /** 101001, as to a call that was long under way */
  | 'too_old'
  /** 200011 */
  | 'no_stock'
  /** 429, come back in some seconds */
  | 'too_many'
  /** JSON that is no answer */
  | 'malformed';

export type Fault = { path: string | null; how: How; when: 'before' | 'after'; left: number };

/** What costs money. */
const BUYING: ReadonlySet<string> = new Set(['/esim/order', '/esim/topup']);

export type Faults = {
  /** Of the next `count` calls to `path`; without one, of those that cost money. */
  fail(how: How, options?: { when?: Fault['when']; path?: string; count?: number }): void;
  take(path: string): Fault | null;
  /** Nothing that was planned goes wrong any more. */
  clear(): void;
};

export function makeFaults(): Faults {
  let queue: Fault[] = [];
  return {
    fail(how, { when = 'before', path, count = 1 } = {}) {
      queue.push({ how, when, path: path ?? null, left: count });
    },
    take(path) {
      const fault = queue.find(
        (one) => one.left > 0 && (one.path === null ? BUYING.has(path) : one.path === path),
      );
      if (fault === undefined) return null;
      fault.left--;
      queue = queue.filter(({ left }) => left > 0);
      return fault;
    },
    clear() {
      queue = [];
    },
  };
}

const EDGE = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
export const RETRY_AFTER_S = 2;

/** What an answer is instead; a code where it is one of the interface's own. */
export function misbehave(how: How, res: ServerResponse): Code | null {
  if (how === 'fault') return '000001';
  if (how === 'busy') return '900001';
  if (how === 'too_old') return '101001';
  if (how === 'no_stock') return '200011';
  if (how === 'cut') res.destroy();
  if (how === 'error') res.writeHead(502, { 'content-type': 'text/html' }).end(EDGE);
  if (how === 'too_many') res.writeHead(429, { 'retry-after': String(RETRY_AFTER_S) }).end();
  if (how === 'malformed')
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"success":"perhaps","errorCode":0,"obj":[]}');
  return null;
}
