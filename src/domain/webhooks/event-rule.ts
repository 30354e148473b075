/** What record_event goes by: it writes, and knows no event by name. */
import { EVENT_TYPES, EVENTS, flagOf, type EventType } from './events.ts';

export type EventRule = {
  type: EventType;
  /** its switch in the settings of an endpoint */
  flag: string;
  /** whether it is sent to who did not set the switch */
  is_default: boolean;
  /** whether a package has it once, however often it is found to be so */
  is_once: boolean;
};

/** Held by the index events_package_once, which a test compares with this. */
export const ONCE_EVENTS: readonly EventType[] = [
  'package.activated',
  'package.usage.20_percent',
  'package.usage.50_percent',
  'package.usage.80_percent',
  'package.usage.100_percent',
  'package.expired',
];

const RULES = Object.fromEntries(
  EVENT_TYPES.map((type): [EventType, EventRule] => [
    type,
    {
      type,
      flag: flagOf(type),
      is_default: EVENTS[type].isDefault,
      is_once: ONCE_EVENTS.includes(type),
    },
  ]),
) as Record<EventType, EventRule>;

export const ruleOf = (type: EventType): EventRule => RULES[type];
