/**
 * Taking messages back, and addresses that nothing goes to: rules that a whole flow hardly reaches.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Tx } from '../../src/db/pool.ts';
import { cancelUnsent, type Which } from '../../src/domain/messages/cancel-unsent.ts';
import { enqueueMessages, type NewMessage } from '../../src/domain/messages/enqueue.ts';
import { forgetOldMessages } from '../../src/domain/messages/forget-old-messages.ts';
import { isSuppressed, suppress } from '../../src/domain/messages/sending/suppress.ts';
import { newId } from '../../src/ids.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

async function book(): Promise<Json> {
  const answer = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    package_specifications: [{ destination: 'GR', size: '1GB', external_user_id: user() }],
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
}
let addresses = 0;
const address = (): string => `somebody${++addresses}@example.org`;
const messages = (booking: Json, recipients: string[], over: Partial<NewMessage> = {}) =>
  recipients.map((recipient): NewMessage => ({
    channel: 'EMAIL',
    kind: 'booking_confirmation',
    subjectId: newId('evt'),
    recipient,
    locale: 'en',
    bookingId: booking.id,
    data: { queue_ids: booking.package_queues.map((q: Json) => q.id) },
    ...over,
  }));
const enqueue = (rows: NewMessage[]): Promise<unknown> =>
  hubby.ctx.db.partnerTx(hubby.partner.partner_id, (tx) =>
    enqueueMessages(tx, hubby.partner.partner_id, rows, hubby.ctx.clock.now()),
  );
const cancel = (which: Which): Promise<void> =>
  hubby.ctx.db.partnerTx(hubby.partner.partner_id, (tx) =>
    cancelUnsent(tx, hubby.partner.partner_id, which, 'reissued', hubby.ctx.clock.now()),
  );
/** `status reason` of the message to an address, and whether it is still planned. */
const fateOf = async (recipient: string): Promise<string> => {
  const [row] = await hubby.sql(
    `select m.status, m.reason, d.next_attempt_at is not null as is_planned
     from messages m join dispatches d on d.partner_id = m.partner_id and d.message_id = m.id where m.recipient = $1`,
    [recipient],
  );
  return [row.status, row.reason, row.is_planned ? 'planned' : 'not planned']
    .filter((part) => part !== null)
    .join(', ');
};
const change = (
  table: 'messages' | 'dispatches',
  set: string,
  recipient: string,
): Promise<Json[]> =>
  hubby.sql(
    table === 'messages'
      ? `update messages set ${set} where recipient = $1`
      : `update dispatches set ${set} where message_id in (select id from messages where recipient = $1)`,
    [recipient],
  );

describe('taking messages back', () => {
  it('stops what has not left, and nothing that left, is leaving, or may have left', async () => {
    const booking = await book();
    const [sent, skipped, waiting, tried, leaving, lapsed, unclear] = Array.from(
      { length: 7 },
      address,
    ) as [string, string, string, string, string, string, string];
    await enqueue(messages(booking, [sent, skipped]));
    await hubby.drain();
    await change('messages', `status = 'skipped', reason = 'suppressed', subject = null`, skipped);
    await enqueue(messages(booking, [waiting, tried, leaving, lapsed, unclear]));
    await change('dispatches', `tries = 2, next_attempt_at = now() + interval '1 hour'`, tried);
    await change('dispatches', `lease_until = now() + interval '1 hour'`, leaving);
    await change('dispatches', `lease_until = now() - interval '1 second'`, lapsed);
    await change('messages', `subject = 'made already'`, unclear);
    await cancel({ bookingId: booking.id });
    const fates: [string, string][] = [
      [sent, 'delivered, not planned'],
      [skipped, 'skipped, suppressed, not planned'],
      [waiting, 'cancelled, reissued, not planned'],
      [tried, 'cancelled, reissued, not planned'],
      [leaving, 'pending, planned'],
      [lapsed, 'cancelled, reissued, not planned'],
      [unclear, 'pending, planned'],
    ];
    for (const [recipient, fate] of fates) assert.equal(await fateOf(recipient), fate, recipient);
  });

  it('leaves other bookings, other subjects and other kinds alone', async () => {
    const [one, other] = [await book(), await book()];
    const [mine, theirs] = [address(), address()];
    await enqueue([...messages(one, [mine]), ...messages(other, [theirs])]);
    await cancel({ bookingId: one.id });
    assert.equal(await fateOf(mine), 'cancelled, reissued, not planned');
    assert.equal(await fateOf(theirs), 'pending, planned');

    const subjectId = newId('evt');
    const [meant, sameSubject, sameKind] = [address(), address(), address()];
    await enqueue([
      ...messages(other, [meant], { subjectId }),
      ...messages(other, [sameSubject], { subjectId, kind: 'departure_reminder' }),
      ...messages(other, [sameKind]),
    ]);
    await cancel({ kind: 'booking_confirmation', subjectId });
    assert.equal(await fateOf(meant), 'cancelled, reissued, not planned');
    assert.equal(await fateOf(sameSubject), 'pending, planned');
    assert.equal(await fateOf(sameKind), 'pending, planned');
  });
});

describe('after ninety days', () => {
  it('words are forgotten of what is over, and kept of what still waits', async () => {
    const booking = await book();
    const [over, waiting] = [address(), address()];
    await enqueue(messages(booking, [over, waiting]));
    const words = `subject = 'made', text = 'made', html = 'made'`;
    for (const to of [over, waiting]) {
      await change('messages', words, to);
      await change('dispatches', `created_at = now() - interval '91 days'`, to);
    }
    await change('dispatches', 'next_attempt_at = null', over);
    assert.equal(await forgetOldMessages(hubby.ctx), 1);
    const kept = await hubby.sql(
      `select recipient from messages where recipient = any($1) and text = 'made'`,
      [[over, waiting]],
    );
    assert.deepEqual(kept, [{ recipient: waiting }]);
  });
});

describe('an address that nothing goes to', () => {
  const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    hubby.ctx.db.partnerTx(hubby.partner.partner_id, work);
  const id = (): string => hubby.partner.partner_id;

  it('is that address in whatever case it is written', async () => {
    const booking = await book();
    const to = 'Bounced.Once@Example.org';
    await tx((t) => suppress(t, id(), to, 'bounced', newId('msg'), new Date()));
    assert.equal(await tx((t) => isSuppressed(t, id(), 'BOUNCED.ONCE@example.ORG')), true);
    assert.equal(await tx((t) => isSuppressed(t, id(), 'bounced.twice@example.org')), false);
    const written = 'bounced.ONCE@example.org';
    await enqueue(messages(booking, [written]));
    await hubby.drain();
    assert.equal(await fateOf(written), 'skipped, suppressed, not planned');
    const path = '/api/messages/suppressions';
    const { suppressions } = (await hubby.call('GET', path)).body.data;
    assert.deepEqual(
      suppressions.map((s: Json) => s.recipient),
      [to.toLowerCase()],
    );
    const lifted = await hubby.call('DELETE', `${path}/${encodeURIComponent(to.toUpperCase())}`);
    assert.equal(lifted.status, 200, lifted.text);
    assert.equal(await tx((t) => isSuppressed(t, id(), to)), false);
  });

  it('keeps the complaint, whatever else is heard of it', async () => {
    const to = address();
    const hear = (reason: 'bounced' | 'complained'): Promise<unknown> =>
      tx((t) => suppress(t, id(), to, reason, newId('msg'), new Date()));
    const heard = async (): Promise<string> =>
      (await hubby.sql('select reason from suppressed_recipients where recipient = $1', [to]))[0]
        .reason;
    await hear('bounced');
    await hear('complained');
    assert.equal(await heard(), 'complained');
    await hear('bounced');
    assert.equal(await heard(), 'complained');
  });
});
