/** What of a kept request says who a traveler is, by names of members, parameters and parts of a path. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskBody, maskPath, maskQuery } from '../src/domain/requests/mask-request.ts';

describe('a masked body', () => {
  it('keeps what is of no person, and masks by name at any depth', () => {
    const body = {
      booking_id: 'TRIP-1',
      departure_date: '2027-07-15',
      externalUserId: 'ada-1815',
      phone: '+31612345678',
      data: { seat: '12A' },
      pax: 2,
      is_gift: true,
      locale: null,
      package_specifications: [{ email: 'ada@travel.example', destination: 'GR', size: '1GB' }],
    };
    assert.deepEqual(JSON.parse(maskBody(JSON.stringify(body), false)), {
      ...body,
      externalUserId: '[personal]',
      phone: '[personal]',
      data: '[personal]',
      package_specifications: [{ email: 'a…@travel.example', destination: 'GR', size: '1GB' }],
    });
  });

  it('of an answer shows its data, and its errors without what they quote', () => {
    const answer = {
      success: false,
      error: {
        code: 400,
        type: 'invalid_request',
        message: 'first_name: expected text, got "Ada"',
        details: [{ field: 'phone', issue: 'expected a phone number, got 31612345678' }],
        doc_url: 'https://hubby.example/docs/errors#invalid_request',
      },
    };
    const masked = maskBody(JSON.stringify(answer), true);
    assert.doesNotMatch(masked, /Ada|31612345678/);
    const { error } = JSON.parse(masked);
    assert.deepEqual([error.code, error.type], [400, 'invalid_request']);
    assert.equal(error.message, 'first_name: expected text, got [personal]');
    const data = { id: 'bkg_1', iccid: '8988', esims: [{ qr: 'x', status: 'ENABLED' }] };
    assert.deepEqual(JSON.parse(maskBody(JSON.stringify({ success: true, data }), true)).data, {
      id: 'bkg_1',
      iccid: '[personal]',
      esims: [{ qr: '[personal]', status: 'ENABLED' }],
    });
  });

  it('is nothing else where it is no JSON, a bare value, or too deep', () => {
    for (const text of ['Ada', '"Ada"', '7', '{"a":', '['.repeat(4_000) + ']'.repeat(4_000)])
      assert.equal(maskBody(text, false), '[personal]', text.slice(0, 20));
  });
});

describe('a masked target', () => {
  it('hides parameters by name, and addresses wherever they stand', () => {
    for (const [query, masked] of [
      ['status=CONFIRMED&limit=5', 'status=CONFIRMED&limit=5'],
      ['external_user_id=ada&limit=5', 'external_user_id=[personal]&limit=5'],
      ['q=ada%40travel.example', 'q=[personal]'],
      ['bookingId=ada%40travel.example', 'bookingId=a…@travel.example'],
      ['cursor=YWRh', 'cursor=[personal]'],
      ['x=%FF', 'x=[personal]'],
      ['ada@travel.example', 'a…@travel.example'],
    ])
      assert.equal(maskQuery(query!), masked);
  });

  it('hides parts of a path by the route’s names for them', () => {
    for (const [path, route, masked] of [
      ['/api/bookings/bkg_1', '/api/bookings/:id', '/api/bookings/bkg_1'],
      [
        '/api/native/esims/8988/qr.svg',
        '/api/native/esims/:iccid/qr.svg',
        '/api/native/esims/[personal]/qr.svg',
      ],
      ['/api/promo-codes/7K2M', '/api/promo-codes/:code', '/api/promo-codes/[personal]'],
      ['/api/x/ada%40travel.example', null, '/api/x/a…@travel.example'],
    ] as const)
      assert.equal(maskPath(path, route), masked);
  });
});
