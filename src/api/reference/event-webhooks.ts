/** What partners receive, as the document's `webhooks`: one entry per event of the catalogue. */
import { Type } from 'typebox';
import { EVENTS, type EventDefinition } from '../../domain/webhooks/events.ts';
import { JSON_TYPE } from '../../http/media-type.ts';

export const eventWebhooks = (): Record<string, object> =>
  Object.fromEntries(Object.entries<EventDefinition>(EVENTS).map(eventWebhook));

/** As guides link to it: `classic_package_queue.claimed` is ClassicPackageQueueClaimed. */
const eventId = (name: string): string =>
  name
    .split(/[._]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

const eventWebhook = ([name, { summary, isDefault, data, example }]: [string, EventDefinition]): [
  string,
  object,
] => {
  const own = { partner_id: 'prt_01jd2x7c9m4q8r5t6v7w8x9y0z', sequence: 1 };
  const schema = Type.Object({
    event: Type.Literal(name),
    event_id: Type.String({ description: 'the same at every attempt; tells repeats' }),
    timestamp: Type.String({ format: 'date-time', description: 'of the event' }),
    data: Type.Intersect([
      data,
      Type.Object(
        {
          partner_id: Type.String(),
          sequence: Type.Integer({ description: 'grows per booking, package, eSIM …' }),
          is_test: Type.Optional(Type.Boolean()),
        },
        { title: 'EventData' },
      ),
    ]),
  });
  const examples = [
    {
      event: name,
      event_id: 'evt_01jd2x7c9m4q8r5t6v7w8x9y0z',
      timestamp: '2027-07-15T12:30:00.000Z',
      data: { ...example, ...own },
    },
  ];
  const id = eventId(name);
  return [
    id,
    {
      post: {
        operationId: id,
        summary,
        tags: ['Webhooks'],
        security: [],
        description: `Sent ${isDefault ? 'unless' : 'only if'} its flag is switched ${isDefault ? 'off' : 'on'}.`,
        requestBody: {
          required: true,
          content: { [JSON_TYPE]: { schema: { ...schema, examples } } },
        },
        responses: {
          '2XX': {
            description: 'Received. Anything else, or nothing within 15 s, is tried again.',
          },
        },
      },
    },
  ];
};
