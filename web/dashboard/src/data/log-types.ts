/** The same of the lists for developers: requests, errors, events and deliveries. */

/** One request of the partner's programs to the public API, as the log keeps it. */
export type RequestRow = {
  id: string;
  /** what the answer said: the client's own name of it, where it gave one */
  request_id: string;
  at: string;
  method: string;
  path: string;
  operation_id: string | null;
  route: string | null;
  status: number;
  error_type: string | null;
  duration_ms: number;
  key_id: string | null;
  ip: string | null;
  request_bytes: number;
  response_bytes: number;
};
export type RequestPage = { requests: RequestRow[]; next_cursor: string | null };
export type LoggedBody = {
  /** `secret`: the route takes or hands out secrets, so that nothing of it is kept */
  state: 'shown' | 'none' | 'secret' | 'dropped';
  text: string | null;
  is_cut: boolean;
  is_masked: boolean;
};
export type RequestDetails = RequestRow & {
  query: string | null;
  user_agent: string | null;
  doc_url: string | null;
  request_body: LoggedBody;
  response_body: LoggedBody;
  /** what came of it */
  made: {
    bookings: { id: string; booking_id: string | null }[];
    package_queues: { uuid: string; traveler_id: string }[];
    events: { event_id: string; event: string; entity_id: string }[];
    imports: string[];
  };
};
export type ErrorGroup = {
  /** null: the answer named none */
  error_type: string | null;
  status: number;
  operation_id: string | null;
  method: string | null;
  route: string | null;
  count: number;
  first_at: string;
  last_at: string;
  last_id: string | null;
  doc_url: string | null;
};
export type ErrorGroups = { groups: ErrorGroup[]; from: string; to: string };

export type DeliveryPhase = 'pending' | 'delivered' | 'exhausted';
export type EventRow = {
  event_id: string;
  event: string;
  timestamp: string;
  entity_id: string;
  is_test: boolean;
  /** null: planned for nobody, as no endpoint takes it */
  delivery: {
    state: DeliveryPhase;
    attempt_count: number;
    next_attempt_at: string | null;
    last_status_code: number | null;
    last_error: string | null;
  } | null;
};
export type EventPage = { events: EventRow[]; next_cursor: string | null };
export type EventDetails = Omit<EventRow, 'delivery'> & {
  data: Record<string, unknown>;
  is_masked: boolean;
  delivery: DeliveryRow | null;
};
export type DeliveryRow = {
  event_id: string;
  event: string;
  state: DeliveryPhase;
  is_test: boolean;
  created_at: string;
  updated_at: string;
  next_attempt_at: string | null;
  attempt_count: number;
  last_attempt: {
    at: string;
    status_code: number | null;
    error: string | null;
    duration_ms: number;
  } | null;
};
export type DeliveryPage = { deliveries: DeliveryRow[]; next_cursor: string | null };
export type Attempt = {
  number: number;
  attempted_at: string;
  url: string;
  status_code: number | null;
  error: string | null;
  duration_ms: number;
  response_body: string | null;
};
export type DeliveryDetails = DeliveryRow & {
  attempts: Attempt[];
  sent: { headers: Record<string, string>; body: string; is_masked: boolean };
};
export type Sent = { events: number };
