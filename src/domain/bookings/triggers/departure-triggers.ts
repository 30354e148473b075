/**
 * The events before a departure: what fires when, and whom they name. fire-booking-triggers.sql
 * gets this and holds it against the bookings that it has locked.
 */
import { TRAVELER_ADDRESS, type AddressSource } from '../../messages/recipient.ts';
import { ruleOf, type EventRule } from '../../webhooks/event-rule.ts';

type Trigger = {
  event: EventRule;
  /** the column of the booking that says when it is due; null there = never */
  due: 'cutoff_at' | 'about_to_depart_at';
  /** the column from whose instant on it is too late */
  until: 'departure_at';
};

export type DepartureRules = {
  /** of two that are due at one instant the first fires first */
  triggers: readonly Trigger[];
  /** where to look for a traveler's address */
  emails: readonly AddressSource[];
};

export const DEPARTURE_RULES: DepartureRules = {
  triggers: [
    { event: ruleOf('booking.within_cutoff'), due: 'cutoff_at', until: 'departure_at' },
    { event: ruleOf('booking.about_to_depart'), due: 'about_to_depart_at', until: 'departure_at' },
  ],
  emails: TRAVELER_ADDRESS,
};
