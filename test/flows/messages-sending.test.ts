/**
 * Messages on their way: from the row to the sender, what becomes of them, and who may read that.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeBrevo } from '../../src/channels/brevo/sender.ts';
import { makeMailbox } from '../../src/channels/mailbox/sender.ts';
import type { Mail, MailSender, MailSenderName, SendOutcome } from '../../src/channels/mail.ts';
import { makeSmtp } from '../../src/channels/smtp/sender.ts';
import type { Context } from '../../src/context.ts';
import { enqueueMessages, type NewMessage } from '../../src/domain/messages/enqueue.ts';
import { forgetOldMessages } from '../../src/domain/messages/forget-old-messages.ts';
import { runDueMessages } from '../../src/domain/messages/sending/run-due-messages.ts';
import { callbackToken } from '../../src/domain/messages/sending/receive-callback.ts';
import { newId } from '../../src/ids.ts';
import { startBrevo, type BrevoStandIn } from '../support/brevo.ts';
import { gate, until } from '../faults/checks.ts';
import { short } from '../faults/steps.ts';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';
import { lookOnce } from '../support/look-once.ts';
import { headersOf, startSmtp, type SmtpStandIn } from '../support/smtp.ts';

type Key = NonNullable<CallOptions['key']> & { partner_id: string };
let counter = 0;
const address = (): string => `traveler${++counter}@example.org`;

async function book(hubby: Hubby, key: Key = hubby.partner, body: Json = {}): Promise<Json> {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      first_name: 'Sanne',
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
      package_specifications: [{ destination: 'GR', size: '1GB', external_user_id: user() }],
      ...body,
    },
    { key },
  );
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
}

/** A confirmation of a booking, as its transaction would write it. */
async function enqueue(
  hubby: Hubby,
  booking: Json,
  recipient: string,
  change: Partial<NewMessage> = {},
  key: Key = hubby.partner,
): Promise<void> {
  await hubby.ctx.db.partnerTx(key.partner_id, (tx) =>
    enqueueMessages(
      tx,
      key.partner_id,
      [
        {
          channel: 'EMAIL',
          kind: 'booking_confirmation',
          subjectId: newId('evt'),
          recipient,
          locale: 'nl',
          bookingId: booking.id,
          data: { queue_ids: booking.package_queues.map((q: Json) => q.id) },
          ...change,
        },
      ],
      hubby.ctx.clock.now(),
    ),
  );
}
const messagesOf = async (hubby: Hubby, booking: Json, key: Key = hubby.partner): Promise<Json[]> =>
  (await hubby.call('GET', `/api/bookings/${booking.id}/messages`, undefined, { key })).body.data
    .messages;
const statusOf = async (hubby: Hubby, booking: Json, to: string, key?: Key): Promise<string> => {
  const found = (await messagesOf(hubby, booking, key)).filter((m) => m.to === to);
  assert.equal(found.length, 1, `messages to ${to}`);
  return found[0].reason === null ? found[0].status : `${found[0].status} ${found[0].reason}`;
};
/** Milliseconds. */
const databaseTime = async (hubby: Hubby): Promise<number> =>
  (await hubby.sql('select clock_timestamp() as at'))[0].at.getTime();
const dispatchOf = async (
  hubby: Hubby,
  recipient: string,
): Promise<{ tries: number; next_attempt_at: number }> => {
  const [row] = await hubby.sql(
    `select d.tries, d.next_attempt_at from dispatches d join messages m on m.partner_id = d.partner_id and m.id = d.message_id
     where m.recipient = $1`,
    [recipient],
  );
  return { tries: row.tries, next_attempt_at: row.next_attempt_at.getTime() };
};
const makeDue = (hubby: Hubby): Promise<unknown> =>
  hubby.sql(
    'update dispatches set next_attempt_at = now(), lease_until = null where next_attempt_at is not null',
  );

describe('the mailbox, where nothing else is configured', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('keeps the mail as made, and the booking shows what became of it', async () => {
    const booking = await book(hubby);
    const to = address();
    await enqueue(hubby, booking, to);
    const [pending] = (await messagesOf(hubby, booking)).filter((m) => m.to === to);
    assert.deepEqual(
      [pending.status, pending.sent_at, pending.settled_at],
      ['pending', null, null],
    );
    await hubby.drain();
    const [message] = (await messagesOf(hubby, booking)).filter((m) => m.to === to);
    assert.deepEqual(
      [message.status, message.reason, message.kind, message.channel, message.booking_id],
      ['delivered', null, 'booking_confirmation', 'EMAIL', booking.id],
    );
    assert.ok(
      message.sent_at !== null &&
        message.sent_at === message.settled_at &&
        message.sent_at >= message.created_at,
    );
    assert.ok(!('text' in message), 'bodies hold codes');
    const [shown] = (await hubby.call('GET', '/api/sandbox/messages')).body.data.messages;
    assert.equal(shown.id, message.id);
    assert.ok(
      shown.subject !== '' &&
        shown.text.includes('Griekenland') &&
        shown.html.includes('Griekenland'),
      'in the language of the message',
    );
  });

  it('shows nothing to others', async () => {
    const booking = await book(hubby);
    await enqueue(hubby, booking, address());
    const other = await hubby.newPartner();
    assert.equal(
      short(
        await hubby.call('GET', `/api/bookings/${booking.id}/messages`, undefined, { key: other }),
      ),
      '404 booking_not_found',
    );
    assert.equal(
      short(
        await hubby.call('GET', '/api/bookings/bkg_nothing/messages', undefined, { key: other }),
      ),
      '404 booking_not_found',
    );
    assert.deepEqual(
      (await hubby.call('GET', '/api/messages', undefined, { key: other })).body.data,
      { messages: [], next_cursor: null },
    );
    for (const path of [
      `/api/bookings/${booking.id}/messages`,
      '/api/messages',
      '/api/messages/suppressions',
      '/api/operator/mail',
    ])
      assert.equal((await hubby.bare('GET', path)).status, 401, path);
    assert.equal(
      (await hubby.bare('DELETE', '/api/messages/suppressions/a@example.com')).status,
      401,
    );
  });

  it('lists all by pages, status and kind', async () => {
    const key = await hubby.newPartner();
    const booking = await book(hubby, key, {
      communication_options: { should_send_message: false, channels: ['EMAIL'] },
    });
    for (let n = 0; n < 3; n++) await enqueue(hubby, booking, address(), {}, key);
    await enqueue(hubby, booking, '+31612345678', { channel: 'SMS', skipped: 'no_sender' }, key);
    const list = async (query: string): Promise<Json> =>
      (await hubby.call('GET', `/api/messages${query}`, undefined, { key })).body.data;
    assert.equal((await list('')).messages.length, 4);
    assert.deepEqual(
      (await list('?status=skipped')).messages.map((m: Json) => [m.channel, m.reason]),
      [['SMS', 'no_sender']],
    );
    assert.equal((await list('?kind=running_low')).messages.length, 0);
    const first = await list('?limit=3');
    const rest = await list(`?limit=3&cursor=${first.next_cursor}`);
    assert.deepEqual([first.messages.length, rest.messages.length, rest.next_cursor], [3, 1, null]);
    for (const query of ['?limit=0', '?status=gone', '?cursor=abc'])
      assert.equal(
        short(await hubby.call('GET', `/api/messages${query}`, undefined, { key })),
        '400 invalid_request',
        query,
      );
  });

  it('pretends a bounce and a complaint, and then sends nothing more there until that is lifted', async () => {
    const booking = await book(hubby);
    for (const [to, status, reason] of [
      ['bounce@simulator.example', 'bounced mailbox_unknown', 'bounced'],
      ['complaint@simulator.example', 'complained', 'complained'],
    ] as const) {
      await enqueue(hubby, booking, to);
      await hubby.drain();
      assert.equal(await statusOf(hubby, booking, to), status);
      const { suppressions } = (await hubby.call('GET', '/api/messages/suppressions')).body.data;
      assert.equal(suppressions.find((s: Json) => s.recipient === to).reason, reason);
      const again = await book(hubby);
      await enqueue(hubby, again, to);
      await hubby.drain();
      assert.equal(await statusOf(hubby, again, to), 'skipped suppressed');
    }
    const other = await hubby.newPartner();
    assert.deepEqual(
      (await hubby.call('GET', '/api/messages/suppressions', undefined, { key: other })).body.data
        .suppressions,
      [],
    );
    const path = '/api/messages/suppressions/bounce%40simulator.example';
    assert.equal(
      short(await hubby.call('DELETE', path, undefined, { key: other })),
      '404 not_found',
    );
    assert.equal((await hubby.call('DELETE', path)).status, 200);
    assert.equal(short(await hubby.call('DELETE', path)), '404 not_found');
    const later = await book(hubby);
    await enqueue(hubby, later, 'bounce@simulator.example');
    await hubby.drain();
    assert.equal(
      await statusOf(hubby, later, 'bounce@simulator.example'),
      'bounced mailbox_unknown',
      'it is tried again',
    );
  });

  it('hears of mails that a sender took before its key was taken away', async () => {
    const booking = await book(hubby);
    const to = address();
    await enqueue(hubby, booking, to);
    await hubby.drain();
    await hubby.sql(
      `update dispatches d set sender = 'brevo', provider_message_id = 'taken-before' from messages m
       where m.partner_id = d.partner_id and m.id = d.message_id and m.recipient = $1`,
      [to],
    );
    const answer = await hubby.bare('POST', '/api/mail/brevo/callbacks', {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${callbackToken(hubby.ctx)}`,
      },
      body: JSON.stringify([
        { event: 'hard_bounce', 'message-id': '<taken-before>' },
        { event: 'request', 'message-id': '<taken-before>' },
      ]),
    });
    assert.deepEqual(
      [answer.status, answer.body.data],
      [200, { received: 2, applied: 1 }],
      answer.text,
    );
    assert.equal(await statusOf(hubby, booking, to), 'bounced hard_bounce');
    assert.equal((await hubby.operator('GET', '/mail')).body.data.brevo_callbacks, null);
  });

  it('pages through suppressed addresses', async () => {
    const key = await hubby.newPartner();
    for (const recipient of ['a@example.org', 'b@example.org', 'c@example.org'])
      await hubby.sql(`insert into suppressed_recipients values ($1, $2, 'bounced', null, now())`, [
        key.partner_id,
        recipient,
      ]);
    const first = (
      await hubby.call('GET', '/api/messages/suppressions?limit=2', undefined, { key })
    ).body.data;
    const rest = (
      await hubby.call(
        'GET',
        `/api/messages/suppressions?limit=2&cursor=${first.next_cursor}`,
        undefined,
        { key },
      )
    ).body.data;
    assert.deepEqual(
      [...first.suppressions, ...rest.suppressions].map((s: Json) => s.recipient),
      ['a@example.org', 'b@example.org', 'c@example.org'],
    );
    assert.equal(rest.next_cursor, null);
    assert.equal(
      short(await hubby.call('GET', '/api/messages/suppressions?cursor=abc', undefined, { key })),
      '400 invalid_request',
    );
  });

  it('drops what makes no sense any more', async () => {
    const booking = await book(hubby);
    const [to, late, off] = [address(), address(), address()];
    await enqueue(hubby, booking, to);
    assert.equal((await hubby.call('DELETE', `/api/bookings/${booking.id}`)).status, 200);
    // Written by a schedule that had read the booking before.
    await enqueue(hubby, booking, late);
    const quiet = await book(hubby, hubby.partner, {
      communication_options: { should_send_message: false, channels: ['EMAIL'] },
    });
    await enqueue(hubby, quiet, off);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to), 'cancelled booking_cancelled');
    assert.equal(await statusOf(hubby, booking, late), 'cancelled booking_cancelled');
    assert.equal(await statusOf(hubby, quiet, off), 'cancelled switched_off');
  });

  it('sends a claimed code to whoever claimed it, and not once it was redeemed, issued anew or ran out', async () => {
    const key = await hubby.newPartner();
    const booking = await book(hubby, key, {
      locale: 'es',
      package_specifications: [1, 2, 3, 4].map(() => ({ destination: 'GR', size: '1GB' })),
    });
    const codes = booking.promo_codes as Json[];
    assert.equal(codes.length, 4);
    const to = codes.map(() => address());
    for (const [n, code] of codes.entries()) {
      const claim = await hubby.bare('POST', `/api/promo-codes/claim/${code.uuid}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: to[n] }),
      });
      assert.equal(claim.status, 200, claim.text);
    }
    const redeemed = await hubby.call(
      'POST',
      `/api/promo-codes/${codes[1].promo_code}/redeem`,
      { external_user_id: user() },
      { key },
    );
    assert.equal(redeemed.status, 200, redeemed.text);
    await hubby.sql(
      'update promo_codes set claimed_email = null, claimed_at = null where code = $1',
      [codes[2].promo_code],
    );
    await hubby.sql(
      `update promo_codes set valid_until = now() - interval '1 day' where code = $1`,
      [codes[3].promo_code],
    );
    await hubby.drain();
    assert.deepEqual(await Promise.all(to.map((one) => statusOf(hubby, booking, one, key))), [
      'delivered',
      'cancelled code_redeemed',
      'cancelled code_reissued',
      'cancelled code_expired',
    ]);
    const shown = (
      await hubby.call('GET', '/api/sandbox/messages', undefined, { key })
    ).body.data.messages.find((m: Json) => m.to === to[0]);
    assert.ok(
      shown.text.includes(codes[0].promo_code) &&
        shown.text.includes(`/w/${key.slug}/m/`) &&
        shown.text.includes('Grecia'),
      shown.text,
    );
    assert.ok(!shown.text.includes('free-esim'), 'its link is used up');
    assert.ok(!shown.text.includes('Sanne'), "the booker's name is not theirs");
  });

  it('judges lateness by how long a message waited, not by a clock that leapt', async () => {
    const key = await hubby.newPartner();
    const booking = await book(hubby, key);
    const [before, late] = [address(), address()];
    await enqueue(hubby, booking, before, { kind: 'departure_reminder' }, key);
    // Leaps beyond the departure with the message still on its way, as when a schedule fired in the
    // middle of the move.
    assert.equal(
      (await hubby.call('POST', '/api/sandbox/clock', { advance: '400d' }, { key })).status,
      200,
    );
    assert.equal(await statusOf(hubby, booking, before, key), 'delivered');
    await hubby.ctx.db.partnerTx(key.partner_id, (tx) =>
      enqueueMessages(
        tx,
        key.partner_id,
        [
          {
            channel: 'EMAIL',
            kind: 'departure_reminder',
            subjectId: 'late',
            recipient: late,
            locale: 'en',
            bookingId: booking.id,
            data: {},
          },
        ],
        new Date(Date.now() + 400 * 86_400_000),
      ),
    );
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, late, key), 'cancelled departed');
  });

  it('tells a partner apart from one whose message cannot be made', async () => {
    const [broken, fine] = [await hubby.newPartner(), await hubby.newPartner()];
    const [bookingA, bookingB] = [await book(hubby, broken), await book(hubby, fine)];
    await hubby.sql(
      `update partners set settings = settings || '{"message_templates": {"booking_confirmation": {"subject": "{oops"}}}' where id = $1`,
      [broken.partner_id],
    );
    const [a, b] = [address(), address()];
    const logged: object[] = [];
    const { log } = hubby.ctx;
    hubby.ctx.log = {
      ...log,
      error: (fields) => {
        logged.push(fields);
      },
    };
    await enqueue(hubby, bookingA, a, {}, broken);
    await enqueue(hubby, bookingB, b, {}, fine);
    await hubby.drain();
    assert.equal(await statusOf(hubby, bookingA, a, broken), 'pending not_made');
    assert.equal(await statusOf(hubby, bookingB, b, fine), 'delivered');
    for (let n = 1; n < 7; n++) {
      await makeDue(hubby);
      await hubby.drain();
    }
    assert.equal(await statusOf(hubby, bookingA, a, broken), 'failed not_made');
    hubby.ctx.log = log;
    assert.ok(
      logged.length >= 7 && !JSON.stringify(logged).includes('example.org'),
      'and says so without personal data',
    );
  });

  it('empties bodies after 90 days', async () => {
    const booking = await book(hubby);
    const [old, young] = [address(), address()];
    await enqueue(hubby, booking, old);
    await enqueue(hubby, booking, young);
    await hubby.drain();
    await hubby.sql(
      `update dispatches set created_at = now() - interval '91 days' where message_id in (select id from messages where recipient = $1)`,
      [old],
    );
    assert.equal(await forgetOldMessages(hubby.ctx), 1);
    const bodies = await hubby.sql(
      'select recipient, subject is null and text is null and html is null as empty from messages where recipient = any($1) order by recipient = $2 desc',
      [[old, young], old],
    );
    assert.deepEqual(bodies, [
      { recipient: old, empty: true },
      { recipient: young, empty: false },
    ]);
    assert.equal(
      await statusOf(hubby, booking, old),
      'delivered',
      'what became of it stays readable',
    );
    assert.equal(await forgetOldMessages(hubby.ctx), 0);
  });

  it('has sent everything when a clock was moved', async () => {
    const key = await hubby.newPartner();
    const booking = await book(hubby, key);
    const to = address();
    await enqueue(hubby, booking, to, {}, key);
    const moved = await hubby.call('POST', '/api/sandbox/clock', { advance: '3d' }, { key });
    assert.equal(moved.status, 200, moved.text);
    assert.equal(await statusOf(hubby, booking, to, key), 'delivered');
  });
});

describe('SMTP', () => {
  let hubby: Hubby;
  let smtp: SmtpStandIn;
  before(async () => {
    smtp = await startSmtp();
    hubby = await startHubby({
      env: { HUBBY_SMTP_URL: smtp.url, HUBBY_PUBLIC_URL: 'https://hubby.example.com' },
    });
  });
  after(async () => {
    await hubby.close();
    await smtp.close();
  });
  const receivedBy = (to: string) => smtp.received.filter((r) => r.to.includes(to));

  it('is the default once it is configured, and sends from the brand', async () => {
    const mail = (await hubby.operator('GET', '/mail')).body.data;
    assert.deepEqual(
      [mail.senders, mail.default_sender, mail.brevo_callbacks],
      [['mailbox', 'smtp'], 'smtp', null],
    );
    const key = await hubby.newPartner('Mail Travel', {
      visual_identity: { default: { name: 'Blauer Himmel' } },
    });
    const booking = await book(hubby, key);
    const to = address();
    await enqueue(hubby, booking, to, {}, key);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'sent');
    const [received] = receivedBy(to);
    const headers = headersOf(received!.raw);
    assert.match(headers.get('from')!, /^Blauer Himmel <no-reply@/);
    assert.match(headers.get('message-id')!, /^<msg_[0-9a-z]{26}@hubby\.example\.com>$/);
    assert.equal(headers.get('to'), to);
    const set = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      mail: {
        from: { name: 'Reisen', address: 'info@reisen.example.com' },
        reply_to: 'hilfe@reisen.example.com',
      },
    });
    assert.equal(set.status, 200, set.text);
    const again = address();
    await enqueue(hubby, booking, again, {}, key);
    await hubby.drain();
    const second = headersOf(receivedBy(again)[0]!.raw);
    assert.deepEqual(
      [second.get('from'), second.get('reply-to'), receivedBy(again)[0]!.from],
      ['Reisen <info@reisen.example.com>', 'hilfe@reisen.example.com', 'info@reisen.example.com'],
    );
  });

  it('stops after a hard bounce', async () => {
    const booking = await book(hubby);
    const to = address();
    smtp.behave.set(to, 550);
    await enqueue(hubby, booking, to);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to), 'bounced smtp_550');
    smtp.behave.delete(to);
    const again = await book(hubby);
    await enqueue(hubby, again, to);
    await hubby.drain();
    assert.equal(await statusOf(hubby, again, to), 'skipped suppressed');
    assert.equal(receivedBy(to).length, 0);
  });

  it('tries again after a 4xx, seven times in all', async () => {
    const booking = await book(hubby);
    const to = address();
    smtp.behave.set(to, 451);
    await enqueue(hubby, booking, to);
    const before = await databaseTime(hubby);
    await hubby.drain();
    const after = await databaseTime(hubby);
    assert.equal(await statusOf(hubby, booking, to), 'pending smtp_451');
    const { tries, next_attempt_at } = await dispatchOf(hubby, to);
    assert.equal(tries, 1);
    assert.ok(next_attempt_at - before >= 48_000 && next_attempt_at - after <= 72_000);
    for (let n = 1; n < 6; n++) {
      await makeDue(hubby);
      await hubby.drain();
      assert.equal(await statusOf(hubby, booking, to), 'pending smtp_451');
    }
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to), 'failed smtp_451');
    await makeDue(hubby);
    assert.equal(await runDueMessages(hubby.ctx), 0);
    assert.deepEqual(
      (await hubby.call('GET', '/api/messages/suppressions')).body.data.suppressions.filter(
        (s: Json) => s.recipient === to,
      ),
      [],
    );
  });

  it('lets a booking be cancelled while nothing has left, and not once something may have', async () => {
    const [postponed, dropped] = [await book(hubby), await book(hubby)];
    const [a, b] = [address(), address()];
    smtp.behave.set(a, 451);
    smtp.behave.set(b, 'drop');
    await enqueue(hubby, postponed, a);
    await enqueue(hubby, dropped, b);
    await hubby.drain();
    assert.equal(await statusOf(hubby, dropped, b), 'pending connection');
    assert.equal((await hubby.call('DELETE', `/api/bookings/${postponed.id}`)).status, 200);
    assert.equal(
      short(await hubby.call('DELETE', `/api/bookings/${dropped.id}`)),
      '409 booking_locked',
    );
    // A clear failure afterwards says nothing of the attempt before.
    smtp.behave.set(b, 451);
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, dropped, b), 'pending smtp_451');
    assert.equal(
      short(await hubby.call('DELETE', `/api/bookings/${dropped.id}`)),
      '409 booking_locked',
    );
    smtp.behave.delete(a);
    smtp.behave.delete(b);
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, postponed, a), 'cancelled booking_cancelled');
    assert.equal(receivedBy(a).length, 0);
    assert.equal(await statusOf(hubby, dropped, b), 'sent');
    const ids = receivedBy(b).map((r) => headersOf(r.raw).get('message-id'));
    assert.equal(ids.length, 2, 'nobody knew, so it was sent again');
    assert.equal(ids[0], ids[1], 'under the same Message-ID');
  });

  it('sends each once when workers share', async () => {
    const keys = [hubby.partner, await hubby.newPartner(), await hubby.newPartner()];
    const all: string[] = [];
    for (const key of keys) {
      const booking = await book(hubby, key);
      for (let n = 0; n < 40; n++) {
        all.push(address());
        await enqueue(hubby, booking, all.at(-1)!, {}, key);
      }
    }
    const counts = await Promise.all([1, 2, 3].map(() => runDueMessages(hubby.ctx)));
    assert.equal(
      counts.reduce((a, b) => a + b),
      120,
    );
    assert.deepEqual(
      all.filter((to) => receivedBy(to).length !== 1),
      [],
    );
    const [open] = await hubby.sql(
      `select count(*) as n from messages where recipient = any($1) and status <> 'sent'`,
      [all],
    );
    assert.equal(Number(open.n), 0);
  });
});

/** A sender that a test holds in its hand. */
function handSender(
  name: MailSenderName,
  send: (mail: Mail) => Promise<SendOutcome>,
): Partial<Context> {
  const sender: MailSender = { name, usesTemplates: false, send, close: async () => {} };
  return {
    mail: new Map<MailSenderName, MailSender>([
      ['mailbox', makeMailbox()],
      [name, sender],
    ]),
  };
}
const SENT: SendOutcome = { kind: 'sent', providerMessageId: null, isDelivered: false };

describe('a worker that dies between sending and writing it down', () => {
  it('is followed by another, with the same id; its own late outcome counts for nothing', async () => {
    const door = gate();
    const seen: string[] = [];
    const hubby = await startHubby({
      context: handSender('smtp', async (mail) => {
        seen.push(mail.id);
        if (seen.length > 1) return SENT;
        await door.wait();
        return { kind: 'rejected', reason: 'too_late', isBounce: true };
      }),
    });
    try {
      const booking = await book(hubby);
      const to = address();
      await enqueue(hubby, booking, to);
      const first = runDueMessages(hubby.ctx, lookOnce());
      await door.reached;
      assert.equal(
        await runDueMessages(hubby.ctx),
        0,
        'nobody else takes it while the lease lasts',
      );
      assert.equal(
        short(await hubby.call('DELETE', `/api/bookings/${booking.id}`)),
        '409 booking_locked',
        'it is leaving',
      );
      await hubby.sql(
        `update dispatches set lease_until = now() - interval '1 second' where lease_until is not null`,
      );
      assert.equal(await runDueMessages(hubby.ctx), 1);
      assert.equal(await statusOf(hubby, booking, to), 'sent');
      door.open();
      await first;
      assert.equal(await statusOf(hubby, booking, to), 'sent');
      assert.deepEqual([seen.length, seen[0]], [2, seen[1]]);
      assert.deepEqual(
        (await hubby.call('GET', '/api/messages/suppressions')).body.data.suppressions,
        [],
      );
    } finally {
      door.open();
      await hubby.close();
    }
  });

  it("does not keep the mails of one partner from going while another's hang", async () => {
    const door = gate();
    const hubby = await startHubby({
      context: handSender('smtp', async (mail) => {
        if (mail.to.startsWith('hang')) await door.wait();
        return SENT;
      }),
    });
    try {
      const [slow, quick] = [await hubby.newPartner(), await hubby.newPartner()];
      const [a, b] = [await book(hubby, slow), await book(hubby, quick)];
      for (let n = 0; n < 60; n++) await enqueue(hubby, a, `hang${n}@example.org`, {}, slow);
      const pass = runDueMessages(hubby.ctx);
      await door.reached;
      const to = address();
      await enqueue(hubby, b, to, {}, quick);
      await until(
        'the other partner has its mail',
        async () => (await statusOf(hubby, b, to, quick)) === 'sent',
      );
      door.open();
      assert.equal(await pass, 61);
    } finally {
      door.open();
      await hubby.close();
    }
  });
});

describe('Brevo', () => {
  let hubby: Hubby;
  let brevo: BrevoStandIn;
  let key: Key;
  before(async () => {
    brevo = await startBrevo();
    const mail = new Map<MailSenderName, MailSender>([
      ['mailbox', makeMailbox()],
      ['brevo', makeBrevo({ url: brevo.url, apiKey: brevo.apiKey, totalMs: 500 })],
    ]);
    hubby = await startHubby({ context: { mail } });
    key = await hubby.newPartner('Blue Sky', {
      mail: { sender: 'brevo', from: { address: 'trips@example.com' } },
      message_templates: {
        booking_confirmation: { brevo_template_id: { en: 1, nl: 2, 'nl-BE': 3 } },
      },
    });
  });
  after(async () => {
    await hubby.close();
    await brevo.close();
  });
  const callback = (body: unknown, token = callbackToken(hubby.ctx)) =>
    hubby.bare('POST', '/api/mail/brevo/callbacks', {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  async function sendOne(
    to = address(),
  ): Promise<{ booking: Json; to: string; id: string; reference: string }> {
    const booking = await book(hubby, key);
    await enqueue(hubby, booking, to, {}, key);
    await hubby.drain();
    const { id, body } = brevo.sent.at(-1)!;
    return { booking, to, id: `<${id}>`, reference: body.headers['X-Mailin-custom'] };
  }

  it('gets the template of the language and its parameters', async () => {
    const { booking, to } = await sendOne();
    const { body } = brevo.sent.at(-1)!;
    assert.deepEqual(
      [body.templateId, body.to, body.tags, body.sender],
      [
        2,
        [{ email: to }],
        ['booking_confirmation'],
        { name: 'Blue Sky', email: 'trips@example.com' },
      ],
    );
    const { params } = body;
    assert.deepEqual(
      [params.destination, params.partner, params.days, params.packages.length, params.name],
      ['Griekenland', 'Blue Sky', 365, 1, ''],
    );
    assert.match(params.size, /^1.GB$/);
    assert.equal(await statusOf(hubby, booking, to, key), 'sent');
  });

  it('says by callback that it arrived, bounced or was minded, and never goes back', async () => {
    const { booking, to, id } = await sendOne();
    const say = async (event: string): Promise<string> => {
      const answer = await callback({ event, email: to, 'message-id': id, ts_event: 1 });
      assert.equal(answer.status, 200, answer.text);
      return statusOf(hubby, booking, to, key);
    };
    assert.equal(await say('request'), 'sent');
    assert.equal(await say('deferred'), 'sent deferred');
    assert.equal(await say('soft_bounce'), 'sent soft_bounce');
    assert.equal(await say('delivered'), 'delivered');
    assert.equal(await say('opened'), 'delivered');
    assert.equal(await say('deferred'), 'delivered');
    assert.equal(await say('error'), 'delivered');
    assert.equal(await say('hard_bounce'), 'bounced hard_bounce');
    assert.equal(await say('delivered'), 'bounced hard_bounce');
    assert.equal(await say('spam'), 'complained spam');
    assert.equal(await say('hard_bounce'), 'complained spam');
    const { suppressions } = (
      await hubby.call('GET', '/api/messages/suppressions', undefined, { key })
    ).body.data;
    assert.equal(suppressions.find((s: Json) => s.recipient === to).reason, 'complained');
  });

  for (const [event, status, isSuppressed] of [
    ['blocked', 'bounced blocked', false],
    ['invalid_email', 'bounced invalid_email', true],
    ['hard_bounce', 'bounced hard_bounce', true],
    ['error', 'failed error', false],
  ] as const) {
    it(`understands ${event}`, async () => {
      const { booking, to, reference } = await sendOne();
      assert.deepEqual(
        (
          await callback([
            { event, 'X-Mailin-custom': reference },
            { event: 'delivered', 'message-id': '<unknown>' },
          ])
        ).body.data,
        { received: 2, applied: 1 },
      );
      assert.equal(await statusOf(hubby, booking, to, key), status);
      const { suppressions } = (
        await hubby.call('GET', '/api/messages/suppressions', undefined, { key })
      ).body.data;
      assert.equal(
        suppressions.some((s: Json) => s.recipient === to),
        isSuppressed,
      );
    });
  }

  it('refuses forged and broken callbacks, and passes over what is not ours', async () => {
    const { booking, to, id, reference } = await sendOne();
    const told = { event: 'hard_bounce', 'message-id': id };
    for (const token of ['wrong', '', callbackToken(hubby.ctx).slice(0, -1)])
      assert.equal(short(await callback(told, token)), '401 callback_forged', token);
    assert.equal(
      short(
        await hubby.bare('POST', '/api/mail/brevo/callbacks', {
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      ),
      '401 callback_forged',
    );
    for (const body of ['"x"', '[1]', '{"event": '])
      assert.equal((await callback(body)).status, 400, body);
    for (const body of [
      {},
      [],
      { event: 'hard_bounce' },
      { event: '__proto__', 'message-id': id },
      { event: 'hard_bounce', 'message-id': 7 },
      { event: 'hard_bounce', 'message-id': "' or 1=1" },
      {
        event: 'hard_bounce',
        'X-Mailin-custom': reference.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
      },
    ]) {
      const answer = await callback(body);
      assert.deepEqual([answer.status, answer.body.data?.applied], [200, 0], JSON.stringify(body));
    }
    assert.equal(await statusOf(hubby, booking, to, key), 'sent');
  });

  it('hears of a mail before its own outcome is written, and does not send it again', async () => {
    const to = address();
    brevo.behave.set(to, 'lost');
    const booking = await book(hubby, key);
    await enqueue(hubby, booking, to, {}, key);
    const pass = runDueMessages(hubby.ctx);
    const reference = await until(
      'Brevo has it',
      async () =>
        brevo.sent.find((s) => s.body.to[0].email === to)?.body.headers['X-Mailin-custom'],
    );
    assert.equal(
      (await callback({ event: 'delivered', 'X-Mailin-custom': reference })).body.data.applied,
      1,
    );
    await pass;
    assert.equal(await statusOf(hubby, booking, to, key), 'delivered');
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(brevo.calls.filter((c) => c.body.to[0].email === to).length, 1);
  });

  it('is not asked twice for what arrived though its answer was lost', async () => {
    const to = address();
    brevo.behave.set(to, 'lost');
    const booking = await book(hubby, key);
    await enqueue(hubby, booking, to, {}, key);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'pending timeout');
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'sent');
    assert.equal(brevo.sent.filter((s) => s.body.to[0].email === to).length, 1);
  });

  it('waits as long as it is told', async () => {
    const to = address();
    brevo.behave.set(to, { status: 429, headers: { 'retry-after': '3600' } });
    const booking = await book(hubby, key);
    await enqueue(hubby, booking, to, {}, key);
    const before = await databaseTime(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'pending brevo_429 some_code');
    assert.ok((await dispatchOf(hubby, to)).next_attempt_at - before >= 3_600_000);
    brevo.behave.delete(to);
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'sent');
  });

  it('tells the operator where to send callbacks', async () => {
    const { brevo_callbacks: callbacks } = (await hubby.operator('GET', '/mail')).body.data;
    assert.equal(callbacks.url, `${hubby.url}/api/mail/brevo/callbacks`);
    assert.equal(callbacks.token, callbackToken(hubby.ctx));
    assert.ok(callbacks.events.includes('hard_bounce'));
  });
});

describe('the settings of mail', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({
      context: {
        mail: new Map<MailSenderName, MailSender>([
          ['mailbox', makeMailbox()],
          ['smtp', makeSmtp({ url: 'smtp://127.0.0.1:1', idHost: 'x.example' })],
        ]),
      },
    });
  });
  after(() => hubby.close());
  const set = (settings: Json) =>
    hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, settings);

  it('are taken when they are right', async () => {
    for (const settings of [
      { mail: {} },
      {
        mail: {
          sender: 'smtp',
          from: { name: 'A', address: 'a@example.com' },
          reply_to: 'b@example.com',
        },
      },
      { mail: { sender: 'mailbox' } },
      { mail: null },
      {
        message_templates: {
          promo_code_claim: {
            brevo_template_id: 12,
            subject: 'Hi {name}',
            intro: { nl: 'Dag {name}, {partner}', 'pt-BR': "Olá '{' {destination} {date} <b>" },
          },
        },
      },
      { message_templates: {} },
      { message_templates: null },
    ]) {
      const answer = await set(settings);
      assert.equal(answer.status, 200, `${JSON.stringify(settings)} ${answer.text}`);
    }
  });

  for (const [settings, field] of [
    [{ mail: { sender: 'brevo' } }, 'mail.sender'],
    [{ mail: { sender: 'pigeon' } }, 'mail.sender'],
    [{ mail: { from: { address: 'nobody' } } }, 'mail.from.address'],
    [
      { mail: { from: { name: 'A\r\nBcc: x@example.com', address: 'a@example.com' } } },
      'mail.from.name',
    ],
    [{ mail: { from: { name: 'A' } } }, 'mail.from.address'],
    [{ mail: { reply_to: 'a@example.com, b@example.com' } }, 'mail.reply_to'],
    [{ mail: { colour: 1 } }, 'mail.colour'],
    [{ mail: 7 }, 'mail'],
    [{ message_templates: { birthday: {} } }, 'message_templates.birthday'],
    [
      { message_templates: { running_low: { footer: 'x' } } },
      'message_templates.running_low.footer',
    ],
    [
      { message_templates: { running_low: { brevo_template_id: 'x' } } },
      'message_templates.running_low.brevo_template_id',
    ],
    [
      { message_templates: { running_low: { brevo_template_id: 0 } } },
      'message_templates.running_low.brevo_template_id',
    ],
    [
      { message_templates: { running_low: { brevo_template_id: { nl: 1.5 } } } },
      'message_templates.running_low.brevo_template_id.nl',
    ],
    [
      { message_templates: { running_low: { brevo_template_id: {} } } },
      'message_templates.running_low.brevo_template_id',
    ],
    [
      { message_templates: { running_low: { subject: { tlh: 'x' } } } },
      'message_templates.running_low.subject.tlh',
    ],
    [
      { message_templates: { running_low: { subject: { 'not a tag': 'x' } } } },
      'message_templates.running_low.subject.not a tag',
    ],
    [
      { message_templates: { running_low: { subject: 'Hi {name' } } },
      'message_templates.running_low.subject',
    ],
    [
      { message_templates: { running_low: { intro: { de: 'Hallo {code}' } } } },
      'message_templates.running_low.intro.de',
    ],
    [
      { message_templates: { running_low: { intro: '{name, select, other {x}}' } } },
      'message_templates.running_low.intro',
    ],
    [
      { message_templates: { running_low: { subject: 'a\r\nBcc: x@example.com' } } },
      'message_templates.running_low.subject',
    ],
    [
      { message_templates: { running_low: { subject: '' } } },
      'message_templates.running_low.subject',
    ],
    [{ message_templates: { running_low: [] } }, 'message_templates.running_low'],
  ] as const) {
    it(`are refused by name: ${JSON.stringify(settings)}`, async () => {
      const answer = await set(settings);
      assert.equal(short(answer), '400 invalid_request');
      assert.deepEqual(
        [...new Set(answer.body.error.details.map((d: Json) => d.field))],
        [field],
        answer.text,
      );
      assert.equal(
        short(await hubby.operator('POST', '/partners', { name: 'New', settings })),
        '400 invalid_request',
      );
    });
  }

  it('let mails wait for a sender that was taken away', async () => {
    const key = await hubby.newPartner('Waiting', { mail: { sender: 'mailbox' } });
    const booking = await book(hubby, key);
    await hubby.sql(
      `update partners set settings = settings || '{"mail": {"sender": "brevo"}}' where id = $1`,
      [key.partner_id],
    );
    const to = address();
    await enqueue(hubby, booking, to, {}, key);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'pending sender_missing');
    assert.equal(
      (
        await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
          mail: { sender: 'mailbox' },
        })
      ).status,
      200,
    );
    await makeDue(hubby);
    await hubby.drain();
    assert.equal(await statusOf(hubby, booking, to, key), 'delivered');
  });

  it("put the partner's own words into its mails, in their language", async () => {
    const key = await hubby.newPartner('Own Words', {
      mail: { sender: 'mailbox' },
      message_templates: {
        booking_confirmation: {
          subject: { nl: '{name}, welkom in {destination}' },
          intro: 'Hi {name}, all set with {partner} for {date}.',
        },
      },
    });
    const to = address();
    const booking = await book(hubby, key, { email: to });
    await enqueue(hubby, booking, to, {}, key);
    await enqueue(hubby, booking, 'somebody-else@example.org', {}, key);
    await enqueue(hubby, booking, 'in-german@example.org', { locale: 'de-AT' }, key);
    await hubby.drain();
    const { messages } = (await hubby.call('GET', '/api/sandbox/messages', undefined, { key })).body
      .data;
    const ofEnqueued = (recipient: string): Json =>
      messages.find((m: Json) => m.to === recipient && m.locale !== 'en');
    assert.equal(ofEnqueued(to).subject, 'Sanne, welkom in Griekenland');
    assert.match(ofEnqueued(to).text, /Hi Sanne, all set with Own Words for \d/);
    assert.equal(
      ofEnqueued('somebody-else@example.org').subject,
      'welkom in Griekenland',
      "the booker's name is not theirs",
    );
    assert.doesNotMatch(ofEnqueued('in-german@example.org').subject, /welkom/);
  });
});
