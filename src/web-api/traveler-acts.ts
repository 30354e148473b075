/** What support does for a traveler: links, codes, mails and eSIMs, each written down. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { replacedAnswer } from '../api/reference/schemas/replacing.ts';
import { answer, email, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { erasureAnswer, travelerExportAnswer } from '../api/reference/schemas/travelers.ts';
import { eraseTraveler } from '../domain/erasing/erase-traveler.ts';
import { exportTraveler } from '../domain/erasing/export-traveler.ts';
import { archiveByHand } from '../domain/esims/archive-by-hand.ts';
import { createInstallLink } from '../domain/esims/install-links.ts';
import { REPLACE_REASONS } from '../domain/esims/replacing/begin-replacement.ts';
import { replaceEsim } from '../domain/esims/replacing/replace-esim.ts';
import { checkPermission } from '../domain/members/access.ts';
import { resendMessage } from '../domain/messages/resend.ts';
import { reissueCode } from '../domain/promo-codes/reissue.ts';
import { seenBy } from './people.ts';
import { instant } from './shapes.ts';

const tag = 'Travelers';
const permission = 'bookings.act';
const byTraveler = Type.Object({ partner: text(128), id: text(100) });
const byIccid = Type.Object({ partner: text(128), iccid: text(100) });

export const travelerActs: PrivateRoute[] = [
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/esims/:iccid/install-link',
    operationId: 'makeInstallLink',
    tag,
    summary: 'A link to the install page, for seven days',
    description: 'Whoever has it can install the eSIM: give it to its traveler alone.',
    permission,
    params: byIccid,
    answers: { 200: answer({ url: Type.String(), expires_at: instant }) },
    handle: async ({ ctx, actor, partner, params: { iccid } }) => ({
      data: await createInstallLink(ctx, partner, { iccid }, actor),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/esims/:iccid/replace',
    operationId: 'replacePartnerEsim',
    tag,
    summary: 'A new eSIM in place of one that its traveler cannot use any more',
    permission,
    params: byIccid,
    body: Type.Object({ reason: oneOf(REPLACE_REASONS) }, { additionalProperties: true }),
    answers: { 200: Type.Pick(replacedAnswer, ['moved', 'left']) },
    errors: [400, 409, 413, 415, 422],
    example: { reason: 'new_device' },
    async handle({ ctx, actor, partner, params: { iccid }, body: { reason } }) {
      const { moved, left } = await replaceEsim(ctx, actor, partner, { iccid, reason });
      return { data: { moved, left } };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/esims/:iccid/archive',
    operationId: 'archivePartnerEsim',
    tag,
    summary: 'Put an eSIM away, for one that is known to be lost',
    permission,
    params: byIccid,
    answers: { 200: answer({ iccid: Type.String(), archived_at: instant }) },
    errors: [409],
    async handle({ ctx, actor, partner, params }) {
      const { iccid, archived_at } = await archiveByHand(ctx, actor, params.iccid, partner.id);
      return { data: { iccid, archived_at } };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/promo-codes/:code/reissue',
    operationId: 'reissuePartnerCode',
    tag,
    summary: 'A new code and link in place of one; the old ones are dead',
    permission,
    params: Type.Object({ partner: text(128), code: text(100) }),
    body: Type.Object(
      { reason: Type.Optional(text(500)), email: Type.Optional(email) },
      { additionalProperties: true },
    ),
    answers: {
      200: answer({ promo_code: Type.String(), claim_url: nullable(Type.String()) }),
    },
    errors: [400, 409, 413, 415, 422],
    example: { reason: 'mistyped address', email: 'traveler@example.com' },
    async handle({ ctx, actor, partner, params: { code }, body }) {
      const { data } = await reissueCode(ctx, partner, code, body, actor);
      return { data: { promo_code: data.promo_code, claim_url: data.claim_url } };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/messages/:id/resend',
    operationId: 'resendPartnerMessage',
    tag,
    summary: 'Send a mail to a traveler once more, made of how things stand now',
    description: '409 `conflict`: one is on its way, or it went out often enough.',
    permission,
    params: Type.Object({ partner: text(128), id: text(100) }),
    answers: { 200: answer({ status: oneOf(['pending'] as const) }) },
    errors: [409],
    handle: async ({ ctx, actor, partner, shown, params: { id } }) => ({
      data: seenBy(shown, await resendMessage(ctx, actor, partner, id)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/travelers/:id/export',
    operationId: 'exportPartnerTraveler',
    tag,
    summary: 'All that is known of a traveler, as one document',
    permission,
    params: byTraveler,
    answers: { 200: travelerExportAnswer },
    async handle({ ctx, actor, partner, permissions, params: { id } }) {
      // Nothing in it is masked.
      checkPermission(permissions, 'people.read');
      return { data: await exportTraveler(ctx, actor, partner, id) };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/travelers/:id/erase',
    operationId: 'erasePartnerTraveler',
    tag,
    summary: 'Erase a traveler; nobody can undo that',
    permission: 'travelers.erase',
    params: byTraveler,
    answers: { 200: erasureAnswer },
    errors: [409],
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await eraseTraveler(ctx, actor, partner, id),
    }),
  }),
];
