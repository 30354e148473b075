/** Names of events as commands take them: those of the catalogue. */
import { EVENT_TYPES, isEventType, type EventType } from '@hubby/sdk/events';

const unknown = (name: string): Error =>
  new Error(
    `There is no event "${name}". Known are:\n${EVENT_TYPES.map((type) => `  ${type}`).join('\n')}`,
  );

export function eventType(name: string): EventType {
  if (!isEventType(name)) throw unknown(name);
  return name;
}

/** Comma-separated; `package.*` stands for all that begin so. */
export function eventTypes(list: string): EventType[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return [
    ...new Set(
      names.flatMap((name) => {
        const found = EVENT_TYPES.filter((type) =>
          name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : name === type,
        );
        if (found.length === 0) throw unknown(name);
        return found;
      }),
    ),
  ];
}
