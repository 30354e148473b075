/**
 * The service worker: the shell opens without a network. Pages come from the network and, when that
 * fails, from the last visit; files under names of their content come from the cache. The API is
 * never touched.
 */
type Extendable = Event & { waitUntil(promise: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Scope = {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listen: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listen: (event: Fetching) => void): void;
  location: Location;
};
const worker = self as unknown as Scope;

const CACHE = 'hubby-webview-1';
const MOST_FILES = 60;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (url.pathname.startsWith('/w-assets/')) event.respondWith(fromCache(request));
  else if (request.mode === 'navigate') event.respondWith(fromNetwork(request, url));
});

async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request);
  if (held !== undefined) return held;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const keys = await cache.keys();
    // The oldest first: those of builds that are gone.
    await Promise.all(
      keys.slice(0, Math.max(0, keys.length - MOST_FILES)).map((k) => cache.delete(k)),
    );
  }
  return answer;
}

/** One shell per partner: the address within it is read by the page itself. */
async function fromNetwork(request: Request, url: URL): Promise<Response> {
  const [, root, slug, screen] = url.pathname.split('/');
  const isShell = root === 'w' && slug !== undefined && screen !== 'm' && screen !== 'paid';
  if (!isShell) return fetch(request);
  const key = `/w/${slug}/`;
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const held = await cache.match(key);
    if (held === undefined) throw error;
    return held;
  }
}
