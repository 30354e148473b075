/** What a word names at the place one looks at: bookings, travelers, codes, eSIMs, events. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { searchQuery } from '../data/people.ts';
import type { Found, FoundKind } from '../data/types.ts';
import { useWords, type Key } from '../words.tsx';
import type { Command } from './command.ts';
import { membershipOf, type Place } from './screens.ts';
import { useSession } from './use-session.ts';

const FEWEST = 2;

const TEXTS: Record<FoundKind, Key> = {
  booking: 'foundBooking',
  traveler: 'traveler',
  promo_code: 'foundCode',
  esim: 'esim',
  event: 'event',
};

type Target = { to: string; id?: string; search?: Record<string, string> };

/** An eSIM and a code stand with their traveler; a code that nobody has, with its events. */
function targetOf({ kind, id, traveler_id: travelerId }: Found): Target {
  if (kind === 'booking') return { to: '/p/$partner/bookings/$id', id };
  if (kind === 'event') return { to: '/p/$partner/events/$id', id };
  return travelerId === null
    ? { to: '/p/$partner/events', search: { q: `pq_${id.replaceAll('-', '')}` } }
    : { to: '/p/$partner/travelers/$id', id: travelerId };
}

export function useFound(place: Place, typed: string): { found: Command[]; isSearching: boolean } {
  const { say } = useWords();
  const router = useRouter();
  const session = useSession();
  const word = useDeferredValue(typed.trim());
  const membership = membershipOf(session, place.slug);
  const mayLook = membership?.permissions.includes('bookings.read') === true;
  const isWanted = mayLook && word.length >= FEWEST;
  const search = useQuery({
    ...searchQuery(`partners/${membership?.partner_id ?? ''}`, word),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  const all = isWanted ? (search.data ?? []) : [];
  return {
    isSearching: isWanted && search.isFetching,
    found: all.map((one) => {
      const { to, id, search: query = {} } = targetOf(one);
      const params = { partner: place.slug, ...(id === undefined ? {} : { id }) };
      return {
        id: `found ${one.kind} ${one.id}`,
        text: one.title,
        note: [say(TEXTS[one.kind]), one.note].filter(Boolean).join(' · '),
        run: () => void router.navigate({ to, params, search: query } as never),
      };
    }),
  };
}
