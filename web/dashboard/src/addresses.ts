/** Where to go when the sign-in is done. */
import { useRouter } from '@tanstack/react-router';
import { sessionAgain } from './data/queries.ts';
import type { Stage } from './data/types.ts';
import { useLanguage } from './words.tsx';

export type ReturnTo = { to?: string };

/** An address of ours only: what an address of a page says, anybody may have written. */
export const goneTo = (to: unknown): ReturnTo =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {};

const SSO_TROUBLES = ['failed', 'unavailable', 'not_linked', 'too_many'] as const;
export type SsoTrouble = (typeof SSO_TROUBLES)[number];
/** `sso`: why the partner's directory did not let somebody in. */
export type SignInSearch = ReturnTo & { sso?: SsoTrouble };

export function toSignInSearch(search: Record<string, unknown>): SignInSearch {
  const sso = SSO_TROUBLES.find((one) => one === search['sso']);
  return { ...goneTo(search['to']), ...(sso === undefined ? {} : { sso }) };
}

const KEPT = 'hubby-return';

/** A link of a mail opens another tab. */
export function keepReturn({ to }: ReturnTo): void {
  if (to === undefined) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, to);
}

export function takeReturn(): ReturnTo {
  const to = goneTo(localStorage.getItem(KEPT));
  localStorage.removeItem(KEPT);
  return to;
}

/** The secret behind the address's `#`, which does not stay there. */
export function takeHash(): string {
  const token = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname);
  return token;
}

/** To the screen of the stage, or where one wanted to go. */
export function useArrive(): (stage: Stage, search: ReturnTo) => Promise<void> {
  const router = useRouter();
  const { boot, reload } = useLanguage();
  return async (stage, search) => {
    const session = await sessionAgain();
    if (session !== null) await reload(session.member);
    if (stage === 'second_factor') return router.navigate({ to: '/sign-in/code', search });
    if (stage === 'enrol') return router.navigate({ to: '/enrol', search });
    router.history.push(boot.base + (search.to ?? '/').slice(1));
  };
}
