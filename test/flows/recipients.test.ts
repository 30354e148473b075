/**
 * Whom a confirmation goes to: the entry's address, then the traveler's, then the booking's,
 * whoever writes it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const SCHEDULES = {
  plain: { key: 'plain', kind: 'booking_confirmation', moment: 'booking' },
  late: { key: 'late', kind: 'booking_confirmation', moment: 'booking', channel: 'EMAIL' },
};

for (const [name, schedule] of Object.entries(SCHEDULES)) {
  describe(`a confirmation of schedule ${name}`, () => {
    it('goes to the entry, else the traveler, else the booking', async () => {
      const key = await hubby.newPartner(name, { schedules: [schedule] });
      const [ana, bob] = [user(), user()];
      const told = async (entries: Json[], more: Json = {}): Promise<string[]> => {
        const { status, body, text } = await hubby.call(
          'POST',
          '/api/bookings',
          {
            departure_date: IN_A_YEAR,
            communication_options: { should_send_message: true },
            package_specifications: entries.map((e) => ({ destination: 'GR', size: '1GB', ...e })),
            ...more,
          },
          { key },
        );
        assert.ok(status === 201 || status === 200, text);
        await hubby.drain();
        const rows = await hubby.sql(
          `select recipient from messages where partner_id = $1 and booking_id = $2 and kind = 'booking_confirmation' order by 1`,
          [key.partner_id, body.data.id],
        );
        return rows.map((row) => row.recipient);
      };
      const booker = { email: 'Booker@example.com' };
      assert.deepEqual(
        await told([{ external_user_id: ana, email: 'Ana@example.com' }], booker),
        ['ana@example.com'],
        'the entry names somebody',
      );
      assert.deepEqual(
        await told([{ external_user_id: ana }], booker),
        ['ana@example.com'],
        'the traveler is known',
      );
      assert.deepEqual(
        await told([{ external_user_id: ana }]),
        ['ana@example.com'],
        'the traveler is known, and nobody else',
      );
      assert.deepEqual(
        await told([{ external_user_id: ana, email: 'Other@example.com' }], booker),
        ['other@example.com'],
        'the entry counts before the traveler',
      );
      assert.deepEqual(await told([{ external_user_id: bob }], booker), ['booker@example.com']);
      assert.deepEqual(await told([{ external_user_id: bob }]), []);
      assert.deepEqual(
        await told([{ external_user_id: ana }, { external_user_id: bob }, {}], booker),
        ['ana@example.com', 'booker@example.com'],
      );
      // Added to a booking that stands, they follow the same order.
      const reference = { ...booker, booking_id: `MORE-${name}` };
      await told([{ external_user_id: bob }], reference);
      assert.deepEqual(
        await told([{ external_user_id: bob }, { external_user_id: ana }], reference),
        ['ana@example.com', 'booker@example.com'],
      );
    });
  });
}

const WRITERS = {
  'the booking itself': { key: 'plain', kind: 'booking_confirmation', moment: 'booking' },
  'a schedule': { key: 'own', kind: 'booking_confirmation', moment: 'booking', filter: {} },
};

for (const [name, schedule] of Object.entries(WRITERS)) {
  describe(`a confirmation that ${name} writes`, () => {
    const rowsOf = async (more: Json): Promise<Json[]> => {
      const key = await hubby.newPartner(name, { schedules: [schedule] });
      const { status, body, text } = await hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: IN_A_YEAR,
          email: 'Booker@example.com',
          communication_options: { should_send_message: true, channels: ['EMAIL', 'WHATSAPP'] },
          package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
          ...more,
        },
        { key },
      );
      assert.equal(status, 201, text);
      await hubby.drain();
      return hubby.sql(
        `select channel, recipient, status, reason from messages
         where partner_id = $1 and booking_id = $2 order by channel`,
        [key.partner_id, body.data.id],
      );
    };
    const mail = {
      channel: 'EMAIL',
      recipient: 'booker@example.com',
      status: 'delivered',
      reason: null,
    };
    const unsent = { channel: 'WHATSAPP', status: 'skipped', reason: 'no_sender' };

    it('goes by phone to the number of the booking', async () => {
      assert.deepEqual(await rowsOf({ phone: '+31612345678' }), [
        mail,
        { ...unsent, recipient: '+31612345678' },
      ]);
    });

    it('is kept for the address of who has no number', async () => {
      assert.deepEqual(await rowsOf({}), [mail, { ...unsent, recipient: mail.recipient }]);
    });
  });
}
