/**
 * Whoever looks at this: exchanges the token of the address or takes up the session of the tab,
 * reads the dashboard and reads it again when the page comes back into view, shows what was there
 * last when the API is not reached.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { App } from '../app-state.ts';
import { readAddress } from '../addresses.ts';
import type { Boot } from '../boot.ts';
import { makeHost, type Host } from '../host/host.ts';
import { watchHeight } from '../host/watch-height.ts';
import type { Dashboard } from '../types.ts';
import { forgetKept, keepDashboard, keptDashboard } from '../offline/kept.ts';
import { call, Refusal } from './api.ts';
import type { Arrival } from './arrive.ts';
import { beginArriving } from './arriving.ts';
import { exchange } from './exchange.ts';
import { keepSession, loadSession, session } from './session.ts';
import { languageFor } from '../../../shared/src/messages.ts';
import { loadWords, type Words } from './words.ts';

export type Ended = 'used' | 'ended' | 'offline';
type Shown = { dashboard: Dashboard; /** ms, real time */ readAt: number; isStale: boolean };
type Stage =
  { kind: 'opening' } | { kind: 'ended'; reason: Ended } | { kind: 'open'; shown: Shown };

/** Ways to another address, without a session's knowing how. */
export type Routes = {
  open(address: string): void;
  /** false: this is the first screen */
  back(): boolean;
};

export type Traveler = { words: Words } & (
  | { kind: 'opening' }
  | { kind: 'ended'; reason: Ended; again(): void }
  | { kind: 'open'; state: Omit<App, 'boot' | 'words' | 'go' | 'href' | 'back'> }
);

type Ways = {
  host: Host;
  hints: Record<string, string>;
  begin(): Promise<void>;
  refresh(): Promise<void>;
  end(reason: Ended): void;
};

export function useTraveler(
  boot: Boot,
  pageWords: Words,
  arrival: Arrival,
  routes: Routes,
): Traveler {
  const [stage, setStage] = useState<Stage>({ kind: 'opening' });
  const [words, setWords] = useState(pageWords);
  // The ways are made once; they see what there is when they are gone.
  const now = useRef({ stage, words, routes });
  now.current = { stage, words, routes };
  const ways = useMemo(() => makeWays(boot, arrival, now, setStage, setWords), []);
  useEffect(() => {
    ways.host.send({ type: 'ready' });
    void ways.begin();
    const forget = [
      whenSeen(ways.refresh),
      watchHeight(ways.host.send, document.getElementById('app')!),
    ];
    return () => forget.forEach((stop) => stop());
  }, []);

  if (stage.kind === 'opening') return { ...stage, words };
  if (stage.kind === 'ended') {
    const again = (): void => {
      setStage({ kind: 'opening' });
      void ways.begin();
    };
    return { ...stage, words, again };
  }
  const { dashboard, readAt, isStale } = stage.shown;
  return {
    kind: 'open',
    words,
    state: {
      host: ways.host,
      hints: ways.hints,
      dashboard,
      now: () => Date.parse(dashboard.now) + (Date.now() - readAt),
      staleSince: isStale ? readAt : null,
      refresh: ways.refresh,
      endSession: () => ways.end('ended'),
    },
  };
}

type Now = { readonly current: { stage: Stage; words: Words; routes: Routes } };
const is401 = (error: unknown): boolean => error instanceof Refusal && error.status === 401;

function makeWays(
  boot: Boot,
  arrival: Arrival,
  now: Now,
  setStage: (stage: Stage) => void,
  setWords: (words: Words) => void,
): Ways {
  const { hints } = arrival;
  let to = arrival.to;
  const goOn = (): void => {
    if (to !== null) now.current.routes.open(readAddress(to));
    to = null;
  };
  const end = (reason: Ended): void => {
    if (reason !== 'offline') {
      keepSession(null);
      void forgetKept(boot.base);
      host.send({ type: 'needs-token' });
    }
    setStage({ kind: 'ended', reason });
  };
  const show = async (dashboard: Dashboard): Promise<void> => {
    setStage({ kind: 'open', shown: { dashboard, readAt: Date.now(), isStale: false } });
    void keepDashboard(boot.base, dashboard);
    const words = await wordsFor(boot, dashboard, now.current.words);
    if (words !== now.current.words) setWords(words);
  };
  const refresh = async (): Promise<void> => {
    try {
      await show(await call<Dashboard>('GET', 'dashboard'));
    } catch (error) {
      if (is401(error)) return end('ended');
      const { stage } = now.current;
      const kept = stage.kind === 'open' ? stage.shown : await keptDashboard(boot.base);
      if (kept === null) end('offline');
      else setStage({ kind: 'open', shown: { ...kept, isStale: true } });
    }
  };
  const openWith = async (opened: Promise<Dashboard>): Promise<void> => {
    try {
      await show(await opened);
      goOn();
    } catch (error) {
      end(is401(error) ? 'used' : 'offline');
    }
  };
  const host = makeHost({
    origins: boot.origins,
    onToken: (redirectToken) => void openWith(exchange(beginArriving({ redirectToken, hints }))),
    onBack: () => now.current.routes.back() || host.send({ type: 'close' }),
  });
  const begin = async (): Promise<void> => {
    const opened = arrival.open();
    if (opened !== null) return openWith(opened);
    if (loadSession() === null) return end('ended');
    await refresh();
    goOn();
  };
  return { host, hints, begin, refresh, end };
}

/** Of the session's language; those that are here, rather than none at all. */
async function wordsFor(boot: Boot, { locale }: Dashboard, words: Words): Promise<Words> {
  const isOther = languageFor(locale, boot.texts) !== languageFor(words.locale, boot.texts);
  return isOther ? loadWords(locale, boot.texts).catch(() => words) : words;
}

/** Whoever comes back to the page wants to know how it stands now. */
function whenSeen(refresh: () => Promise<void>): () => void {
  const onView = (): void => {
    if (document.visibilityState === 'visible' && session() !== null) void refresh();
  };
  document.addEventListener('visibilitychange', onView);
  window.addEventListener('online', onView);
  return () => {
    document.removeEventListener('visibilitychange', onView);
    window.removeEventListener('online', onView);
  };
}
