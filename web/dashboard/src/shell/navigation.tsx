/** Where one is, where one can go, and who one is. */
import { Link, useRouter, type LinkProps } from '@tanstack/react-router';
import {
  Building2,
  ChevronsUpDown,
  LogOut,
  Search,
  Server,
  ShieldCheck,
  UserRound,
} from 'lucide-react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useWords } from '../words.tsx';
import { Menu } from '../ui/menu.tsx';
import { Environment, Mark } from './mark.tsx';
import { GROUP_TEXTS, GROUPS, type Group, type Screen } from './screen.ts';
import { firstOf, placesOf, screensFor, targetOf, type Place } from './screens.ts';
import { useGo } from './use-go.ts';
import { useSession } from './use-session.ts';
import { useSignOut } from './use-sign-out.ts';

const row =
  'flex min-h-8 w-full cursor-default items-center gap-2.5 rounded-md px-2 py-1 text-start transition-colors hover:bg-hover pointer-coarse:min-h-11';

export function Navigation({ place, onPalette }: { place: Place; onPalette(): void }) {
  const { say } = useWords();
  const session = useSession();
  const screens = screensFor(session, place.slug);
  return (
    <nav aria-label={say('navigation')} className="flex min-h-full flex-col gap-4 p-3">
      <div className="flex items-center justify-between gap-2 px-2 pt-1">
        <Mark />
        <Environment />
      </div>
      <Switcher place={place} />
      <AriaButton onPress={onPalette} className={`${row} border border-line bg-raised text-muted`}>
        <Search size={14} aria-hidden />
        <span className="flex-1">{say('goTo')}</span>
        <kbd className="font-sans text-xs pointer-coarse:hidden">
          {/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}
        </kbd>
      </AriaButton>
      {[undefined, ...GROUPS].map((group) => (
        <Screens
          key={group ?? ''}
          group={group}
          screens={screens.filter((screen) => screen.group === group)}
          slug={place.slug}
        />
      ))}
      <div className="mt-auto">
        <Own />
      </div>
    </nav>
  );
}

function Screens({
  group,
  screens,
  slug,
}: {
  group: Group | undefined;
  screens: readonly Screen[];
  slug: string | undefined;
}) {
  const { say } = useWords();
  const id = useId();
  if (screens.length === 0) return null;
  return (
    <div className="flex flex-col gap-0.5">
      {group !== undefined && (
        <p id={id} className="px-2 pb-0.5 text-xs font-medium text-muted">
          {say(GROUP_TEXTS[group])}
        </p>
      )}
      <ul aria-labelledby={group === undefined ? undefined : id} className="flex flex-col gap-0.5">
        {screens.map((screen) => (
          <li key={screen.path}>
            <ScreenLink screen={screen} slug={slug} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ScreenLink({ screen, slug }: { screen: Screen; slug: string | undefined }) {
  const { say } = useWords();
  const Sign = screen.icon;
  return (
    <Link
      {...(targetOf(screen, slug) as LinkProps)}
      // Whatever else it is filtered by, it is this screen.
      activeOptions={{ includeSearch: false }}
      className={`${row} text-muted hover:text-ink`}
      activeProps={{ className: 'bg-hover font-medium text-ink!' }}
    >
      <Sign size={16} aria-hidden />
      {say(screen.text)}
    </Link>
  );
}

/** Between partners and the installation, where there is more than one place. */
function Switcher({ place }: { place: Place }) {
  const { say } = useWords();
  const go = useGo();
  const session = useSession();
  const places = placesOf(session);
  const name = place.name ?? say('installation');
  const inside = (
    <>
      <span className="flex size-6 shrink-0 items-center justify-center rounded bg-accent-soft text-accent">
        {place.slug === undefined ? (
          <Server size={14} aria-hidden />
        ) : (
          <Building2 size={14} aria-hidden />
        )}
      </span>
      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
    </>
  );
  if (places.length === 0) return null;
  if (places.length === 1)
    return <p className="flex min-h-8 items-center gap-2.5 px-2 py-1">{inside}</p>;
  return (
    <Menu
      label={say('switchPlace')}
      placement="bottom start"
      items={places.map(({ slug, name: other }) => ({
        id: slug ?? '/',
        text: other ?? say('installation'),
        isCurrent: slug === place.slug,
        onAction: () => go(firstOf(session, slug)),
      }))}
    >
      <AriaButton className={row}>
        <span className="sr-only">{say('switchPlace')}</span>
        {inside}
        <ChevronsUpDown size={14} aria-hidden className="text-muted" />
      </AriaButton>
    </Menu>
  );
}

function Own() {
  const { say } = useWords();
  const router = useRouter();
  const { member } = useSession();
  const signOut = useSignOut();
  const name = member.name ?? member.email;
  return (
    <Menu
      label={say('account')}
      placement="top start"
      items={[
        {
          id: 'account',
          text: say('account'),
          icon: <UserRound size={16} aria-hidden />,
          onAction: () => void router.navigate({ to: '/account' }),
        },
        {
          id: 'security',
          text: say('security'),
          icon: <ShieldCheck size={16} aria-hidden />,
          onAction: () => void router.navigate({ to: '/account/security' }),
        },
        {
          id: 'sign-out',
          text: say('signOut'),
          icon: <LogOut size={16} aria-hidden />,
          onAction: signOut,
        },
      ]}
    >
      <AriaButton className={row}>
        <span className="sr-only">{say('account')}</span>
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent text-xs font-semibold text-on-accent"
        >
          {[...name][0]?.toUpperCase()}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{name}</span>
          {member.name !== null && (
            <span className="block truncate text-xs text-muted">{member.email}</span>
          )}
        </span>
        <ChevronsUpDown size={14} aria-hidden className="text-muted" />
      </AriaButton>
    </Menu>
  );
}
