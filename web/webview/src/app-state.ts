/** What every screen may use: who the partner is, the words, the dashboard, and how to go on. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Boot } from './boot.ts';
import type { Words } from './data/words.ts';
import type { Dashboard } from './types.ts';
import type { Host } from './host/host.ts';

export type App = {
  boot: Boot;
  words: Words;
  host: Host;
  dashboard: Dashboard;
  /** what the app that embeds this says of its device, and what was found out here */
  hints: Record<string, string>;
  /** ms; by the partner's clock, which a sandbox may have moved */
  now(): number;
  /** null: fresh; else when what is shown was read, since the API is not reached */
  staleSince: number | null;
  refresh(): Promise<void>;
  /** to an address of addresses.ts */
  go(address: string): void;
  /** for `href`: so that a screen is a link like any other */
  href(address: string): string;
  back(): void;
  endSession(): void;
};

export const AppContext = createContext<App | null>(null);
export const useApp = (): App => useContext(AppContext)!;

/** The name of a destination, in the traveler's language. */
export const placeName = ({ dashboard, words }: App, iso3: string | null): string =>
  iso3 === null ? words.say('anyDestination') : (dashboard.places[iso3]?.name ?? iso3);
