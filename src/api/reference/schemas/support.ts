/** Help for travelers: what is asked, what is told of them, and how a request stands. */
import { Type } from 'typebox';
import { REQUESTS_PAGE } from '../../../domain/support/list-requests.ts';
import { SUPPORT_STATUSES, type SupportStatus } from '../../../domain/support/request-view.ts';
import { paging } from '../../route/paging.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });
export const contextFields = {
  external_user_id: Type.String(),
  device_model: nullable(Type.String()),
  os: nullable(Type.String()),
  os_version: nullable(Type.String()),
  booking_destination: nullable(
    Type.String({
      description: 'English names of the trip under way or the next one, else the last',
      examples: ['Greece'],
    }),
  ),
  departure_date: nullable(Type.String({ format: 'date' })),
  package_status: oneOf(['ACTIVE', 'DEPLETED', 'EXPIRED', 'NOT_REDEEMED', 'NONE'] as const),
  esim_status: oneOf(['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED', 'NONE'] as const),
};
const step = answer(
  {
    id: Type.String(),
    text: Type.String(),
    verified: Type.Boolean({
      description: 'false: a menu name could not be confirmed in this language',
    }),
    menu: Type.Optional(Type.Array(answer({ name: Type.String(), verified: Type.Boolean() }))),
  },
  { title: 'SupportStep' },
);
export const supportRequestFields = {
  id: Type.String({ examples: ['sup_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
  external_user_id: Type.String(),
  traveler_id: Type.String({ examples: ['usr_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
  status: oneOf(SUPPORT_STATUSES, {
    description:
      'answered by the knowledge base → open with the partner → escalated to the operator; closed',
  }),
  symptom: nullable(Type.String()),
  subject: Type.String(),
  body: Type.String(),
  locale: Type.String(),
  context: answer(contextFields, { title: 'SupportContext' }),
  steps: Type.Array(step),
  created_at: instant,
  updated_at: instant,
};
export const supportAnswer = answer(supportRequestFields, { title: 'SupportRequest' });
const known = SUPPORT_STATUSES.join('|');
/** Of a partner's own list. */
export const supportFilter = {
  status: Type.Optional(
    text(100, {
      pattern: `^(${known})(,(${known}))*$`,
      description: `${SUPPORT_STATUSES.join(', ')}, or several with commas`,
      examples: ['open,escalated'],
    }),
  ),
};
export const supportPages = paging(REQUESTS_PAGE, 400);
export const statusesOf = (status: string | undefined): SupportStatus[] | undefined =>
  status?.split(',') as SupportStatus[] | undefined;

export const supportWays = {
  support_email: nullable(Type.String()),
  support_url: nullable(Type.String()),
  support_phone: nullable(Type.String()),
};
export const supportDevice = {
  device_model: Type.Optional(text(200, { examples: ['Pixel 10'] })),
  os: Type.Optional(text(50, { examples: ['android'] })),
  os_version: Type.Optional(text(50, { examples: ['15'] })),
};
export const supportAsking = {
  symptom: Type.Optional(
    Type.String({
      pattern: '^[a-z][a-z_]{0,49}$',
      examples: ['no_data', 'cannot_install', 'qr_invalid'],
      description:
        'one word in lower case: no_data, slow, cannot_install, qr_invalid, already_used, roaming_off, apn, wrong_line, removed; any other goes to people',
    }),
  ),
  subject: Type.Optional(
    text(200, {
      pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029]*$',
      description: 'text of 1 to 200 characters on one line',
    }),
  ),
  body: Type.String({
    minLength: 1,
    maxLength: 5_000,
    pattern: '\\S',
    description: 'text of 1 to 5000 characters that is not blank',
  }),
  ...supportDevice,
  device_type: Type.Optional(text(50)),
  locale: Type.Optional(text(35)),
};
