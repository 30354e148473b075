/** Opens the session, keeps the dashboard fresh, and shows the screen of the address. */
import { useEffect, useState } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { AppContext, type App as State } from './app-state.ts';
import type { Boot } from './boot.ts';
import type { Arrival } from './data/arrive.ts';
import { useTraveler } from './data/use-traveler.ts';
import type { Words } from './data/words.ts';
import {
  Account,
  Claim,
  fetchScreens,
  Install,
  Meter,
  Purchase,
  Replace,
  Store,
  Support,
} from './late-screens.tsx';
import { Ended } from './screens/ended.tsx';
import { Home } from './screens/home.tsx';
import { Band } from './ui/band.tsx';
import { Skeleton } from './ui/skeleton.tsx';

export type Beginning = { boot: Boot; words: Words; arrival: Arrival };

export function App(beginning: Beginning) {
  return (
    <LocationProvider scope={beginning.boot.base}>
      <Opened {...beginning} />
    </LocationProvider>
  );
}

function Opened({ boot, words: pageWords, arrival }: Beginning) {
  const location = useLocation();
  const href = (address: string): string =>
    `${boot.base}${address === 'home' ? '' : encodeURI(address)}`;
  const [depth, setDepth] = useState(0);
  const go = (address: string): void => {
    setDepth((n) => n + 1);
    location.route(href(address));
  };
  // What lies before the first screen is whoever shows this: a site's own history, or nothing.
  const back = (): boolean => {
    // The router leaves out the last slash.
    if (`${location.path}/` === boot.base) return false;
    if (depth > 0) history.back();
    else location.route(href('home'), true);
    return true;
  };
  const traveler = useTraveler(boot, pageWords, arrival, {
    open: (address) => location.route(href(address), true),
    back,
  });
  const words = traveler.words;
  useEffect(() => {
    document.documentElement.lang = words.locale;
    document.documentElement.dir = words.dir;
  }, [words]);
  const isOpen = traveler.kind === 'open';
  useEffect(() => {
    if (isOpen) fetchScreens();
  }, [isOpen]);

  if (traveler.kind === 'opening') return <Skeletons words={words} boot={boot} />;
  if (traveler.kind === 'ended')
    return <Ended boot={boot} words={words} reason={traveler.reason} again={traveler.again} />;

  const state: State = { ...traveler.state, boot, words, go, href, back };
  return (
    <AppContext.Provider value={state}>
      <Router>
        <Route path={boot.base} component={Home} />
        <Route path={`${boot.base}claim/:id`} component={Claim} />
        <Route path={`${boot.base}install/:id?`} component={Install} />
        <Route path={`${boot.base}replace/:id`} component={Replace} />
        <Route path={`${boot.base}meter/:id`} component={Meter} />
        <Route path={`${boot.base}store/:id?`} component={Store} />
        <Route path={`${boot.base}purchase/:id`} component={Purchase} />
        <Route path={`${boot.base}support`} component={Support} />
        <Route path={`${boot.base}account`} component={Account} />
        <Route default component={Home} />
      </Router>
    </AppContext.Provider>
  );
}

/** As the document has it before this runs. */
const Skeletons = ({ words, boot }: { words: Words; boot: Boot }) => (
  <AppContext.Provider value={{ words, boot } as State}>
    <Band partner={boot.partner} />
    <main class="column home">
      <section class="card hero">
        <Skeleton />
      </section>
    </main>
  </AppContext.Provider>
);
