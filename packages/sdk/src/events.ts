/** The catalogue of events, as the server has it. */
import { EVENTS } from './generated/events.ts';

export { EVENTS };
export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];
export const isEventType = (text: string): text is EventType => Object.hasOwn(EVENTS, text);
