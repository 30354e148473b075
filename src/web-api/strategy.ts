/** The partner's package strategy on the screens. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin } from '../api/callers/twins.ts';
import { answer, nullable, oneOf } from '../api/reference/schemas/shapes.ts';
import { strategyBody } from '../api/reference/schemas/strategy.ts';
import { strategy as ofPartners } from '../api/strategy.ts';
import type { Context } from '../context.ts';
import { updateSettings } from '../domain/partners/managing/settings.ts';
import type { Settings } from '../domain/settings/settings.ts';
import { byPartner } from './shapes.ts';

const tag = 'Prices';
const url = '/web-api/partners/:partner/strategy';
const strategyAnswer = answer({
  package_strategy: nullable(Type.Record(Type.String(), Type.Unknown())),
  currency: Type.String(),
  places: Type.Array(
    answer({
      id: Type.String(),
      iso3: Type.String({ description: 'of a region: its id' }),
      type: oneOf(['country', 'region'] as const),
      name: Type.String({ description: 'English' }),
      tier: Type.Integer(),
    }),
    { description: 'what rules and the white list can name' },
  ),
});

function shown(ctx: Context, strategy: Settings['package_strategy']) {
  const { currency, destinations } = ctx.catalog.current();
  return {
    package_strategy: (strategy as Record<string, unknown> | undefined) ?? null,
    currency,
    places: destinations.map(({ id, iso3, type, name, tier }) => ({ id, iso3, type, name, tier })),
  };
}

export const strategy: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url,
    operationId: 'getPartnerStrategy',
    tag,
    summary: 'The package strategy in force, and what one can name',
    permission: 'settings.read',
    params: byPartner,
    answers: { 200: strategyAnswer },
    handle: async ({ ctx, partner }) => ({ data: shown(ctx, partner.settings.package_strategy) }),
  }),
  memberRoute({
    method: 'PUT',
    url,
    operationId: 'putPartnerStrategy',
    tag,
    summary: 'Set the package strategy, or take it off',
    permission: 'settings.write',
    params: byPartner,
    body: strategyBody,
    example: { package_strategy: { name: 'fixed_size', parameters: { size: '3GB' } } },
    answers: { 200: strategyAnswer },
    errors: [400],
    async handle({ ctx, actor, partner, body: { package_strategy } }) {
      await updateSettings(ctx, actor, partner.id, { package_strategy });
      return { data: shown(ctx, package_strategy ?? undefined) };
    },
  }),
  ...ofPartners.map((route) => partnerTwin(route, { permission: 'settings.read' })),
];
