/** Writes docs/events.md: `node scripts/events-doc.ts`. */
import { writeFileSync } from 'node:fs';
import {
  EVENTS,
  EVENT_TYPES,
  flagOf,
  type EventDefinition,
  type EventType,
} from '../src/domain/webhooks/events.ts';

type Schema = {
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
};

/** `string (date-time) or null`, `array of { id, uuid }` */
function typeOf({ type, format, items, properties }: Schema): string {
  const types = [type ?? 'any'].flat();
  const [main] = types;
  const text =
    main === 'array' && items !== undefined
      ? `array of ${typeOf(items)}`
      : main === 'object' && properties !== undefined
        ? `{ ${Object.keys(properties).join(', ')} }`
        : `${main}${format === undefined ? '' : ` (${format})`}`;
  return types.includes('null') ? `${text} or null` : text;
}

/** Events whose data has the same fields stand together. */
function groups(): EventType[][] {
  const found = new Map<string, EventType[]>();
  for (const type of EVENT_TYPES) {
    const fields = JSON.stringify(EVENTS[type].data);
    found.set(fields, [...(found.get(fields) ?? []), type]);
  }
  return [...found.values()];
}

function section(types: EventType[]): string[] {
  const { data, example } = EVENTS[types[0]!] as EventDefinition;
  const { properties = {} } = data as Schema;
  return [
    `## ${types.map((type) => `\`${type}\``).join(', ')}`,
    '',
    '| field | type | |',
    '|---|---|---|',
    ...Object.entries(properties).map(
      ([name, schema]) => `| \`${name}\` | ${typeOf(schema)} | ${schema.description ?? ''} |`,
    ),
    '',
    '```json',
    JSON.stringify(
      {
        event: types[0],
        event_id: 'evt_01jd2x7c9m4q8r5t6v7w8x9y0z',
        timestamp: '2027-07-08T14:30:00.000Z',
        data: { ...example, partner_id: 'prt_01jd2x7c9m4q8r5t6v7w8x9y0z', sequence: 1 },
      },
      null,
      2,
    ),
    '```',
    '',
  ];
}

/** The committed file's text. */
export function eventsDoc(): string {
  return [
    '# Events',
    '',
    '<!-- Generated: node scripts/events-doc.ts -->',
    '',
    'Every event Hubby can send, from `src/domain/webhooks/events.ts`. How they reach you: [webhooks.md](webhooks.md).',
    'All have `partner_id` and `sequence` in `data` beside the fields below; `sequence` grows per booking, package or eSIM, so of two events about the same one the higher is the later.',
    'Fields are added over time, never taken away.',
    '',
    '| event | flag in the settings | default | when |',
    '|---|---|---|---|',
    ...EVENT_TYPES.map(
      (type) =>
        `| \`${type}\` | \`${flagOf(type)}\` | ${EVENTS[type].isDefault ? 'on' : 'off'} | ${EVENTS[type].summary} |`,
    ),
    '',
    ...groups().flatMap(section),
  ].join('\n');
}

if (import.meta.main) writeFileSync(new URL('../docs/events.md', import.meta.url), eventsDoc());
