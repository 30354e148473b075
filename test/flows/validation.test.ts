/**
 * Envelope and validation: what a body, a header or a parameter may be, and how a refusal says so.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const entry = (more: Json = {}): Json => ({
  external_user_id: user(),
  destination: 'GR',
  size: '1GB',
  ...more,
});
const body = (more: Json = {}): Json => ({
  departure_date: IN_A_YEAR,
  package_specifications: [entry()],
  ...more,
});
const book = (json: Json, options = {}): Promise<Answer> =>
  hubby.call('POST', '/api/bookings', json, options);
const send = (
  raw: string,
  type: string | null = 'application/json',
  path = '/api/bookings',
  method = 'POST',
): Promise<Answer> =>
  hubby.call(method, path, undefined, {
    raw,
    headers: type === null ? {} : { 'content-type': type },
  });
const fields = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => d.field).sort();
function refused(answer: Answer, status: number, type: string): void {
  assert.deepEqual(
    [answer.status, answer.body?.success, answer.body?.error?.code, answer.body?.error?.type],
    [status, false, status, type],
    answer.text.slice(0, 500),
  );
}
/** undici's URLs encode the apostrophe in queries by themselves, after signing. */
const encoded = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');
const at = (index: number, ...names: string[]): string[] =>
  names.map((name) => `package_specifications.${index}.${name}`);

describe('the envelope', () => {
  it('has every member of a failure, and a link that leads to its type', async () => {
    const answer = await hubby.call('GET', '/api/bookings/bkg_nothing');
    const { request_id, ...error } = answer.body.error;
    assert.deepEqual(
      { ...answer.body, error },
      {
        success: false,
        error: {
          code: 404,
          type: 'booking_not_found',
          message: 'There is no such booking.',
          details: [],
          doc_url: `${hubby.url}/docs/errors#booking_not_found`,
        },
      },
    );
    assert.equal(answer.headers['x-request-id'], request_id);
    assert.match(String(answer.headers['content-type']), /^application\/json/);
    const docs = await hubby.bare('GET', '/docs/errors');
    assert.equal(docs.status, 200);
    assert.match(docs.text, /id="booking_not_found"/);
  });

  it('answers 404 where there is nothing, whoever asks', async () => {
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['POST', '/api/bookings/x/y'],
      ['PUT', '/api/bookings'],
      ['DELETE', '/api/bookings'],
      ['GET', '/api/native/instructions'],
      ['GET', '/nothing'],
      ['OPTIONS', '/api/bookings'],
    ] as const) {
      const answer = await hubby.call(method, path);
      assert.equal(answer.status, 404, `${method} ${path}`);
      refused(answer, 404, 'not_found');
      assert.equal(typeof answer.headers['x-request-id'], 'string');
    }
    refused(await hubby.call('GET', `/api/bookings/${'x'.repeat(2_000)}`), 404, 'not_found');
  });

  it('echoes a request id that is one, and gives its own for any other', async () => {
    const ask = async (id: string): Promise<unknown> =>
      (
        await hubby.call('GET', '/api/destinations/GR', undefined, {
          headers: { 'x-request-id': id },
        })
      ).headers['x-request-id'];
    for (const id of [
      'a',
      'trace-1:2.3_4',
      'x'.repeat(128),
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    ])
      assert.equal(await ask(id), id);
    for (const id of [
      '',
      'x'.repeat(129),
      'with space',
      'semi;colon',
      '<script>',
      'é',
      'a, b',
      '"',
    ])
      assert.match(String(await ask(id)), /^req_[0-9a-z]{26}$/, id);
    const refusal = await hubby.bare('GET', '/api/bookings', {
      headers: { 'x-request-id': 'mine' },
    });
    assert.deepEqual(
      [refusal.status, refusal.headers['x-request-id'], refusal.body.error.request_id],
      [401, 'mine', 'mine'],
    );
    const [one, two] = [await ask(''), await ask('')];
    assert.notEqual(one, two);
  });

  it('is kept for what never became a request', async () => {
    const answer = await hubby.bare('GET', `/api/destinations?x=${'x'.repeat(20_000)}`);
    refused(answer, 400, 'invalid_request');
    assert.match(answer.body.error.message, /16 KiB/);
    assert.equal(answer.headers['x-request-id'], answer.body.error.request_id);
    const { port } = new URL(hubby.url);
    const text = await new Promise<string>((resolve) => {
      let got = '';
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('NOT HTTP AT ALL\r\n\r\n'),
      );
      socket
        .setEncoding('utf8')
        .on('data', (chunk) => {
          got += chunk;
        })
        .on('close', () => resolve(got));
    });
    assert.match(text, /^HTTP\/1\.1 400 .*"type":"invalid_request"/s);
  });

  it('keeps answers out of caches', async () => {
    assert.equal((await hubby.call('GET', '/api/bookings')).headers['cache-control'], 'no-store');
  });
});

describe('a body', () => {
  it('has to be JSON by its type', async () => {
    const json = JSON.stringify(body());
    for (const type of [
      'text/plain',
      'text/csv',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonx',
      'json',
      'application/octet-stream',
    ])
      refused(await send(json, type), 415, 'unsupported_media_type');
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/vnd.partner+json',
    ])
      assert.equal((await send(JSON.stringify(body()), type)).status, 201, type);
    const csv = await hubby.operator('POST', '/catalog/import', { not: 'csv' });
    refused(csv, 415, 'unsupported_media_type');
  });

  it('has to be JSON by its bytes', async () => {
    for (const raw of [
      '',
      ' ',
      '{',
      '{"a":}',
      "{'a':1}",
      '{"a":1,}',
      'undefined',
      '{"a":NaN}',
      '\u0000',
      '{"a":"\u0000"}',
      '{"a":"\n"}',
      `${JSON.stringify(body())}x`,
      '[',
      '"',
      '{"__proto__":{"x":1}}',
      '{"package_specifications":[{"__proto__":null}]}',
      '{"data":{"constructor":{"prototype":{"x":1}}}}',
    ]) {
      const answer = await send(raw);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(answer.body.error.details, [], raw);
      assert.match(
        answer.body.error.message,
        /^The body (is empty; expected JSON|is not valid JSON(: .*)?|has a member ".+", which is not taken; leave it out)\.$/,
      );
    }
    assert.equal(({} as Json).x, undefined);
  });

  it('has to be an object', async () => {
    for (const raw of ['null', '[]', '"text"', '7', 'true', '[{}]']) {
      const answer = await send(raw);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), [''], raw);
    }
    refused(await hubby.call('POST', '/api/bookings'), 400, 'invalid_request');
  });

  it('may have a mebibyte, and not one byte more', async () => {
    const fill = (size: number): string => {
      const head = JSON.stringify(body({ padding: '' })).slice(0, -2);
      return `${head}${'x'.repeat(size - head.length - 2)}"}`;
    };
    assert.equal(fill(1_000).length, 1_000);
    assert.equal((await send(fill(1024 * 1024))).status, 201);
    refused(await send(fill(1024 * 1024 + 1)), 413, 'payload_too_large');
  });

  it('is not read beyond a sensible depth', async () => {
    const nested = (open: string, close: string, depth: number): string =>
      `${open.repeat(depth)}1${close.repeat(depth)}`;
    const within = (value: string): string =>
      `{"departure_date":"${IN_A_YEAR}","data":{"a":${value}},"package_specifications":[${JSON.stringify(entry())}]}`;
    assert.equal((await send(within(nested('[', ']', 90)))).status, 201);
    for (const depth of [101, 3_000, 250_000]) {
      refused(await send(within(nested('[', ']', depth))), 400, 'invalid_request');
      refused(
        await send(within(nested('{"a":', '}', Math.min(depth, 170_000)))),
        400,
        'invalid_request',
      );
      refused(await send(nested('[', ']', depth)), 400, 'invalid_request');
      refused(await send(`{"departure_date":${nested('[', ']', depth)}}`), 400, 'invalid_request');
    }
  });

  it('may have fields that nobody knows', async () => {
    const answer = await book(
      body({
        unknown: { deep: [1] },
        toString: 'x',
        constructor: 1,
        package_specifications: [entry({ unknown: true, constructor: 2 })],
      }),
    );
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(Object.keys(answer.body.data).sort(), [
      'booking_id',
      'communication_options',
      'created_at',
      'custom_branding',
      'data',
      'departure_date',
      'email',
      'id',
      'locale',
      'package_queues',
      'package_specifications',
      'promo_codes',
      'return_date',
      'status',
      'updated_at',
    ]);
  });

  it('may be there with DELETE and GET without being read', async () => {
    const made = (await book(body())).body.data;
    assert.equal(
      (await send('', 'application/json', `/api/bookings/${made.id}`, 'DELETE')).status,
      200,
    );
  });
});

describe('text that cannot be stored', () => {
  const NUL = '\u0000';
  it('is refused by the name of its field', async () => {
    const cases: [Json, string[]][] = [
      [{ booking_id: `a${NUL}bc` }, ['booking_id']],
      [{ first_name: '\ud800' }, ['first_name']],
      [{ last_name: 'x\udfffy' }, ['last_name']],
      [{ data: { deep: [{ [`k${NUL}`]: 1 }] } }, ['data.deep.0']],
      [{ data: { a: { b: ['fine', `${NUL}`] } } }, ['data.a.b.1']],
      [
        { package_specifications: [entry(), entry({ external_user_id: `u${NUL}` })] },
        ['package_specifications.1.external_user_id'],
      ],
      [
        { package_specifications: [entry({ destination: ['GR', '\udc00'] })] },
        ['package_specifications.0.destination.1'],
      ],
      [{ unknown: NUL }, ['unknown']],
      [{ booking_id: `abc${NUL}`, title: '\ud83d' }, ['booking_id', 'title']],
    ];
    for (const [change, expected] of cases) {
      const answer = await book(body(change));
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), expected, JSON.stringify(change));
    }
    const made = (await book(body())).body.data;
    const patched = await hubby.call('PATCH', `/api/bookings/${made.id}`, { full_name: NUL });
    assert.deepEqual([patched.status, fields(patched)], [400, ['full_name']]);
    const redeemed = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: `a${NUL}`,
      package_queue_id: '\ud800',
    });
    assert.deepEqual(
      [redeemed.status, fields(redeemed)],
      [400, ['external_user_id', 'package_queue_id']],
    );
    const named = await hubby.operator('POST', '/partners', {
      name: `a${NUL}`,
      settings: { time_zone: '\udc00' },
    });
    assert.deepEqual([named.status, fields(named)], [400, ['name', 'settings.time_zone']]);
  });

  it('is refused in paths and queries too', async () => {
    for (const [path, field] of [
      ['/api/native/user-dashboard?external_user_id=a%00', 'external_user_id'],
      ['/api/bookings?bookingId=%00', 'bookingId'],
      ['/api/bookings/%00', 'id'],
      ['/api/destinations/%00', 'id'],
      ['/api/destinations?locale=%00', 'locale'],
    ] as const) {
      const answer = await hubby.call('GET', path);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), [field], path);
    }
    refused(
      await hubby.call('DELETE', '/api/bookings/a%00b/byExternalBookingId'),
      400,
      'invalid_request',
    );
  });

  it('is all other text, given back to the letter', async () => {
    const texts = [
      '\\u0000',
      '\\ud800',
      '😀 é ß ﷽',
      '\u202eright to left',
      "'; drop table bookings; --",
      '\r\nX-Injected: 1',
      '\u0001\u001f\u007f',
      '<script>alert(1)</script>',
      '${7*7}',
      '\u2028',
      'e\u0301',
      '\ufeffbom',
      '%00',
      '__proto__',
      'null',
    ];
    for (const text of texts) {
      const external_user_id = `${text} ${user()}`;
      const made = await book(
        body({
          booking_id: `id ${text}`,
          data: { [text === '__proto__' ? 'proto' : text]: text },
          package_specifications: [entry({ external_user_id })],
        }),
      );
      assert.equal(made.status, 201, made.text);
      const { data } = (await hubby.call('GET', `/api/bookings/${made.body.data.id}`)).body;
      assert.deepEqual(
        [data.booking_id, data.data, data.package_specifications[0].external_user_id],
        [`id ${text}`, made.body.data.data, external_user_id],
      );
      assert.equal(Object.values(data.data)[0], text);
      const dashboard = await hubby.call(
        'GET',
        `/api/native/user-dashboard?external_user_id=${encoded(external_user_id)}`,
      );
      assert.equal(dashboard.body.data?.user.external_user_id, external_user_id, dashboard.text);
      const listed = await hubby.call('GET', `/api/bookings?bookingId=${encoded(`id ${text}`)}`);
      assert.deepEqual(
        listed.body.data.bookings.map((b: Json) => b.id),
        [data.id],
      );
    }
  });
});

describe('problems', () => {
  it('come all at once, of schema and domain, of every entry', async () => {
    const answer = await book({
      departure_date: '2020-01-01',
      return_date: '2019-01-01',
      email: 'nobody',
      phone: '0612345678',
      pax: 0,
      gender: 'female',
      locale: 'en--US',
      custom_branding: 'nope',
      data: { x: 'y'.repeat(9_000) },
      flight_number: 'KL 1234',
      communication_options: { should_send_message: 'yes', channels: ['PIGEON'] },
      booking_id: 'ab',
      package_specifications: [
        entry(),
        entry({ destination: 'Atlantis', size: '1 GB' }),
        entry({ size: 7, package_type: 'huge' }),
        'entry',
        entry({ package_id: 'pkg_none' }),
        entry({ esim_type: 'classic', external_user_id: undefined }),
        entry({ destination: ['GR', 'Nowhere', 'Nirgends'] }),
        entry({ package_duration: 1.5, email: 'x' }),
      ],
    });
    refused(answer, 400, 'invalid_request');
    assert.deepEqual(
      fields(answer),
      [
        'booking_id',
        'communication_options.channels.0',
        'communication_options.should_send_message',
        'custom_branding',
        'data',
        'departure_date',
        'email',
        'flight_number',
        'gender',
        'locale',
        ...at(1, 'destination', 'size'),
        ...at(2, 'package_type', 'size'),
        'package_specifications.3',
        ...at(4, 'package_id'),
        ...at(5, 'external_user_id'),
        ...at(6, 'destination.1', 'destination.2'),
        ...at(7, 'email', 'package_duration'),
        'pax',
        'phone',
        'return_date',
      ].sort(),
    );
    for (const { issue } of answer.body.error.details)
      assert.match(issue, /expected|no |there is|required|not/);
    assert.match(answer.body.error.message, /^The request has \d+ problems; see details\.$/);
    const [{ n }] = (await hubby.sql(
      `select count(*)::int as n from bookings where booking_id = 'ab'`,
    )) as [Json];
    assert.equal(n, 0);
  });

  it('of a list of countries are the unknown ones and those that nothing covers, together', async () => {
    const list = ['GR', 'Nowhere', 'AQ', 'BV', 'Nirgends'];
    const answer = await book(body({ package_specifications: [entry({ destination: list })] }));
    refused(answer, 400, 'invalid_request');
    assert.deepEqual(fields(answer), at(0, 'destination', 'destination.1', 'destination.4'));
    const { issue } = answer.body.error.details.find(
      (d: Json) => d.field === at(0, 'destination')[0],
    );
    assert.match(issue, /Antarctica \(ATA\), Bouvet Island \(BVT\)$/);
  });

  it('do not follow from one another', async () => {
    // What is missing only because the schema threw it out is no second problem, and neither is
    // anything compared with it.
    const cases: [Json, string[]][] = [
      [{}, ['departure_date', 'package_specifications']],
      [
        { departure_date: 5, return_date: '2027-01-01', package_specifications: [entry()] },
        ['departure_date'],
      ],
      [{ departure_date: null, package_specifications: [entry()] }, ['departure_date']],
      [
        { departure_date: 'soon', package_specifications: [] },
        ['departure_date', 'package_specifications'],
      ],
      [{ departure_date: IN_A_YEAR, package_specifications: {} }, ['package_specifications']],
      [
        { departure_date: '', package_specifications: [entry({ size: '' })] },
        ['departure_date', ...at(0, 'size')],
      ],
      [
        {
          departure_date: 5,
          return_date: '2027-02-30',
          locale: 5,
          package_specifications: [entry({ size: '7GB' })],
        },
        ['departure_date', 'locale', ...at(0, 'size'), 'return_date'],
      ],
    ];
    for (const [json, expected] of cases) {
      const answer = await book(json);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), [...expected].sort(), JSON.stringify(json));
    }
  });

  it('say the field, what was expected and what came', async () => {
    const one = async (change: Json): Promise<Json> => {
      const answer = await book(body(change));
      assert.equal(answer.body.error.details.length, 1, answer.text);
      assert.equal(
        answer.body.error.message,
        `${answer.body.error.details[0].field}: ${answer.body.error.details[0].issue}`,
      );
      return answer.body.error.details[0];
    };
    assert.deepEqual(await one({ pax: 'two' }), {
      field: 'pax',
      issue: 'expected a whole number from 1 to 10000, got "two"',
    });
    assert.deepEqual(await one({ gender: 'X' }), {
      field: 'gender',
      issue: 'expected one of M, F, O, got "X"',
    });
    assert.deepEqual(await one({ email: 'nobody' }), {
      field: 'email',
      issue: 'expected an e-mail address with one @ in it, got "nobody"',
    });
    assert.deepEqual(await one({ departure_date: '2020-01-01' }), {
      field: 'departure_date',
      issue: 'expected today or later, got "2020-01-01"',
    });
    assert.match(
      (await one({ first_name: 'x'.repeat(101) })).issue,
      /^expected .*100 characters, got "x{79}…$/,
    );
  });

  it('are cut off at a thousand, however many there are', async () => {
    const many = await send(
      JSON.stringify(body({ package_specifications: Array(480_000).fill(1) })),
    );
    refused(many, 400, 'invalid_request');
    assert.ok(
      many.body.error.details.length <= 1_000 && many.text.length < 300_000,
      `${many.text.length} characters`,
    );
    const nested = await book(
      body({
        package_specifications: Array.from({ length: 120 }, () =>
          entry({ destination: Array(250).fill('?') }),
        ),
      }),
    );
    refused(nested, 400, 'invalid_request');
    assert.equal(nested.body.error.details.length, 1_000);
  });
});

describe('limits of the fields', () => {
  const fits: Json[] = [
    { booking_id: 'abc' },
    { booking_id: 'x'.repeat(200) },
    { booking_id: '😀'.repeat(3) },
    { first_name: 'x' },
    { first_name: 'x'.repeat(100) },
    { last_name: 'x'.repeat(100) },
    { full_name: 'x'.repeat(200) },
    { pax: 1 },
    { phone: '+12345678' },
    { flight_number: 'KL1234' },
    { flight_number: 'a' },
    { locale: 'es' },
    { locale: 'zh-Hans-CN' },
    { locale: 'mk-MK' },
    { locale: 'xx-XX' },
    { email: 'a.b+c@sub.example.co.uk' },
    { data: {} },
    { data: { x: 'y'.repeat(8_184) } },
    { communication_options: {} },
    { communication_options: { channels: ['EMAIL', 'SMS', 'WHATSAPP', 'PUSH_NOTIFICATION'] } },
    { departure_location: 'AMS' },
    { departure_location: 'Schiphol, Terminal 2' },
    { gender: 'M' },
    { title: 'Prof. Dr.' },
  ];
  const not: [string, Json][] = [
    ['booking_id', 'ab'],
    ['booking_id', 'x'.repeat(201)],
    ['booking_id', 12],
    ['booking_id', 1234.5],
    ['booking_id', -1234],
    ['booking_id', 2 ** 53],
    ['booking_id', true],
    ['first_name', ''],
    ['first_name', 'x'.repeat(101)],
    ['last_name', 'x'.repeat(101)],
    ['full_name', 'x'.repeat(201)],
    ['pax', 0],
    ['pax', -1],
    ['pax', 1.5],
    ['pax', '2'],
    ['phone', '0031612345678'],
    ['phone', '+0123456789'],
    ['phone', '+31 6 12345678'],
    ['phone', '+1234567890123456'],
    ['flight_number', ''],
    ['flight_number', 'KL-1234'],
    ['flight_number', 'x'.repeat(11)],
    ['locale', 'en--US'],
    ['locale', ''],
    ['locale', 'x'],
    ['locale', '../../etc'],
    ['email', ''],
    ['email', 'a@'],
    ['email', '@b.c'],
    ['email', 'a b@c.de'],
    ['email', `${'x'.repeat(250)}@example.com`],
    ['email', 'a@example.com\r\nbcc: b@example.com'],
    ['data', []],
    ['data', 'text'],
    ['data', { x: 'y'.repeat(8_185) }],
    ['data', { x: '€'.repeat(2_730) }],
    ['communication_options.channels', { channels: [] }],
    ['communication_options.channels.0', { channels: ['email'] }],
    ['communication_options.channels', { channels: ['EMAIL', 'EMAIL'] }],
    ['communication_options', []],
    ['gender', 'm'],
    ['custom_branding', 'toString'],
    ['custom_branding', ''],
  ];
  it('let through what fits', async () => {
    for (const change of fits) {
      const answer = await book(body(change));
      assert.equal(
        answer.status,
        201,
        `${JSON.stringify(change).slice(0, 80)}: ${answer.text.slice(0, 300)}`,
      );
    }
  });
  it('stop what does not', async () => {
    for (const [field, value] of not) {
      const [name] = field.split('.') as [string];
      const answer = await book(body({ [name]: value }));
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(fields(answer), [field], JSON.stringify(value).slice(0, 80));
    }
  });
  it('hold for entries', async () => {
    const wrong: [string, Json][] = [
      ['external_user_id', ''],
      ['external_user_id', 'x'.repeat(256)],
      ['external_user_id', 7.5],
      ['external_user_id', [7]],
      ['destination', ''],
      ['destination', []],
      ['destination', 7],
      ['destination', { iso: 'GR' }],
      ['destination.0', [7]],
      ['destination.1', ['GR', '']],
      ['destination.0', [['GR']]],
      ['destination', Array(301).fill('GR')],
      ['destination', 'x'.repeat(101)],
      ['size', ''],
      ['size', 1],
      ['package_type', 'DATA-LIMITED'],
      ['package_duration', 0],
      ['package_duration', -3],
      ['package_duration', '7'],
      ['package_duration', 3_651],
      ['esim_type', 'Universal'],
      ['email', 'x'],
      ['package_id', ''],
      ['package_id', 7],
      ['iata_code', 'AT'],
      ['iata_code', 'ATHX'],
      ['iata_code', 'Ä12'],
      ['traffic_policy', ''],
    ];
    for (const [field, value] of wrong) {
      const answer = await book(
        body({ package_specifications: [entry(), entry({ [field.split('.')[0]!]: value })] }),
      );
      assert.deepEqual(
        [answer.status, fields(answer)],
        [400, at(1, field)],
        JSON.stringify(value).slice(0, 80),
      );
    }
    assert.equal(
      (
        await book(
          body({ package_specifications: [entry({ external_user_id: '😀'.repeat(255) })] }),
        )
      ).status,
      201,
    );
  });
});
