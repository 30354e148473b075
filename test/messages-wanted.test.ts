/** Whether a message still makes sense when it is about to leave: each reason, and its edge. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  whyNot,
  type BookingRow,
  type PackageRow,
  type QueueRow,
} from '../src/domain/messages/schedules/still-wanted.ts';
import type { MessageRow } from '../src/domain/messages/message-row.ts';

const NOW = new Date('2027-03-10T12:00:00Z');
const at = (ms: number): Date => new Date(NOW.getTime() + ms);
type Message = Pick<MessageRow, 'kind' | 'recipient' | 'as_of'>;
const message = (kind: Message['kind'], recipient = 'ann@example.com'): Message => ({
  kind,
  recipient,
  as_of: NOW,
});
const booking = (over: Partial<BookingRow> = {}): BookingRow => ({
  cancelled_at: null,
  departure_date: '2027-03-20',
  departure_at: at(1),
  is_departure_defaulted: false,
  email: null,
  locale: null,
  custom_branding: null,
  contact: {},
  wants_messages: true,
  ...over,
});
const queue = (over: Partial<QueueRow> = {}): QueueRow => ({
  id: 'pq_1',
  is_code: false,
  destination_id: 'GR',
  iso3: 'GRC',
  covers: null,
  package_type: 'data-limited',
  bytes: 1,
  duration_days: 1,
  cancelled_at: null,
  redeemed_at: null,
  traveler_id: null,
  code: null,
  uuid: null,
  valid_until: null,
  claimed_at: null,
  claimed_email: null,
  ...over,
});
const code = (over: Partial<QueueRow> = {}): QueueRow =>
  queue({ is_code: true, code: 'ABC', claimed_email: 'ann@example.com', ...over });
const pack = (over: Partial<PackageRow> = {}): PackageRow => ({
  queue_id: 'pq_1',
  package_type: 'data-limited',
  total_bytes: 1,
  used_bytes: 1,
  status: 'ACTIVE',
  expires_at: at(1),
  ...over,
});
const cancelled = { cancelled_at: NOW };

type Case = [what: string, reason: string | null, ...Parameters<typeof whyNot>];
function check(cases: Case[]): void {
  for (const [what, reason, ...about] of cases)
    it(`${what}: ${reason ?? 'sent'}`, () => assert.equal(whyNot(...about), reason));
}

describe('a confirmation', () => {
  const kind = message('booking_confirmation');
  check([
    ['as booked', null, kind, booking(), [queue()], null],
    ['of a cancelled booking', 'booking_cancelled', kind, booking(cancelled), [queue()], null],
    ['of one entry of two', null, kind, booking(), [queue(cancelled), queue()], null],
    ['of no entry', 'booking_cancelled', kind, booking(), [queue(cancelled)], null],
    ['of nothing', 'nothing_left', kind, booking(), [], null],
    ['unwanted', 'switched_off', kind, booking({ wants_messages: false }), [queue()], null],
    ['of a code', null, kind, booking(), [code()], null],
    ['of a used code', 'code_redeemed', kind, booking(), [code({ redeemed_at: NOW })], null],
    ['of one used code of two', null, kind, booking(), [code({ redeemed_at: NOW }), code()], null],
    ['of a code to this moment', null, kind, booking(), [code({ valid_until: NOW })], null],
    ['of a late code', 'code_expired', kind, booking(), [code({ valid_until: at(-1) })], null],
  ]);
});

describe('a code that was claimed', () => {
  const kind = message('promo_code_claim');
  const silent = booking({ wants_messages: false });
  check([
    ['as claimed', null, kind, booking(), [code()], null],
    ['though the booking wants no messages', null, kind, silent, [code()], null],
    ['without a booking', null, kind, null, [code()], null],
    ['that is gone', 'nothing_left', kind, booking(), [code({ code: null })], null],
    ['by another', 'code_reissued', kind, booking(), [code({ claimed_email: 'b@x.org' })], null],
    ['by nobody', 'code_reissued', kind, booking(), [code({ claimed_email: null })], null],
    ['and used', 'code_redeemed', kind, booking(), [code({ redeemed_at: NOW })], null],
  ]);
});

describe('a reminder', () => {
  const kind = message('departure_reminder');
  check([
    ['before departure', null, kind, booking(), [queue()], null],
    ['at departure', 'departed', kind, booking({ departure_at: NOW }), [queue()], null],
    ['of nothing', 'nothing_left', kind, booking(), [], null],
    ['without a booking', 'departed', kind, null, [queue()], null],
  ]);
});

describe('news of a package', () => {
  for (const kind of [message('running_low'), message('package_expiring')])
    check([
      [`${kind.kind} while it lasts`, null, kind, booking(), [], pack()],
      [`${kind.kind} without an end`, null, kind, booking(), [], pack({ expires_at: null })],
      [`${kind.kind} at its end`, 'package_ended', kind, booking(), [], pack({ expires_at: NOW })],
      [
        `${kind.kind} of a cancelled one`,
        'package_ended',
        kind,
        booking(),
        [],
        pack({ status: 'CANCELLED' }),
      ],
      [`${kind.kind} of none`, 'package_ended', kind, booking(), [], null],
    ]);
});

describe('a link that somebody asked for', () => {
  const silent = booking({ wants_messages: false });
  check([['though the booking wants no messages', null, message('esim_link'), silent, [], null]]);
});
