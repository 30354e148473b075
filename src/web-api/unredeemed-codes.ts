/** Promo codes that nobody redeemed, on the screens and as a file: by when they end. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import {
  unredeemedCodesFilter,
  unredeemedCodesQuery,
  shownCodesAnswer,
} from '../api/reference/schemas/unredeemed-codes.ts';
import { csvPages, type CsvColumn } from '../api/route/csv-file.ts';
import { MAY_BE_SHORT } from '../api/route/paging.ts';
import type { Permission } from '../domain/members/permissions.ts';
import {
  listUnredeemedCodes,
  UNREDEEMED_PAGE,
  type UnredeemedCode,
} from '../domain/promo-codes/list-unredeemed.ts';
import { CSV_TYPE } from '../http/media-type.ts';
import { SEES_CODES } from './people.ts';
import { byPartner } from './shapes.ts';

const tag = 'Promo codes';
const url = '/web-api/partners/:partner/promo-codes';

const shownTo = (
  permissions: ReadonlySet<Permission>,
  { promo_code, uuid: _uuid, claim_url: _link, deep_link_url: _deep, ...standing }: UnredeemedCode,
) => ({ ...standing, promo_code: permissions.has(SEES_CODES) ? promo_code : null });

const COLUMNS: CsvColumn<UnredeemedCode>[] = [
  ['promo_code', (code) => code.promo_code],
  ['claim_url', (code) => code.claim_url],
  ['state', (code) => code.state],
  ['package_id', (code) => code.package_id],
  ['destination', (code) => code.destination],
  ['package_size', (code) => code.package_size],
  ['package_duration', (code) => code.package_duration],
  ['valid_until', (code) => code.valid_until],
  ['claimed_at', (code) => code.claimed_at],
  ['booking', (code) => code.booking?.id],
  ['booking_id', (code) => code.booking?.reference],
  ['batch', (code) => code.batch?.name],
];

export const unredeemedCodes: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url,
    operationId: 'listPartnerUnredeemedCodes',
    tag,
    summary: 'Promo codes that nobody redeemed, whichever ends first coming first',
    description: `Who may not act for travelers is shown no code. ${MAY_BE_SHORT}`,
    permission: 'bookings.read',
    params: byPartner,
    query: unredeemedCodesQuery,
    answers: { 200: shownCodesAnswer },
    errors: [400],
    async handle({ ctx, partner, permissions, query: { ends_within_days: days, ...query } }) {
      const { codes, next_cursor } = await listUnredeemedCodes(ctx, partner, { ...query, days });
      return { data: { codes: codes.map((code) => shownTo(permissions, code)), next_cursor } };
    },
  }),
  memberRoute({
    method: 'GET',
    url: `${url}.csv`,
    operationId: 'getPartnerUnredeemedCodesCsv',
    tag,
    summary: 'The same as a file',
    permission: SEES_CODES,
    params: byPartner,
    query: Type.Object(unredeemedCodesFilter),
    answers: {},
    errors: [400],
    produces: CSV_TYPE,
    handle: ({ ctx, partner, query: { ends_within_days: days } }) =>
      csvPages('promo-codes.csv', COLUMNS, async (cursor) => {
        const limit = UNREDEEMED_PAGE.most;
        const { codes, next_cursor } = await listUnredeemedCodes(ctx, partner, {
          days,
          cursor,
          limit,
        });
        return { rows: codes, next_cursor };
      }),
  }),
];
