/**
 * Bookings sent again after something changed: what is stored is answered, what is new is judged as
 * a new booking is.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeBrevo } from '../../src/channels/brevo/sender.ts';
import { makeMailbox } from '../../src/channels/mailbox/sender.ts';
import type { MailSender, MailSenderName } from '../../src/channels/mail.ts';
import { startBrevo, type BrevoStandIn } from '../support/brevo.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
let brevo: BrevoStandIn;
const DEPARTURE = '2027-07-15';
const START = new Date('2027-03-10T12:00:00Z');
const clock = { at: START, now: () => clock.at };
before(async () => {
  brevo = await startBrevo();
  hubby = await startHubby({
    clock,
    context: {
      mail: new Map<MailSenderName, MailSender>([
        ['brevo', makeBrevo({ url: brevo.url, apiKey: brevo.apiKey, totalMs: 500 })],
        ['mailbox', makeMailbox()],
      ]),
    },
  });
});
after(async () => {
  await hubby.close();
  await brevo.close();
});

let references = 0;
const queue = (): Json => ({ external_user_id: user(), destination: 'GR', size: '1GB' });
const code = (): Json => ({ destination: 'GR', size: '1GB' });
const body = (more: Json = {}): Json => ({
  departure_date: DEPARTURE,
  booking_id: `AGAIN-${++references}`,
  package_specifications: [queue()],
  ...more,
});
type Key = Awaited<ReturnType<Hubby['newPartner']>>;
const book = (json: Json, key: Key): Promise<Answer> =>
  hubby.call('POST', '/api/bookings', json, { key });
const set = (key: Key, settings: object): Promise<Answer> =>
  hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, settings);
const problems = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => `${d.type ?? ''} ${d.field}`.trim());
async function booked(json: Json, key: Key): Promise<Json> {
  const answer = await book(json, key);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
}

/**
 * Sent again it is answered with 200 and what is stored; a new booking and a further entry are
 * refused for these reasons.
 */
async function answersOnly(request: Json, stored: Json, key: Key, why: string[]): Promise<void> {
  const again = await book(request, key);
  assert.deepEqual([again.status, again.body.data], [200, stored], again.text);
  const fresh = await book({ ...request, booking_id: `AGAIN-${++references}` }, key);
  assert.deepEqual([fresh.status, problems(fresh)], [400, why]);
  const more = await book(
    { ...request, package_specifications: [...request.package_specifications, queue()] },
    key,
  );
  assert.deepEqual([more.status, problems(more)], [400, why]);
  const { data } = (await hubby.call('GET', `/api/bookings/${stored.id}`, undefined, { key })).body;
  assert.deepEqual(data, stored);
}

describe('a stored booking is answered', () => {
  it('when its branding is gone', async () => {
    const key = await hubby.newPartner('Brand', {
      visual_identity: { winter: { name: 'Winter' } },
    });
    const request = body({ custom_branding: 'winter' });
    const stored = await booked(request, key);
    await set(key, { visual_identity: {} });
    await answersOnly(request, stored, key, ['custom_branding']);
  });

  it('when a code of it needs a template that nobody configured', async () => {
    const key = await hubby.newPartner('Codes', { mail: { sender: 'mailbox' } });
    const request = body({ package_specifications: [code(), queue()] });
    const stored = await booked(request, key);
    await set(key, { mail: { sender: 'brevo', from: { address: 'trips@example.com' } } });
    await answersOnly(request, stored, key, ['template_not_configured package_specifications']);
  });

  it('when its confirmation needs one', async () => {
    const key = await hubby.newPartner('Confirmations', { mail: { sender: 'mailbox' } });
    const request = body({
      email: 'a@example.com',
      communication_options: { should_send_message: true },
    });
    const stored = await booked(request, key);
    await set(key, { mail: { sender: 'brevo', from: { address: 'trips@example.com' } } });
    await answersOnly(request, stored, key, ['template_not_configured communication_options']);
  });

  it('when a strategy that chose for it is gone', async () => {
    const strategy = { name: 'fixed_size', parameters: { size: '1GB' } };
    const key = await hubby.newPartner('Strategy', { package_strategy: strategy });
    const request = body({
      package_specifications: [{ external_user_id: user(), destination: 'GR' }],
    });
    const stored = await booked(request, key);
    await set(key, { package_strategy: null });
    const again = await book(request, key);
    assert.deepEqual([again.status, again.body.data], [200, stored], again.text);
    // The entry that is there already is not judged again, a new one is.
    const added = await book(
      { ...request, package_specifications: [...request.package_specifications, queue()] },
      key,
    );
    assert.deepEqual([added.status, added.body.data?.package_queues.length], [200, 2], added.text);
    const refused = await book(
      {
        ...request,
        package_specifications: [
          ...request.package_specifications,
          { ...queue(), size: undefined },
        ],
      },
      key,
    );
    assert.deepEqual(
      [refused.status, problems(refused)],
      [400, ['strategy_not_configured package_specifications.1.size']],
    );
  });

  it('when its departure is over, and takes no new entries then', async () => {
    const key = await hubby.newPartner('Past', {});
    const request = body();
    const stored = await booked(request, key);
    clock.at = new Date('2027-07-16T12:00:00Z');
    const completed = { ...stored, status: 'COMPLETED' };
    await answersOnly(request, completed, key, ['departure_date']);
    clock.at = START;
  });

  it('with 201 to a retry under its Idempotency-Key, whatever changed', async () => {
    const key = await hubby.newPartner('Retries', { visual_identity: { winter: { name: 'W' } } });
    const request = body({ booking_id: undefined, custom_branding: 'winter' });
    const headers = { 'idempotency-key': 'retry-1' };
    const first = await hubby.call('POST', '/api/bookings', request, { key, headers });
    assert.equal(first.status, 201);
    await set(key, { visual_identity: {} });
    const kept = await hubby.call('POST', '/api/bookings', request, { key, headers });
    assert.deepEqual([kept.status, kept.text], [201, first.text]);
    // As after a crash between the booking and the keeping of its answer.
    await hubby.sql(
      `update idempotency_keys set status = null, body_sealed = null, lease_until = now() - interval '1 s' where partner_id = $1`,
      [key.partner_id],
    );
    const again = await hubby.call('POST', '/api/bookings', request, { key, headers });
    assert.deepEqual([again.status, again.body.data], [201, first.body.data], again.text);
  });
});

describe('a gift', () => {
  const grant = (more: Json = {}): Json => ({
    external_user_id: user(),
    esim_type: 'classic',
    destination: 'GR',
    size: '1GB',
    ...more,
  });
  const statusOf = async (id: string, key: Key): Promise<string[]> => {
    const of = async (path: string): Promise<Json> =>
      (await hubby.call('GET', path, undefined, { key })).body.data;
    const listed: string[] = [];
    for (const status of ['CONFIRMED', 'COMPLETED'])
      if ((await of(`/api/bookings?status=${status}`)).bookings.some((b: Json) => b.id === id))
        listed.push(status);
    return [(await of(`/api/bookings/${id}`)).status, ...listed];
  };

  it('is CONFIRMED in its own 201 and until its last grant is claimed or expired', async () => {
    const key = await hubby.newPartner('Gifts', {});
    const made = await booked(
      {
        package_specifications: [
          grant({ expires_at: '2027-03-12T00:00:00Z' }),
          grant({ expires_at: '2027-03-14T00:00:00Z' }),
        ],
      },
      key,
    );
    assert.equal(made.status, 'CONFIRMED');
    assert.deepEqual(await statusOf(made.id, key), ['CONFIRMED', 'CONFIRMED']);
    clock.at = new Date('2027-03-13T00:00:00Z');
    assert.deepEqual(await statusOf(made.id, key), ['CONFIRMED', 'CONFIRMED']);
    await hubby.sql('update package_queues set redeemed_at = $2 where id = $1', [
      made.package_queues[1].id,
      clock.at,
    ]);
    assert.deepEqual(await statusOf(made.id, key), ['COMPLETED', 'COMPLETED']);
    await hubby.sql('update package_queues set redeemed_at = null where id = $1', [
      made.package_queues[1].id,
    ]);
    clock.at = new Date('2027-03-14T00:00:00Z');
    assert.deepEqual(await statusOf(made.id, key), ['COMPLETED', 'COMPLETED']);
    clock.at = START;
  });

  it('with a departure of its own is over when that is', async () => {
    const key = await hubby.newPartner('Dated gifts', {});
    const made = await booked(
      { departure_date: '2027-03-10T01:00:00Z', package_specifications: [grant()] },
      key,
    );
    assert.equal(made.status, 'COMPLETED');
    assert.deepEqual(await statusOf(made.id, key), ['COMPLETED', 'COMPLETED']);
  });
});
