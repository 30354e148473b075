/**
 * A route of the public API once more for members: the same schemas and the same handler, opened by
 * a session and a permission in place of a key or a token.
 */
import { Type, type TObject } from 'typebox';
import type { OperatorPermission, PartnerPermission } from '../../domain/members/permissions.ts';
import { text } from '../reference/schemas/shapes.ts';
import type { Route } from '../route/route.ts';
import { memberRoute, type PrivateRoute } from './member.ts';

type Opened<P> = {
  permission: P;
  /** group of the private document; the public one's where it is not given */
  tag?: string;
  /** asks for a sign-in of the last ten minutes beyond what the permission asks for */
  isFresh?: boolean;
};

const declared = ({ caller: _caller, ...route }: Route) => route;
const named = ({ operationId }: Route): string => `${operationId}AsMember`;

/** `/api/operator/…` → `/web-api/operator/…` */
export const operatorTwin = (route: Route, opened: Opened<OperatorPermission>): PrivateRoute =>
  memberRoute({
    ...declared(route),
    ...opened,
    url: route.url.replace(/^\/api/, '/web-api'),
    operationId: named(route),
  } as never);

/**
 * `/api/…` → `/web-api/partners/:partner/…`. Not of a route that looks at the scopes of a key: a
 * member has none.
 */
export const partnerTwin = (route: Route, opened: Opened<PartnerPermission>): PrivateRoute =>
  memberRoute({
    ...declared(route),
    ...opened,
    url: route.url.replace(/^\/api/, '/web-api/partners/:partner'),
    operationId: named(route),
    params: Type.Object({
      partner: text(128),
      ...(route.params as TObject | undefined)?.properties,
    }),
  } as never);

/** Those of `routes` with these names, in their order. Throws for a name that none has. */
export const pickRoutes = (routes: readonly Route[], names: readonly string[]): Route[] => {
  const missing = names.filter((name) => !routes.some((route) => route.operationId === name));
  if (missing.length > 0) throw new Error(`no such operation: ${missing.join(', ')}`);
  return routes.filter(({ operationId }) => names.includes(operationId));
};
