/** The frame of every screen but the first: where it leads back, its title, what is in it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { Icon } from './icon.tsx';
import { OfflineNotice } from './offline-notice.tsx';

export function Screen({ title, children }: { title: string; children: ComponentChildren }) {
  const app = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title, app.boot.partner.name);
  // Whoever hears the page is told where they are, as whoever sees it sees.
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <header class="bar">
        <div class="column">
          <button class="bar-back" type="button" onClick={app.back}>
            <Icon name="back" />
            <span class="hidden">{app.words.say('back')}</span>
          </button>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
      </header>
      <main class="column">
        <OfflineNotice />
        {children}
      </main>
    </>
  );
}

export function useTitle(title: string, partner: string): void {
  useEffect(() => {
    document.title = `${title} – ${partner}`;
  }, [title, partner]);
}
