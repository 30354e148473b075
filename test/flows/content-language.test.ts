/**
 * The locale that an answer is really in: the header `content-language`, and `locale` of messages.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
let dutch: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  dutch = await hubby.newPartner('Nederland', { locale: 'nl' });
});
after(() => hubby.close());

let counter = 0;
const call = (method: string, path: string, body?: Json, headers = {}): Promise<Answer> =>
  hubby.call(method, path, body, { key: dutch, headers });
const bookingOf = (id: string, locale?: string | null): Json => ({
  booking_id: `LANGUAGE-${++counter}`,
  departure_date: IN_A_YEAR,
  email: `${id}@example.com`,
  locale,
  package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
});
const languageOf = ({ status, text, headers }: Answer): string | undefined => {
  assert.ok(status < 300, text);
  return headers['content-language'] as string | undefined;
};

describe('the language of an answer', () => {
  it('is what was found for the language asked for, on every answer about a booking', async () => {
    for (const [asked, used] of [
      ['es', 'es-ES'],
      ['de_AT.UTF-8', 'de-AT'],
      ['ka', 'nl-NL'],
      ['ja', 'ja-JP'],
      ['iw-IL', 'he-IL'],
      [undefined, 'nl-NL'],
      [null, 'nl-NL'],
    ] as const) {
      const body = bookingOf(user(), asked);
      const created = await call('POST', '/api/bookings', body);
      const path = `/api/bookings/${created.body.data.id}`;
      const answers = [
        created,
        await call('POST', '/api/bookings', body),
        await call('POST', '/api/bookings', body, { 'x-api-version': '1.3' }),
        await call('POST', '/api/bookings/preview', body),
        await call('GET', path),
        await call('GET', `/api/bookings?bookingId=${body.booking_id}`),
        await call('PATCH', path, { data: { seat: 1 } }),
        await call('DELETE', path),
      ];
      assert.deepEqual(
        answers.map(languageOf),
        answers.map(() => used),
        String(asked),
      );
    }
  });

  it('changes with the booking, and is not said of a list in several or of an empty one', async () => {
    const id = user();
    const { body } = await call('POST', '/api/bookings', bookingOf(id, 'es'));
    const patched = await call('PATCH', `/api/bookings/${body.data.id}`, { locale: 'fr' });
    assert.equal(languageOf(patched), 'fr-FR');
    await call('POST', '/api/bookings', bookingOf(id, 'de'));
    assert.equal(languageOf(await call('GET', '/api/bookings')), undefined);
    assert.equal(languageOf(await call('GET', '/api/bookings?bookingId=none')), undefined);
  });

  it('is said again by a replay', async () => {
    const body = bookingOf(user(), 'es');
    const send = () => call('POST', '/api/bookings', body, { 'idempotency-key': 'language-1' });
    const [first, again] = [await send(), await send()];
    assert.equal(again.headers['idempotent-replayed'], 'true');
    assert.deepEqual([languageOf(first), languageOf(again)], ['es-ES', 'es-ES']);
    assert.equal(again.text, first.text);
  });

  it('is said of promo codes, instructions, support requests and top-ups', async () => {
    const id = user();
    const { body } = await call('POST', '/api/bookings', bookingOf(id, 'es'));
    await call('POST', '/api/native/redeem-package', {
      external_user_id: id,
      package_queue_id: body.data.package_queues[0].id,
    });
    const coded = await call('POST', '/api/bookings', {
      ...bookingOf(id, 'es'),
      package_specifications: [{ destination: 'GR', size: '1GB' }],
    });
    const code = coded.body.data.promo_codes[0].promo_code;
    const about = { external_user_id: id, locale: 'fr-LU' };
    const request = { ...about, body: 'No internet', symptom: 'no_data' };
    const support = await call('POST', '/api/native/support-requests', request);
    const answers: [Answer, string][] = [
      [await call('GET', `/api/promo-codes/${code}`), 'es-ES'],
      [await call('POST', `/api/promo-codes/${code}/reissue`, {}), 'es-ES'],
      [await call('POST', '/api/native/instructions', { ...about, format: 'text' }), 'fr-FR'],
      [support, 'fr-FR'],
      [await call('GET', '/api/native/support-requests'), 'fr-FR'],
      [await call('GET', `/api/native/support-context?external_user_id=${id}`), 'en'],
      [
        await call('POST', `/api/native/support-requests/${support.body.data.id}/escalate`, {}),
        'fr-FR',
      ],
      [await hubby.operator('GET', '/support-requests'), 'fr-FR'],
      [await call('POST', '/api/esims/topup', { external_user_id: id, size: '3GB' }), 'nl-NL'],
    ];
    assert.deepEqual(
      answers.map(([answer]) => languageOf(answer)),
      answers.map(([, used]) => used),
    );
  });
});

describe('the language of a message', () => {
  const shown = async (id: string): Promise<string[]> => {
    const lists = [
      await call('GET', '/api/sandbox/messages'),
      await call('GET', '/api/messages'),
      await call('GET', `/api/bookings/${id}/messages`),
    ];
    return lists.flatMap(({ body }) =>
      body.data.messages
        .filter((message: Json) => message.to.startsWith('reader'))
        .map((message: Json) => message.locale),
    );
  };

  it('is the one it is made in, and stays it when the partner speaks another later', async () => {
    const { body } = await call('POST', '/api/bookings', {
      ...bookingOf('reader'),
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
    });
    assert.deepEqual(await shown(body.data.id), ['nl-NL', 'nl-NL', 'nl-NL']);
    await hubby.drain();
    const changed = await hubby.operator('PATCH', `/partners/${dutch.partner_id}/settings`, {
      locale: 'de',
    });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(await shown(body.data.id), ['nl-NL', 'nl-NL', 'nl-NL']);
  });
});
