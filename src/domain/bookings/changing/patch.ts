/** What a PATCH of a booking makes of what is stored. */
import type { Partner } from '../../partners/partner.ts';
import {
  CONTACT_FIELDS,
  type BookingInput,
  type CommunicationInput,
  type Contact,
} from '../input.ts';

type Fields = Omit<BookingInput, 'package_specifications' | 'booking_id'>;
export type BookingPatch = { [K in keyof Fields]?: Fields[K] | null };
export type Stored = {
  booking_id: string | null;
  cancelled_at: Date | null;
  created_at: Date;
  is_departure_defaulted: boolean;
  departure_date: string;
  return_date: string | null;
  email: string | null;
  locale: string | null;
  custom_branding: string | null;
  contact: Contact;
  communication_options: Required<CommunicationInput>;
  data: Record<string, unknown> | null;
};

export function nextOf(partner: Partner, stored: Stored, patch: BookingPatch): Stored {
  const own = <K extends 'return_date' | 'email' | 'locale' | 'custom_branding' | 'data'>(
    key: K,
  ): Stored[K] => (patch[key] === undefined ? stored[key] : (patch[key] as Stored[K]));
  return {
    ...stored,
    departure_date: patch.departure_date ?? stored.departure_date,
    return_date: own('return_date'),
    email: own('email'),
    locale: own('locale'),
    custom_branding: own('custom_branding'),
    data: own('data'),
    communication_options:
      patch.communication_options === null
        ? { ...partner.settings.communication_options }
        : { ...stored.communication_options, ...definedOnly(patch.communication_options ?? {}) },
    contact: mergeContact(stored.contact, patch),
  };
}

/** Without members that are undefined or null. */
export const definedOnly = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v != null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

function mergeContact(stored: Contact, patch: BookingPatch): Contact {
  const merged: Record<string, unknown> = { ...stored };
  for (const field of CONTACT_FIELDS) {
    if (patch[field] === null) delete merged[field];
    else if (patch[field] !== undefined) merged[field] = patch[field];
  }
  return merged;
}
