/** The senders of mail by themselves, against a real SMTP server and a stand-in for Brevo's API. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { makeBrevo } from '../src/channels/brevo/sender.ts';
import { makeMailbox } from '../src/channels/mailbox/sender.ts';
import type { Mail, MailSender } from '../src/channels/mail.ts';
import { makeMailSenders } from '../src/channels/mail-senders.ts';
import { makeSmtp } from '../src/channels/smtp/sender.ts';
import { DELAYS_MS, MAX_TRIES, nextDelay } from '../src/domain/messages/sending/retry-schedule.ts';
import { startBrevo, type BrevoStandIn } from './support/brevo.ts';
import { headersOf, startSmtp, type SmtpStandIn } from './support/smtp.ts';

const PNG = Buffer.from('iVBORw0KGgo=', 'base64');
const mail = (change: Partial<Mail> = {}): Mail => ({
  id: 'msg_01jd2x7c9m4q8r5t6v7w8x9y0z',
  reference: 'prt_1/msg_1',
  round: 0,
  kind: 'promo_code_claim',
  from: { name: 'Blauer Himmel Reisen', address: 'trips@example.com' },
  replyTo: 'help@example.com',
  to: 'traveler@example.org',
  locale: 'de-DE',
  subject: 'Ihr Code für Türkiye',
  text: 'Ihr Code: K7QX2M9TB4RW',
  html: '<p>Ihr Code: <b>K7QX2M9TB4RW</b> <img src="cid:qr1"></p>',
  attachments: [{ cid: 'qr1', filename: 'qr-code.png', contentType: 'image/png', content: PNG }],
  template: null,
  ...change,
});

describe('the mailbox', () => {
  it('takes everything, and two addresses pretend', async () => {
    const sender = makeMailbox();
    assert.deepEqual(await sender.send(mail()), {
      kind: 'sent',
      providerMessageId: null,
      isDelivered: true,
      isComplaint: false,
    });
    assert.equal(
      ((await sender.send(mail({ to: 'bounce@simulator.example' }))) as { isBounce: boolean })
        .isBounce,
      true,
    );
    assert.equal(
      ((await sender.send(mail({ to: 'complaint@simulator.example' }))) as { isComplaint: boolean })
        .isComplaint,
      true,
    );
  });

  it('is always there; the others where they are configured', async () => {
    const none = makeMailSenders({
      env: 'staging',
      smtp: null,
      brevo: null,
      publicUrl: null,
    });
    assert.deepEqual([...none.byName.keys()], ['mailbox']);
    const all = makeMailSenders({
      env: 'staging',
      smtp: { url: 'smtp://127.0.0.1:1' },
      brevo: { url: 'https://api.example.com', apiKey: 'x' },
      publicUrl: 'https://hubby.example.com',
    });
    assert.deepEqual([...all.byName.keys()], ['mailbox', 'smtp', 'brevo']);
    await all.close();
  });
});

describe('SMTP', () => {
  let server: SmtpStandIn;
  let sender: MailSender;
  before(async () => {
    server = await startSmtp();
    sender = makeSmtp({ url: server.url, idHost: 'hubby.example.com', totalMs: 5_000 });
  });
  after(async () => {
    await sender.close();
    await server.close();
  });

  it('hands over the mail with all its headers and parts', async () => {
    const outcome = await sender.send(mail());
    assert.deepEqual(outcome, {
      kind: 'sent',
      providerMessageId: '<msg_01jd2x7c9m4q8r5t6v7w8x9y0z@hubby.example.com>',
      isDelivered: false,
    });
    const { from, to, raw } = server.received.at(-1)!;
    assert.deepEqual([from, to], ['trips@example.com', ['traveler@example.org']]);
    const headers = headersOf(raw);
    assert.equal(headers.get('message-id'), '<msg_01jd2x7c9m4q8r5t6v7w8x9y0z@hubby.example.com>');
    assert.equal(headers.get('from'), 'Blauer Himmel Reisen <trips@example.com>');
    assert.equal(headers.get('to'), 'traveler@example.org');
    assert.equal(headers.get('reply-to'), 'help@example.com');
    assert.equal(headers.get('content-language'), 'de-DE');
    assert.equal(headers.get('auto-submitted'), 'auto-generated');
    assert.match(headers.get('subject')!, /^=\?UTF-8\?/);
    assert.match(raw, /Content-Type: text\/plain/);
    assert.match(raw, /Content-Type: text\/html/);
    assert.match(raw, /Content-I[dD]: <qr1>/);
    assert.match(raw, /Content-Type: image\/png/);
  });

  it('sends the same Message-ID at a repeat', async () => {
    const before = server.received.length;
    await sender.send(mail());
    await sender.send(mail({ round: 1 }));
    const ids = server.received.slice(before).map((r) => headersOf(r.raw).get('message-id'));
    assert.equal(ids.length, 2);
    assert.equal(ids[0], ids[1]);
  });

  for (const [how, expected] of [
    [550, { kind: 'rejected', reason: 'smtp_550', isBounce: true }],
    [551, { kind: 'rejected', reason: 'smtp_551', isBounce: true }],
    [553, { kind: 'rejected', reason: 'smtp_553', isBounce: true }],
    [554, { kind: 'rejected', reason: 'smtp_554', isBounce: false }],
    [451, { kind: 'postponed', reason: 'smtp_451', retryAfterS: null, isUnclear: false }],
    ['550 5.7.1 relaying denied', { kind: 'rejected', reason: 'smtp_550', isBounce: false }],
    ['550 5.1.1 no such user', { kind: 'rejected', reason: 'smtp_550', isBounce: true }],
    ['data_552', { kind: 'rejected', reason: 'smtp_552', isBounce: false }],
    ['data_550', { kind: 'rejected', reason: 'smtp_550', isBounce: false }],
    ['data_452', { kind: 'postponed', reason: 'smtp_452', retryAfterS: null, isUnclear: false }],
  ] as const) {
    it(`understands ${how}`, async () => {
      const to = `r${String(how).replace(/\W/g, '')}@example.org`;
      server.behave.set(to, how);
      assert.deepEqual(await sender.send(mail({ to })), expected);
    });
  }

  it('keeps a mail whose own sender is not welcome', async () => {
    server.behave.set('unwelcome@example.com', 550);
    assert.deepEqual(
      await sender.send(mail({ from: { name: 'x', address: 'unwelcome@example.com' } })),
      { kind: 'postponed', reason: 'smtp_550', retryAfterS: null, isUnclear: false },
    );
  });

  it('says that nobody knows when the connection breaks after the message', async () => {
    server.behave.set('dropped@example.org', 'drop');
    const outcome = await sender.send(mail({ to: 'dropped@example.org' }));
    assert.deepEqual(
      [outcome.kind, (outcome as { isUnclear: boolean }).isUnclear],
      ['postponed', true],
    );
    assert.equal(
      (await sender.send(mail())).kind,
      'sent',
      'the next mail finds another connection',
    );
  });

  it('gives up a server that is too slow', async () => {
    const hasty = makeSmtp({ url: server.url, idHost: 'hubby.example.com', totalMs: 300 });
    server.behave.set('slow@example.org', 'slow');
    assert.deepEqual(await hasty.send(mail({ to: 'slow@example.org' })), {
      kind: 'postponed',
      reason: 'timeout',
      retryAfterS: null,
      isUnclear: true,
    });
    await hasty.close();
    server.release();
  });

  it('tells a server that is not there from one that may have it', async () => {
    const lonely = makeSmtp({ url: 'smtp://127.0.0.1:1', idHost: 'hubby.example.com' });
    const outcome = await lonely.send(mail());
    assert.deepEqual(outcome, {
      kind: 'postponed',
      reason: 'connection',
      retryAfterS: null,
      isUnclear: false,
    });
    await lonely.close();
  });

  it('logs in, and postpones when the password is wrong', async () => {
    const locked = await startSmtp({ user: 'hubby', pass: 'right' });
    const good = makeSmtp({ url: locked.url, idHost: 'hubby.example.com' });
    assert.equal((await good.send(mail())).kind, 'sent');
    const bad = makeSmtp({
      url: locked.url.replace('right', 'wrong'),
      idHost: 'hubby.example.com',
    });
    assert.deepEqual(await bad.send(mail()), {
      kind: 'postponed',
      reason: 'smtp_auth',
      retryAfterS: null,
      isUnclear: false,
    });
    await Promise.all([good.close(), bad.close()]);
    await locked.close();
  });

  it('lets no value make headers or recipients of its own', async () => {
    const evil = [
      'x\r\nBcc: victim@example.net',
      'x\nSubject: y',
      '"; <victim@example.net>,',
      'victim@example.net, x',
      '\u202Eabc',
      'a\u0000b',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...evil), fc.string({ unit: 'binary', maxLength: 40 })),
        fc.constantFrom('subject', 'name', 'locale'),
        async (value, where) => {
          const before = server.received.length;
          const outcome = await sender.send(
            mail(
              where === 'subject'
                ? { subject: value }
                : where === 'name'
                  ? { from: { name: value, address: 'trips@example.com' } }
                  : { locale: value },
            ),
          );
          assert.equal(outcome.kind, 'sent');
          const { from, to, raw } = server.received[before]!;
          assert.deepEqual(
            [from, to, server.received.length],
            ['trips@example.com', ['traveler@example.org'], before + 1],
          );
          const names = raw
            .slice(0, raw.search(/\r?\n\r?\n/))
            .split(/\r?\n/)
            .filter((line) => !/^[ \t]/.test(line))
            .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
          assert.deepEqual(
            names.filter((name) => name === 'bcc' || name === 'cc'),
            [],
          );
          for (const name of ['subject', 'to', 'from'])
            assert.ok(names.filter((n) => n === name).length <= 1, `${name} twice`);
          assert.equal(headersOf(raw).get('to'), 'traveler@example.org');
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('Brevo', () => {
  let api: BrevoStandIn;
  let sender: MailSender;
  before(async () => {
    api = await startBrevo();
    sender = makeBrevo({ url: api.url, apiKey: api.apiKey, totalMs: 600 });
  });
  after(async () => {
    await sender.close();
    await api.close();
  });

  it('sends our own bodies where there is no template', async () => {
    const outcome = await sender.send(mail());
    assert.deepEqual(outcome, {
      kind: 'sent',
      providerMessageId: api.sent.at(-1)!.id,
      isDelivered: false,
    });
    const { headers, body } = api.calls.at(-1)!;
    assert.equal(headers['api-key'], api.apiKey);
    assert.match(String(headers['content-type']), /^application\/json/);
    assert.deepEqual(body.sender, { name: 'Blauer Himmel Reisen', email: 'trips@example.com' });
    assert.deepEqual(
      [body.to, body.replyTo, body.tags, body.subject, body.textContent],
      [
        [{ email: 'traveler@example.org' }],
        { email: 'help@example.com' },
        ['promo_code_claim'],
        mail().subject,
        mail().text,
      ],
    );
    assert.equal(
      body.htmlContent,
      `<p>Ihr Code: <b>K7QX2M9TB4RW</b> <img src="data:image/png;base64,${PNG.toString('base64')}"></p>`,
    );
    assert.deepEqual(body.attachment, [{ name: 'qr-code.png', content: PNG.toString('base64') }]);
    assert.equal(body.headers['X-Mailin-custom'], 'prt_1/msg_1');
    assert.match(
      body.headers.idempotencyKey,
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.ok(!('templateId' in body));
  });

  it("fills the partner's template by number and parameters", async () => {
    await sender.send(
      mail({ id: 'msg_2', template: { id: 4711, params: { code: 'K7QX2M9TB4RW', days: 30 } } }),
    );
    const { body } = api.calls.at(-1)!;
    assert.deepEqual([body.templateId, body.params], [4711, { code: 'K7QX2M9TB4RW', days: 30 }]);
    for (const name of ['subject', 'htmlContent', 'textContent', 'attachment'])
      assert.ok(!(name in body), name);
  });

  for (const [status, body, headers, expected] of [
    [
      400,
      { code: 'invalid_parameter', message: 'subject is blank' },
      {},
      { kind: 'rejected', reason: 'brevo_400 invalid_parameter', isBounce: false },
    ],
    [
      400,
      { code: 'invalid_parameter', message: 'email is not valid in to' },
      {},
      { kind: 'rejected', reason: 'brevo_400 invalid_parameter', isBounce: true },
    ],
    [
      400,
      {
        code: 'invalid_parameter',
        message: 'Sending has been rejected because the sender you used is not valid',
      },
      {},
      {
        kind: 'postponed',
        reason: 'brevo_400 invalid_parameter',
        retryAfterS: null,
        isUnclear: false,
      },
    ],
    [
      402,
      { code: 'not_enough_credits', message: 'x' },
      {},
      {
        kind: 'postponed',
        reason: 'brevo_402 not_enough_credits',
        retryAfterS: null,
        isUnclear: false,
      },
    ],
    [
      404,
      { code: 'document_not_found', message: 'x' },
      {},
      {
        kind: 'postponed',
        reason: 'brevo_404 document_not_found',
        retryAfterS: null,
        isUnclear: false,
      },
    ],
    [
      429,
      {},
      { 'retry-after': '120' },
      { kind: 'postponed', reason: 'brevo_429', retryAfterS: 120, isUnclear: false },
    ],
    [
      429,
      {},
      { 'x-sib-ratelimit-reset': '7' },
      { kind: 'postponed', reason: 'brevo_429', retryAfterS: 7, isUnclear: false },
    ],
    [
      500,
      { code: 'who <traveler@example.org>' },
      {},
      { kind: 'postponed', reason: 'brevo_500', retryAfterS: null, isUnclear: true },
    ],
  ] as const) {
    it(`understands ${status} ${JSON.stringify(body)} ${JSON.stringify(headers)}`, async () => {
      api.behave.set('how@example.org', { status, body, headers });
      assert.deepEqual(await sender.send(mail({ to: 'how@example.org' })), expected);
    });
  }

  it('postpones with the wrong key', async () => {
    const other = makeBrevo({ url: api.url, apiKey: 'wrong' });
    assert.deepEqual(await other.send(mail()), {
      kind: 'postponed',
      reason: 'brevo_401 unauthorized',
      retryAfterS: null,
      isUnclear: false,
    });
    await other.close();
  });

  it('does not wait for ever, and a repeat of what arrived all the same is not sent twice', async () => {
    api.behave.set('lost@example.org', 'lost');
    const before = api.sent.length;
    const lost = mail({ id: 'msg_3', to: 'lost@example.org' });
    assert.deepEqual(await sender.send(lost), {
      kind: 'postponed',
      reason: 'timeout',
      retryAfterS: null,
      isUnclear: true,
    });
    assert.deepEqual(await sender.send(lost), {
      kind: 'sent',
      providerMessageId: null,
      isDelivered: false,
    });
    assert.equal(api.sent.length, before + 1);
    api.behave.set('hang@example.org', 'hang');
    assert.equal(
      ((await sender.send(mail({ to: 'hang@example.org' }))) as { reason: string }).reason,
      'timeout',
    );
  });

  it('begins another key once an attempt certainly had no effect', async () => {
    await sender.send(mail({ id: 'msg_4' }));
    await sender.send(mail({ id: 'msg_4', round: 1 }));
    const [a, b] = api.calls.slice(-2).map((c) => c.body.headers.idempotencyKey);
    assert.notEqual(a, b);
  });
});

describe('when a postponed message is tried again', () => {
  it('waits longer each time, 20 % more or less, and ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_TRIES + 3 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 200_000 })),
        (tries, random, retryAfter) => {
          const delay = nextDelay(tries, random, retryAfter);
          if (tries >= MAX_TRIES) return assert.equal(delay, null);
          const usual = DELAYS_MS[tries - 1]!;
          assert.ok(
            delay! >= Math.floor(usual * 0.8) &&
              delay! <= Math.max(usual * 1.2 + 1, Math.min((retryAfter ?? 0) * 1000, 86_400_000)),
          );
          assert.ok(delay! >= Math.min((retryAfter ?? 0) * 1000, 86_400_000));
        },
      ),
    );
  });
});
