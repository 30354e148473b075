/** What the log of requests takes and answers with. */
import { Type } from 'typebox';
import { REQUESTS_PAGE, STATUSES } from '../../../domain/requests/list-requests.ts';
import { pageAnswer, paging } from '../../route/paging.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const moment = (description: string) => Type.Optional(text(40, { description }));
const instant = Type.String({ format: 'date-time' });
const range = {
  from: moment("ISO 8601; a date is its beginning in the partner's zone"),
  to: moment('ISO 8601; a date is its end'),
};
const filters = {
  status: Type.Optional(oneOf(STATUSES)),
  code: Type.Optional(Type.Integer({ minimum: 100, maximum: 599, description: 'status of HTTP' })),
  operation: Type.Optional(text(100, { description: 'such as `createBooking`' })),
  error_type: Type.Optional(text(100)),
  key: Type.Optional(text(128, { description: 'id of the key that it named' })),
  request_id: Type.Optional(
    text(128, { description: 'as the answer said it, also where the client chose it' }),
  ),
  ...range,
};
export const requestFilters = Type.Object(filters);
export const requestQuery = Type.Object({ ...filters, ...paging(REQUESTS_PAGE, 200) });
export const errorRange = Type.Object(range);

const fields = {
  id: Type.String(),
  request_id: Type.String({ description: 'as the answer said it' }),
  at: instant,
  method: Type.String(),
  path: Type.String({ description: 'without its query' }),
  operation_id: nullable(Type.String()),
  route: nullable(Type.String({ examples: ['/api/bookings/:id'] })),
  status: Type.Integer(),
  error_type: nullable(Type.String()),
  duration_ms: Type.Integer(),
  key_id: nullable(Type.String()),
  ip: nullable(Type.String()),
  request_bytes: Type.Integer(),
  response_bytes: Type.Integer(),
};
export const requestsAnswer = pageAnswer({
  requests: Type.Array(answer(fields, { title: 'LoggedRequest' })),
});

const body = answer(
  {
    state: oneOf(['shown', 'none', 'secret', 'dropped'] as const, {
      description:
        '`none`: there was none; `secret`: it hands out or takes a secret; `dropped`: it is not kept, as those of requests whose signature or scope was not good',
    }),
    text: nullable(Type.String()),
    is_cut: Type.Boolean({ description: 'it was longer than the 8 KiB that are kept' }),
    is_masked: Type.Boolean({ description: 'what says who a traveler is reads `[personal]`' }),
  },
  { title: 'LoggedBody' },
);
export const requestAnswer = answer(
  {
    ...fields,
    query: nullable(Type.String()),
    user_agent: nullable(Type.String()),
    doc_url: nullable(Type.String()),
    request_body: body,
    response_body: body,
    made: answer(
      {
        bookings: Type.Array(answer({ id: Type.String(), booking_id: nullable(Type.String()) }), {
          description: 'that it made',
        }),
        package_queues: Type.Array(answer({ uuid: Type.String(), traveler_id: Type.String() }), {
          description: 'that something was ordered for',
        }),
        events: Type.Array(
          answer({ event_id: Type.String(), event: Type.String(), entity_id: Type.String() }),
          { description: 'that it caused while it was answered, but for those of its bookings' },
        ),
        imports: Type.Array(Type.String(), { description: 'that it ran' }),
      },
      { title: 'MadeByRequest', description: 'what came of it, of each the first hundred' },
    ),
  },
  { title: 'LoggedRequestDetails' },
);

export const errorsAnswer = answer({
  groups: Type.Array(
    answer(
      {
        error_type: nullable(Type.String()),
        status: Type.Integer(),
        operation_id: nullable(Type.String()),
        method: nullable(Type.String()),
        route: nullable(Type.String()),
        count: Type.Integer(),
        first_at: instant,
        last_at: instant,
        last_id: nullable(Type.String({ description: 'the newest request of them' })),
        doc_url: nullable(Type.String()),
      },
      { title: 'ErrorGroup' },
    ),
  ),
  from: instant,
  to: instant,
});
