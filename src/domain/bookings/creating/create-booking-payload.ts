/**
 * What create-booking.sql takes. test/sql-payloads.test.ts compares these keys with those that it
 * reads.
 */
import type { PushRow } from '../../messages/grant-pushes.ts';
import type { RecipientRules } from '../../messages/recipient.ts';
import type { KeyRow } from '../../partners/idempotency/keyed-request.ts';
import type { EventRule } from '../../webhooks/event-rule.ts';
import type { Frozen } from '../../planning/frozen.ts';
import type { Wanted } from '../../planning/choose-later.ts';
import type { Traveler } from './booking-rows.ts';
import type { BookingRow, Requested } from '../booking-view.ts';
import type { Confirmations } from './confirmations.ts';

/** Of a merge only `booking_id` and what is new count: the stored booking stays as it is. */
export type NewBooking = Omit<BookingRow, 'cancelled_at' | 'created_at' | 'updated_at'> & {
  /** makes a retry under the same Idempotency-Key find the booking again */
  request_key: string | null;
  departure_at: Date;
  contact: Record<string, unknown>;
  cutoff_at: Date | null;
  about_to_depart_at: Date | null;
  /** when its first trigger is due, null = none */
  timer_at: Date | null;
  /** when its schedules have something to look at, null = never */
  message_timer_at: Date | null;
};

type Row = Frozen & {
  /** index into the travelers, null for codes */
  t: number | null;
  id: string;
  esim_type: 'universal' | 'classic';
  fingerprint: string;
  /** others that it may be stored under */
  formerly: string[];
  ordinal: number;
  part: number;
  position: number;
  requested: Requested;
  wanted: Wanted | null;
  expires_at: Date | null;
  /** the entry's own, in lower case */
  email: string | null;
};
export type NewCode = Row & { code: string; uuid: string; valid_until: Date };
export type NewQueue = NewCode | (Row & { code: null });

export type CreateBooking = {
  partner_id: string;
  /** the request of a key that it is made for, null = none */
  caused_by: string | null;
  now: Date;
  key_date: string;
  merge_only: boolean;
  /** may be written together with others: see create-plain-bookings.sql */
  is_plain: boolean;
  assign_esim: boolean;
  event_id: string;
  /** that of the event which it comes to */
  events: { created: EventRule; updated: EventRule };
  /** data of booking.created */
  event: Record<string, unknown>;
  has_codes: boolean;
  has_emails: boolean;
  booking: NewBooking;
  /** in a fixed order */
  travelers: Traveler[];
  queues: NewQueue[];
  /** whom codes and confirmations are for */
  recipients: RecipientRules;
  mail: Confirmations | null;
  /** of all grants; those that are there already have had theirs */
  pushes: PushRow[] | null;
  /** the Idempotency-Key that begins with it, with the answer where the booking is made */
  once: KeyRow | null;
};
