/** A partner's settings on the screens, and the sites that may frame its WebView. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { partnerTwin, pickRoutes } from '../api/callers/twins.ts';
import { answer } from '../api/reference/schemas/shapes.ts';
import { settings as ofPartners } from '../api/settings.ts';
import { setOrigins } from '../domain/partners/managing/own-settings.ts';
import { originsSchema } from '../domain/settings/webview.ts';
import { byPartner } from './shapes.ts';

export const settings: PrivateRoute[] = [
  ...pickRoutes(ofPartners, ['getSettings', 'listRetention']).map((route) =>
    partnerTwin(route, { permission: 'settings.read' }),
  ),
  ...pickRoutes(ofPartners, ['changeSettings', 'uploadLogo']).map((route) =>
    partnerTwin(route, { permission: 'settings.write' }),
  ),
  memberRoute({
    method: 'PUT',
    url: '/web-api/partners/:partner/origins',
    operationId: 'putPartnerOrigins',
    tag: 'Account',
    summary: 'Set which sites may show the WebView in a frame',
    permission: 'origins.write',
    params: byPartner,
    body: Type.Object({ origins: originsSchema }),
    example: { origins: ['https://www.example.com'] },
    answers: { 200: answer({ origins: Type.Array(Type.String()) }) },
    errors: [400],
    handle: async ({ ctx, actor, partner, body }) => ({
      data: { origins: await setOrigins(ctx, actor, partner.id, body.origins) },
    }),
  }),
];
