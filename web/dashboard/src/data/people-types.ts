/** The same of bookings and travelers. */

export type BookingStatus = 'CONFIRMED' | 'COMPLETED' | 'CANCELLED';
/** What the screens use of a booking as the API shows it. */
export type BookingRow = {
  id: string;
  booking_id: string | null;
  status: BookingStatus;
  departure_date: string;
  return_date: string | null;
  email: string | null;
  created_at: string;
  package_specifications: {
    /** one place, or several */
    destination: string | unknown[] | null;
    size: string | null;
  }[];
};
export type BookingPage = { bookings: BookingRow[]; next_cursor: string | null };
export type ChosenBy = 'named' | 'cover' | 'place' | 'later';
export type BookingEntry = {
  uuid: string;
  traveler_id: string | null;
  external_user_id: string | null;
  esim_type: string;
  chosen_by: ChosenBy;
  bundle_id: string | null;
  iso3: string | null;
  bytes: number | null;
  duration_days: number | null;
  /** net; null: none yet, or not for this member */
  b2b_price: number | null;
  currency: string | null;
  claimed_at: string | null;
  redeemed_at: string | null;
  cancelled_at: string | null;
};
export type BookingDetails = { booking: BookingRow; entries: BookingEntry[] };

export type TravelerRow = {
  id: string;
  external_user_id: string | null;
  emails: string[];
  created_at: string;
  /** null: known as ever */
  erased_at: string | null;
  esim: { iccid: string; status: string; active_packages: number } | null;
};
export type TravelerPage = { travelers: TravelerRow[]; next_cursor: string | null };
export type Package = {
  id: string;
  bundle_id: string;
  iso3: string;
  status: string;
  total_bytes: number | null;
  used_bytes: number;
  expires_at: string | null;
};
export type Esim = {
  id: string;
  type: string;
  iccid: string;
  status: string;
  archived_at: string | null;
  packages: Package[];
};
export type Traveler = {
  id: string;
  external_user_id: string | null;
  emails: string[];
  created_at: string;
  /** null: known as ever */
  erased_at: string | null;
  bookings: { id: string; booking_id: string | null; departure_date: string }[];
  esims: Esim[];
};
export type MomentKind =
  | 'booked'
  | 'booking_cancelled'
  | 'departure'
  | 'mail'
  | 'code_claimed'
  | 'redeemed'
  | 'esim_made'
  | 'esim_installed'
  | 'esim_removed'
  | 'esim_replaced'
  | 'esim_archived'
  | 'package_assigned'
  | 'first_use'
  | 'threshold'
  | 'package_ended'
  | 'purchased'
  | 'support_asked'
  | 'screens_opened'
  | 'event';
export type TimelineItem = {
  at: string;
  kind: MomentKind;
  subject: string;
  details: Record<string, string | number | boolean | null>;
  event: {
    event_id: string;
    event: string;
    delivery: { state: string; attempt_count: number } | null;
  } | null;
  /** of a key of the partner's, that it came of */
  request_id?: string;
};
/** `log`: which of these requests it has, and for how long it keeps them */
export type Timeline = {
  items: TimelineItem[];
  is_cut: boolean;
  log: { kept: string[]; days: number };
};

export type FoundKind = 'booking' | 'traveler' | 'promo_code' | 'esim' | 'event';
export type Found = {
  kind: FoundKind;
  id: string;
  title: string;
  note: string | null;
  traveler_id: string | null;
};
export type FoundAll = { found: Found[] };
