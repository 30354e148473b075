/**
 * The screens behind the first one: each a file of its own. They are all fetched once the first is
 * shown, since there may be no network by the time that one is wanted.
 */
import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';
import { useApp } from './app-state.ts';
import { Ended } from './screens/ended.tsx';

type Screen = ComponentType<{ id?: string }>;
type Load = () => Promise<Screen>;

const FILES = {
  claim: () => import('./screens/claim.tsx').then((m) => m.Claim),
  install: () => import('./screens/install.tsx').then((m) => m.Install),
  replace: () => import('./screens/replace.tsx').then((m) => m.Replace),
  meter: () => import('./screens/meter.tsx').then((m) => m.Meter),
  store: () => import('./screens/store.tsx').then((m) => m.Store),
  purchase: () => import('./screens/purchase.tsx').then((m) => m.Purchase),
  support: () => import('./screens/support.tsx').then((m) => m.Support),
  account: () => import('./screens/account.tsx').then((m) => m.Account),
} satisfies Record<string, Load>;

/** Its file is not here: the network is gone, or the page is older than what is served by now. */
function Unreached() {
  const { boot, words } = useApp();
  return <Ended boot={boot} words={words} reason="offline" again={() => location.reload()} />;
}

const screen = (load: Load): Screen =>
  lazy(() => load().catch(() => Unreached)) as unknown as Screen;

export const Claim = screen(FILES.claim);
export const Install = screen(FILES.install);
export const Replace = screen(FILES.replace);
export const Meter = screen(FILES.meter);
export const Store = screen(FILES.store);
export const Purchase = screen(FILES.purchase);
export const Support = screen(FILES.support);
export const Account = screen(FILES.account);

/** When there is nothing else to do. Safari has no other way to say so than to wait. */
export function fetchScreens(): void {
  const fetchAll = (): void => void Promise.allSettled(Object.values(FILES).map((load) => load()));
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll);
  else setTimeout(fetchAll, 1_000);
}
