/**
 * A partner's site that shows the WebView: it knows who is signed in, asks Hubby for a redirect
 * token on its server, and has the browser open the address that came with it.
 *
 *   HUBBY_URL=… HUBBY_API_KEY=… HUBBY_API_SECRET=… npx node examples/partner-site/server.ts
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createHubby, HubbyError, type Hubby } from '@hubby/sdk';

export type SiteOptions = { baseUrl: string; apiKey: string; apiSecret: string };

const page = (name: string): string =>
  readFileSync(new URL(`public/${name}`, import.meta.url), 'utf8');
const PAGES: Record<string, { type: string; body: string }> = {
  '/': { type: 'text/html; charset=utf-8', body: page('index.html') },
  '/site.js': { type: 'text/javascript; charset=utf-8', body: page('site.js') },
  '/site.css': { type: 'text/css; charset=utf-8', body: page('site.css') },
};

export function partnerSite(options: SiteOptions): Server {
  const hubby = createHubby(options);
  // A site of yours has its own sign-in and sessions; here a name is enough, and a restart ends all.
  const sessions = new Map<string, string>();
  return createServer((request, response) => {
    answer(request, response, { hubby, sessions, hubbyUrl: options.baseUrl }).catch(
      (error: unknown) => {
        console.error(error);
        sendJson(response, 500, { error: 'trouble' });
      },
    );
  });
}

type Site = { hubby: Hubby; sessions: Map<string, string>; hubbyUrl: string };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  if (request.method === 'GET' && Object.hasOwn(PAGES, pathname)) {
    const { type, body } = PAGES[pathname]!;
    const { origin } = new URL(site.hubbyUrl);
    response
      .writeHead(200, {
        'content-type': type,
        'content-security-policy': `default-src 'none'; script-src 'self' ${origin}; style-src 'self'; connect-src 'self'; frame-src ${origin}; base-uri 'none'; form-action 'self'`,
      })
      .end(body.replaceAll('HUBBY_ORIGIN', origin));
    return;
  }
  if (request.method !== 'POST') return sendJson(response, 404, { error: 'not found' });
  // Other sites cannot send this type without being asked first, so they cannot post for a visitor.
  if (request.headers['content-type'] !== 'application/json')
    return sendJson(response, 415, { error: 'expected application/json' });
  if (pathname === '/sign-in') return signIn(request, response, site);
  if (pathname === '/esim-token') return giveToken(request, response, site);
  sendJson(response, 404, { error: 'not found' });
}

async function signIn(
  request: IncomingMessage,
  response: ServerResponse,
  { sessions }: Site,
): Promise<void> {
  const { name } = (await readJson(request)) as { name?: unknown };
  if (typeof name !== 'string' || !/^[\w.-]{1,40}$/.test(name))
    return sendJson(response, 400, { error: 'expected a name' });
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, name);
  response.setHeader('set-cookie', `site_session=${id}; HttpOnly; SameSite=Lax; Path=/`);
  sendJson(response, 200, { name });
}

/** The one call of Hubby's API: for whoever is signed in here, never for a name from the browser. */
async function giveToken(
  request: IncomingMessage,
  response: ServerResponse,
  { hubby, sessions }: Site,
): Promise<void> {
  const id = /(?:^|; )site_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  const name = id === undefined ? undefined : sessions.get(id);
  if (name === undefined) return sendJson(response, 401, { error: 'sign in first' });
  try {
    const token = await hubby.createRedirectToken({ body: { external_user_id: name } });
    sendJson(response, 200, token);
  } catch (error) {
    if (!(error instanceof HubbyError)) throw error;
    // Nobody has booked for this traveler yet: nothing to show.
    sendJson(response, error.status === 404 ? 404 : 502, { error: error.type });
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 10_000) return {};
  }
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

if (import.meta.main) {
  const { HUBBY_URL, HUBBY_API_KEY, HUBBY_API_SECRET, PORT } = process.env;
  if (!HUBBY_URL || !HUBBY_API_KEY || !HUBBY_API_SECRET) {
    console.error('HUBBY_URL, HUBBY_API_KEY and HUBBY_API_SECRET are needed');
    process.exit(1);
  }
  const site = partnerSite({
    baseUrl: HUBBY_URL,
    apiKey: HUBBY_API_KEY,
    apiSecret: HUBBY_API_SECRET,
  });
  const port = Number(PORT || 8080);
  site.listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}`));
}
