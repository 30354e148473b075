/**
 * `hubby listen`: follows the event feed and, with --forward-to, brings each event to a program on
 * this machine. Ends with ctrl-C.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { HubbyError } from '@hubby/sdk';
import { baseUrl, type ServerOptions } from './client.ts';
import { eventTypes } from './event-types.ts';
import { detailsOf, feedFromNow, makeFeed, subjectOf, type Envelope, type Feed } from './feed.ts';
import {
  checkedSecret,
  checkedUrl,
  makeForwarder,
  ownSecret,
  tellTry,
  type Forwarder,
  type Try,
} from './forward.ts';

const POLL_MS = 500;
const MAX_BACKOFF_MS = 15_000;

export type ListenOptions = ServerOptions & {
  forwardTo?: string;
  events?: string;
  since?: string;
  secret?: string;
  header?: string[];
};

export async function listen(options: ListenOptions): Promise<void> {
  const wanted: Set<string> | null =
    options.events === undefined ? null : new Set(eventTypes(options.events));
  const stop = new AbortController();
  // Not once: npm passes on what the terminal has sent already, and the second one must not cut the
  // farewell short.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const say = options.json
    ? (text: string) => console.error(text)
    : (text: string) => console.log(text);
  const forwarder = forwarderOf(options, say, stop.signal);
  const feed = await openFeed(options);
  say(`Listening for ${options.events ?? 'all events'} of ${baseUrl(options)}; ctrl-C ends it.`);
  await follow(feed, stop.signal, say, (event) => {
    if (wanted !== null && !wanted.has(event.event)) return;
    console.log(
      options.json
        ? JSON.stringify(event)
        : `${time(new Date(event.timestamp))}  ${event.event.padEnd(26)} ${subjectOf(event)}${detailsOf(event)}  ${event.event_id}`,
    );
    forwarder?.send(event);
  });
  await forwarder?.settled();
  if (feed.cursor() !== null) say(`Stopped. Where it stopped: --since ${feed.cursor()}`);
}

const time = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

const openFeed = (options: ListenOptions): Promise<Feed> | Feed => {
  if (options.since === undefined || options.since === 'now') return feedFromNow(options);
  return makeFeed(options, options.since === 'start' ? null : options.since);
};

/**
 * Until told to stop. A server that cannot be asked is asked again, ever more slowly; one that
 * refuses ends it.
 */
async function follow(
  feed: Feed,
  stop: AbortSignal,
  say: (text: string) => void,
  each: (event: Envelope) => void,
): Promise<void> {
  let backoff = 0;
  while (!stop.aborted) {
    let isEmpty = true;
    try {
      const events = await feed.pull();
      isEmpty = events.length === 0;
      for (const event of events) each(event);
      if (backoff > 0) say('Back.');
      backoff = 0;
    } catch (error) {
      if (error instanceof HubbyError && error.status < 500) throw error;
      backoff = Math.min(MAX_BACKOFF_MS, Math.max(POLL_MS, backoff * 2));
      say(`${(error as Error).message.split('\n')[0]} Asked again in ${backoff / 1000} s.`);
    }
    if (isEmpty) await sleep(backoff || POLL_MS, undefined, { signal: stop }).catch(() => {});
  }
}

function forwarderOf(
  { forwardTo, secret, header = [], json }: ListenOptions,
  say: (text: string) => void,
  signal: AbortSignal,
): Forwarder | null {
  if (forwardTo === undefined) {
    if (secret !== undefined || header.length > 0)
      throw new Error('--secret and --header go with --forward-to.');
    return null;
  }
  const key = secret === undefined ? ownSecret() : checkedSecret(secret);
  const headers = Object.fromEntries(
    header.map((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new Error(`--header: expected "name: value", got "${line}".`);
      return [name, value];
    }),
  );
  say(`Forwarding to ${checkedUrl(forwardTo)}, signed with ${key}`);
  const report = (t: Try): void => {
    const { event, number, url, status, error, ms } = t;
    console.log(
      json
        ? JSON.stringify({
            forward: { event_id: event.event_id, try: number, url, status, error, ms },
          })
        : `  ${tellTry(t)}`,
    );
  };
  return makeForwarder({ url: forwardTo, secret: key, headers, report, signal });
}
