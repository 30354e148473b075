/** The frame of everything behind the sign-in: navigation beside, on a phone in a drawer. */
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { Menu as MenuSign, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Drawer } from '../ui/dialog.tsx';
import { IconButton } from '../ui/button.tsx';
import { Toasts } from '../ui/toast.tsx';
import { useWords } from '../words.tsx';
import { keepLetters, takeLetters } from './early-letters.ts';
import { FreshSignIn } from './fresh-sign-in.tsx';
import { Environment, EnvironmentLine, Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { ResetWarning } from './reset-warning.tsx';
import { ViewBanner } from './view-banner.tsx';
import { usePlace } from './use-place.ts';

const loadPalette = async () => {
  try {
    return { default: (await import('./palette.tsx')).Palette };
  } catch (error) {
    takeLetters();
    throw error;
  }
};
const Palette = lazy(loadPalette);

export function Shell() {
  const { say } = useWords();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setDrawerOpen(false), [pathname]);
  usePaletteKey(() => {
    if (!isPaletteOpen) keepLetters();
    setPaletteOpen(true);
  });
  usePaletteAhead();
  const place = usePlace(useParams({ strict: false }).partner);
  const openPalette = (): void => {
    setDrawerOpen(false);
    setPaletteOpen(true);
  };
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {say('skip')}
      </a>
      <Top onNavigation={() => setDrawerOpen(true)} onPalette={openPalette} />
      <div className="sticky top-0 hidden h-dvh overflow-y-auto border-e border-line bg-sunken lg:block">
        <Navigation place={place} onPalette={openPalette} />
      </div>
      <Drawer
        label={say('navigation')}
        side="start"
        isOpen={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
      >
        <Navigation place={place} onPalette={openPalette} />
      </Drawer>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        <ViewBanner />
        <ResetWarning />
        <Outlet />
      </main>
      {isPaletteOpen && (
        <Suspense>
          <Palette
            place={place}
            onClose={() => {
              takeLetters();
              setPaletteOpen(false);
            }}
          />
        </Suspense>
      )}
      <EnvironmentLine />
      <FreshSignIn />
      <Toasts />
    </div>
  );
}

/** Of a phone. */
function Top({ onNavigation, onPalette }: { onNavigation(): void; onPalette(): void }) {
  const { say } = useWords();
  return (
    <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-canvas px-2 py-1 lg:hidden">
      <IconButton label={say('openNavigation')} onPress={onNavigation}>
        <MenuSign size={20} aria-hidden />
      </IconButton>
      <Mark />
      <span className="ms-auto flex items-center gap-1">
        <Environment />
        <IconButton label={say('openPalette')} onPress={onPalette}>
          <Search size={18} aria-hidden />
        </IconButton>
      </span>
    </header>
  );
}

/** Loaded once the browser has nothing else to do: so it is there when it is wanted. */
function usePaletteAhead(): void {
  useEffect(() => {
    const load = (): void => void loadPalette().catch(() => undefined);
    // Safari knows no idle time.
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(load, 1_000);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(load);
    return () => cancelIdleCallback(idle);
  }, []);
}

/** Where a slash is a letter. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;

/** Ctrl K anywhere; a slash where nobody types. */
function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isCommand = event.ctrlKey || event.metaKey;
      const isAsked =
        (event.key.toLowerCase() === 'k' && isCommand) ||
        (event.key === '/' && !isCommand && !event.altKey && !isTyping(event.target));
      if (!isAsked) return;
      event.preventDefault();
      open();
    };
    // Before what is focused gets it: a field of React Aria keeps its keys to itself.
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  });
}
