/**
 * What the server tells of a partner as it happens: that there is something new, never what. A
 * browser has one stream of a partner, whatever the number of its tabs: over HTTP/1.1 it has six
 * connections to a server, and tabs that held one each would soon wait for each other.
 */
import { sessionMoved } from './client.ts';

/** `hello`: the stream begins, or begins again; what was told in between is not known. */
export type Hint = 'hello' | 'event' | 'deliveries' | 'requests';
export type StreamState = 'waiting' | 'live' | 'lost';

/** `isGone`: the session may not watch any more, which is every tab's to know. */
type Said = { hint: Hint } | { state: StreamState } | { isAsking: true } | { isGone: true };
type Listener = (said: { hint?: Hint; state: StreamState }) => void;

const HINTS = ['hello', 'event', 'deliveries', 'requests'] as const;
const RETRY_MS = { first: 5_000, most: 60_000 };
/** From one list to the next, a stream is not opened anew. */
const LINGER_MS = 5_000;

type Stream = { listeners: Set<Listener>; state: StreamState; close(): void };
const streams = new Map<string, Stream>();

/** `path`: `partners/<id>`. The listener hears the state at once. Answers what ends it. */
export function listenTo(path: string, listener: Listener): () => void {
  const stream = streams.get(path) ?? openStream(path);
  streams.set(path, stream);
  stream.listeners.add(listener);
  listener({ state: stream.state });
  return () => {
    stream.listeners.delete(listener);
    setTimeout(() => {
      if (stream.listeners.size > 0 || streams.get(path) !== stream) return;
      streams.delete(path);
      stream.close();
    }, LINGER_MS);
  };
}

function openStream(path: string): Stream {
  const end = new AbortController();
  const channel = new BroadcastChannel(`hubby ${path}`);
  let isLeading = false;
  const hear = (said: Said): void => {
    if ('isAsking' in said) {
      if (isLeading) channel.postMessage({ state: stream.state });
      return;
    }
    if ('isGone' in said) {
      sessionMoved();
      return;
    }
    if ('state' in said) stream.state = said.state;
    for (const listener of stream.listeners) listener({ state: stream.state, ...said });
  };
  const stream: Stream = {
    listeners: new Set(),
    state: 'waiting',
    close() {
      end.abort();
      channel.close();
    },
  };
  channel.onmessage = ({ data }: { data: unknown }) => hear(data as Said);
  const lead = (): Promise<void> => {
    isLeading = true;
    return follow(path, end.signal, (said) => {
      hear(said);
      channel.postMessage(said);
    });
  };
  channel.postMessage({ isAsking: true });
  // Another tab takes over where the one that has the lock is closed. An address without TLS has
  // no locks: each of its tabs has a stream of its own.
  if (navigator.locks === undefined) void lead();
  else
    void navigator.locks
      .request(`hubby ${path}`, { signal: end.signal }, lead)
      .catch(() => undefined);
  return stream;
}

/** Until `end`. The browser itself connects again, with the last event's id, but not after a refusal. */
function follow(path: string, end: AbortSignal, tell: (said: Said) => void): Promise<void> {
  let wait = RETRY_MS.first;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lose = (): void => {
    source?.close();
    tell({ state: 'lost' });
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, RETRY_MS.most);
  };
  const connect = (): void => {
    source = new EventSource(`/web-api/${path}/stream`);
    for (const hint of HINTS) source.addEventListener(hint, () => tell({ hint }));
    source.addEventListener('hello', () => {
      wait = RETRY_MS.first;
      tell({ state: 'live' });
    });
    source.addEventListener('gone', () => {
      lose();
      tell({ isGone: true });
    });
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) lose();
      else tell({ state: 'waiting' });
    });
  };
  connect();
  return new Promise((done) =>
    end.addEventListener('abort', () => {
      clearTimeout(timer);
      source?.close();
      done();
    }),
  );
}
