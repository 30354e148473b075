/**
 * Fetches an image from a URL that a partner chose, guarded as webhooks are: public addresses, no
 * redirects, bounded.
 */
import { Agent, request } from 'undici';
import { literalOf, isPublic } from './webhook/address.ts';
import { makeConnector, type Guard } from './webhook/connector.ts';

/** `issue` is for the partner to read. */
export type Fetched = { bytes: Buffer } | { issue: string };
export type ImageFetcher = {
  /** Never rejects. */
  fetch(url: string): Promise<Fetched>;
  close(): Promise<void>;
};

const TOTAL_MS = 10_000;
export const MAX_BYTES = 2 * 1024 * 1024;
const TOO_LARGE = 'expected an image of at most 2 MB';

export function makeImageFetcher(
  options: Guard & { httpsOnly: boolean; totalMs?: number },
): ImageFetcher {
  const { allowPrivate, httpsOnly, totalMs = TOTAL_MS } = options;
  const agent = new Agent({
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: 1,
    connect: makeConnector(options),
    headersTimeout: totalMs,
    bodyTimeout: totalMs,
  });
  return {
    async fetch(text) {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (url === null || !(httpsOnly ? /^https:$/ : /^https?:$/).test(url.protocol))
        return { issue: `expected an ${httpsOnly ? 'https' : 'http or https'} URL` };
      if (url.username !== '' || url.password !== '')
        return { issue: 'expected a URL without user name and password' };
      const literal = literalOf(url.hostname);
      if (!allowPrivate && literal !== null && !isPublic(literal))
        return { issue: 'expected a host with public addresses only' };
      return download(agent, url, AbortSignal.timeout(totalMs));
    },
    close: () => agent.destroy(),
  };
}

async function download(agent: Agent, url: URL, signal: AbortSignal): Promise<Fetched> {
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: 'image/png, image/jpeg, image/webp', 'accept-encoding': 'identity' },
    });
    // Cut off by `destroy`, nobody has to read it to its end; its error then is not news.
    body.on('error', () => {});
    const refuse = (issue: string): Fetched => {
      body.destroy();
      return { issue };
    };
    if (statusCode >= 300 && statusCode < 400)
      return refuse('the URL redirects; give the address of the image itself');
    if (statusCode !== 200) return refuse(`the URL answered ${statusCode}`);
    if (Number(headers['content-length'] ?? 0) > MAX_BYTES) return refuse(TOO_LARGE);
    const chunks: Buffer[] = [];
    let read = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read > MAX_BYTES) return refuse(TOO_LARGE);
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks) };
  } catch (error) {
    return { issue: signal.aborted ? 'the URL did not answer in time' : issueOf(error) };
  }
}

const ISSUES: Record<string, string> = {
  ERR_ADDRESS_REFUSED: 'expected a host with public addresses only',
  ENOTFOUND: 'the host does not resolve',
  EAI_AGAIN: 'the host does not resolve',
  ETIMEOUT: 'the host does not resolve',
  ENODATA: 'the host does not resolve',
  ECONNREFUSED: 'the connection was refused',
};

/** Nothing of this side: only what a partner can act on. */
function issueOf(error: unknown): string {
  const codes = [error, ...((error as { errors?: unknown[] }).errors ?? [])].map(
    (e) => (e as { code?: unknown }).code,
  );
  for (const code of codes)
    if (typeof code === 'string' && ISSUES[code] !== undefined) return ISSUES[code];
  return 'the image could not be fetched';
}
