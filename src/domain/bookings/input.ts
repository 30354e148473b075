/**
 * A booking as a partner sends it, after the schema; the field rules of section 4.1 of
 * docs/contract.md.
 */
import type { EntryInput } from '../planning/entry/entry.ts';

export type CommunicationInput = { should_send_message?: boolean; channels?: string[] };

export type BookingInput = {
  departure_date?: string;
  return_date?: string;
  email?: string;
  phone?: string;
  title?: string;
  first_name?: string;
  last_name?: string;
  full_name?: string;
  gender?: 'M' | 'F' | 'O';
  pax?: number;
  booking_id?: string;
  flight_number?: string;
  departure_location?: string;
  locale?: string;
  custom_branding?: string;
  data?: Record<string, unknown>;
  communication_options?: CommunicationInput;
  package_specifications: EntryInput[];
};

/** Fields about the person and the trip that are kept and given back nowhere but to messages. */
export const CONTACT_FIELDS = [
  'phone',
  'title',
  'first_name',
  'last_name',
  'full_name',
  'gender',
  'pax',
  'flight_number',
  'departure_location',
] as const;
export type Contact = Partial<Pick<BookingInput, (typeof CONTACT_FIELDS)[number]>>;

/** external_user_ids of its entries but those in `broken`, which are not shaped as they should be. */
export const usersOf = (input: BookingInput, broken: ReadonlySet<number> = new Set()): string[] =>
  input.package_specifications.flatMap((e, i) => (broken.has(i) ? [] : (e.external_user_id ?? [])));
