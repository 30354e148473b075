import { invalid } from '../../errors.ts';
import { EVENT_TYPES, isEventType, type EventType } from './events.ts';

/** Names of events as they came; throws `invalid_request` naming those that are none. */
export function eventTypesOf(field: string, names: readonly string[]): EventType[] {
  const unknown = names.filter((name) => !isEventType(name));
  if (unknown.length > 0)
    throw invalid(
      unknown.slice(0, 20).map((name) => ({
        field,
        issue: `expected one of ${EVENT_TYPES.join(', ')}, got "${name.slice(0, 80)}"`,
      })),
    );
  return names as EventType[];
}
