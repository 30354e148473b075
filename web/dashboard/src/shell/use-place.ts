/** At whose screens one is: a partner's or the installation's; on one's own, where one was before. */
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from './use-session.ts';
import { placesOf, type Place } from './screens.ts';

const KEPT = 'hubby-place';
const INSTALLATION = '/';

/** `slug`: of the address. */
export function usePlace(slug: string | undefined): Place {
  const session = useSession();
  const isInstallation = useRouterState({
    select: (state) => state.location.pathname.startsWith('/operator/'),
  });
  const places = placesOf(session);
  const here = slug ?? (isInstallation ? INSTALLATION : undefined);
  const wanted = here ?? sessionStorage.getItem(KEPT) ?? undefined;
  useEffect(() => {
    if (here !== undefined) sessionStorage.setItem(KEPT, here);
  }, [here]);
  return (
    places.find((place) => (place.slug ?? INSTALLATION) === wanted) ??
    places[0] ?? { slug: undefined, name: null }
  );
}
