/**
 * Sends webhooks: one POST to a URL that a partner chose, which is why nothing about the URL is
 * trusted.
 */
import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import { makeResolve } from './address.ts';
import { checkUrl } from './check-url.ts';
import { makeConnector, type Guard } from './connector.ts';
import { postOnce, type Reply } from './post.ts';

export type Outgoing = {
  /** whose endpoint it is; connections and their limit are per endpoint */ partnerId: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer | string;
};
export type WebhookSender = {
  /** What is wrong with a URL that a partner wants to set, null for nothing. */
  check(url: string): Promise<string | null>;
  /** Never rejects. */
  post(outgoing: Outgoing): Promise<Reply>;
  close(): Promise<void>;
};

export type SenderOptions = Guard & {
  httpsOnly: boolean;
  /** the whole attempt, connecting included, in milliseconds */
  totalMs?: number;
};

const TOTAL_MS = 15_000;
const CONNECTIONS = 8;
/**
 * Endpoints whose connections are kept; an idle one holds no socket for longer than a few seconds
 * anyway.
 */
const POOLS = 2_000;

export function makeWebhookSender(options: SenderOptions): WebhookSender {
  const { allowPrivate, httpsOnly } = options;
  const resolve = makeResolve(options.resolve);
  const connector = makeConnector(options, resolve);
  // One per partner and URL: a partner has one URL.
  const routes = new LRUCache<string, { pool: Pool; path: string }>({
    max: POOLS,
    dispose: ({ pool }) => {
      pool.close().catch(() => {});
    },
  });
  const routeOf = (partnerId: string, text: string): { pool: Pool; path: string } => {
    const key = `${partnerId} ${text}`;
    let route = routes.get(key);
    if (route === undefined) {
      const { origin, pathname, search, protocol } = new URL(text);
      if (httpsOnly && protocol !== 'https:') throw new Error('only https URLs are called');
      const pool = new Pool(origin, {
        connections: CONNECTIONS,
        pipelining: 1,
        connect: connector,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveMaxTimeout: 30_000,
      });
      routes.set(key, (route = { pool, path: pathname + search }));
    }
    return route;
  };
  return {
    check: (url) => checkUrl(url, { allowPrivate, httpsOnly, aside: aside(httpsOnly) }, resolve),
    async post({ partnerId, url, headers, body }) {
      try {
        const { pool, path } = routeOf(partnerId, url);
        return await postOnce(pool, { path, headers, body, totalMs: options.totalMs ?? TOTAL_MS });
      } catch (error) {
        return {
          status: null,
          error: (error as Error).message,
          body: '',
          retryAfter: null,
          durationMs: 0,
        };
      }
    },
    async close() {
      const open = [...routes.values()];
      // Nobody waits for an answer any more: what is still open is cut off.
      await Promise.all(open.map(({ pool }) => pool.destroy()));
      routes.clear();
    },
  };
}

/** What to do with a program on one's own machine. */
const aside =
  (httpsOnly: boolean) =>
  (url: URL): string =>
    `; to reach a program on your own machine run npx hubby listen --forward-to ${url.href.slice(0, 100)}${httpsOnly ? '' : ', or start the server with HUBBY_ALLOW_PRIVATE_WEBHOOKS=1'}`;
