/** Whose screen this is: for calls by id, for people by name, and what one may do there. */
import { useParams } from '@tanstack/react-router';
import { membershipOf } from './screens.ts';
import { useSession } from './use-session.ts';

export type Scope = {
  /** below `/web-api/` */
  path: string;
  /** null: the installation */
  partner: { id: string; name: string; slug: string } | null;
  may(permission: string): boolean;
};

export function useScope(): Scope {
  const session = useSession();
  const { partner: slug } = useParams({ strict: false });
  const membership = slug === undefined ? undefined : membershipOf(session, slug);
  if (membership === undefined)
    return {
      path: 'operator',
      partner: null,
      may: (permission) => session.operator?.permissions.includes(permission) === true,
    };
  const { partner_id: id, name, permissions } = membership;
  return {
    path: `partners/${id}`,
    partner: { id, name, slug: membership.slug },
    may: (permission) => permissions.includes(permission),
  };
}
