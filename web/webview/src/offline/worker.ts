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
  if (url.pathname.startsWith('/w-assets/')) event.respondWith(fromCache(event));
  else if (request.mode === 'navigate' && isShell(url))
    event.respondWith(fromNetwork(event, shellOf(url)));
});

async function fromCache(event: Fetching): Promise<Response> {
  const held = await heldAs(event.request);
  if (held !== undefined) return held;
  const answer = await fetch(event.request);
  hold(event, event.request, answer);
  return answer;
}

/** `/w/{partner}/…`, but not what a mail's link or a payment leads to: pages of their own. */
function isShell(url: URL): boolean {
  const [, root, slug, screen] = url.pathname.split('/');
  return root === 'w' && slug !== undefined && screen !== 'm' && screen !== 'paid';
}

/** One shell per partner: the address within it is read by the page itself. */
const shellOf = (url: URL): string => `/w/${url.pathname.split('/')[2]}/`;

async function fromNetwork(event: Fetching, shell: string): Promise<Response> {
  const answer = await fetch(event.request).catch((error: unknown) => error as Error);
  if (answer instanceof Response) {
    hold(event, shell, answer);
    return answer;
  }
  const held = await heldAs(shell);
  if (held === undefined) throw answer;
  return held;
}

/** A device that is full or keeps nothing is as one that was never here. */
const heldAs = (key: Request | string): Promise<Response | undefined> =>
  caches
    .open(CACHE)
    .then((cache) => cache.match(key))
    .catch(() => undefined);

/** Behind the answer: whether it can be kept is nothing that who asked for it waits for. */
function hold(event: Fetching, key: Request | string, answer: Response): void {
  if (!answer.ok) return;
  const copy = answer.clone();
  event.waitUntil(keep(key, copy).catch(() => {}));
}

/** The oldest go first: those of builds that are gone. */
async function keep(key: Request | string, answer: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - MOST_FILES)).map((k) => cache.delete(k)),
  );
}
