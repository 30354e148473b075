/**
 * Codes and links as people type, paste and scan them are read as meant, by every entrance alike.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { codeReadings, linkUuid } from '../../src/domain/promo-codes/read-typed.ts';
import { linkToken } from '../../src/input/typed.ts';
import { withPackages } from '../support/usage-steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
  await hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, {
    visual_identity: { default: { name: 'Typed Travel' } },
  });
});
after(() => hubby.close());

const newCode = async (): Promise<Json> => {
  const booking = {
    departure_date: IN_A_YEAR,
    package_specifications: [{ destination: 'GR', size: '1GB' }],
  };
  return (await hubby.call('POST', '/api/bookings', booking)).body.data.promo_codes[0];
};
/** undici's URLs encode some characters by themselves, after signing. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const parts = (code: string): string[] => code.match(/.{4}/g)!;
const wide = (text: string): string =>
  [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');

const SPELLINGS: ((code: string) => string)[] = [
  (code) => code.toLowerCase(),
  (code) => parts(code).join('-'),
  (code) => parts(code.toLowerCase()).join(' – '),
  (code) => parts(code).join('\u2011'),
  (code) => parts(code).join('\u200b'),
  (code) => `\ufeff${code}\u200e\u2060`,
  (code) => parts(code).join('\u00ad'),
  (code) => wide(code),
  (code) => wide(code.toLowerCase()),
  (code) => `${code}.`,
  (code) => `“${code}”`,
  (code) => `«${code}»,`,
  (code) => `'${code}'`,
  (code) => `  ${code}\t`,
  (code) => `(${code})!`,
  (code) => `${code}。`,
  (code) => code.replaceAll('0', 'O').replaceAll('1', 'l'),
];

describe('a promo code', () => {
  it('is read however it is written, by the API and by the page behind the deep link', async () => {
    const { promo_code } = await newCode();
    // A second wrong try would hide whose codes they are.
    await hubby.operator('PUT', '/limits', { unknown_codes_per_address_per_minute: 1 });
    for (const spell of SPELLINGS) {
      const typed = spell(promo_code);
      const read = await hubby.call('GET', `/api/promo-codes/${encoded(typed)}`);
      assert.equal(read.body.data?.promo_code, promo_code, `${JSON.stringify(typed)} ${read.text}`);
      const page = await hubby.bare('GET', `/starter/?promoCode=${encoded(typed)}&view=phone`);
      assert.equal(page.status, 200);
      assert.match(page.text, /Typed Travel/, JSON.stringify(typed));
      assert.ok(page.text.includes(promo_code), JSON.stringify(typed));
    }
  });

  it('is redeemed however it is written', async () => {
    const { promo_code } = await newCode();
    const path = `/api/promo-codes/${encoded(`“${parts(promo_code.toLowerCase()).join('—')}.”`)}/redeem`;
    const redeemed = await hubby.call('POST', path, { external_user_id: user() });
    assert.equal(redeemed.status, 200, redeemed.text);
  });

  it('of an import is found as it stands first', () => {
    assert.deepEqual(
      codeReadings('Summer-24.'),
      ['Summer-24.', 'Summer-24', 'SUMMER-24', 'summer-24', '5UMMER24'].map((c) =>
        c === '5UMMER24' ? 'SUMMER24' : c,
      ),
    );
    for (const none of [
      '',
      '.',
      '“”',
      '\u200b',
      'х'.repeat(12),
      'a'.repeat(300),
      '<script>alert</script>x',
    ])
      assert.deepEqual(codeReadings(none), [], none);
  });
});

describe('a claim link', () => {
  const stuck: ((uuid: string) => string)[] = [
    (uuid) => uuid.toUpperCase(),
    (uuid) => `${uuid}.`,
    (uuid) => `${uuid})`,
    (uuid) => `"${uuid}",`,
    (uuid) => `${uuid}>`,
    (uuid) => `‘${uuid}’`,
    (uuid) => `${uuid}\u200b`,
    (uuid) => `\u200e${uuid}\u00ad\u2060`,
    (uuid) => `${uuid}*`,
    (uuid) => `${uuid} `,
    (uuid) => uuid.replaceAll('-', '\u2010'),
    (uuid) => `3D${uuid}`,
  ];

  it('is the link with whatever sticks to it', async () => {
    const { uuid, claim_url } = await newCode();
    const { pathname } = new URL(claim_url);
    for (const stick of stuck)
      for (const slash of ['', '/']) {
        const page = await hubby.bare('GET', `${pathname}${slash}?uuid=${encoded(stick(uuid))}`);
        assert.deepEqual(
          [page.status, page.text.includes('<form')],
          [200, true],
          JSON.stringify(stick(uuid)),
        );
      }
    for (const other of ['', uuid.slice(1), `${uuid}0`, `4D${uuid}`, `${uuid}-${uuid}`])
      assert.equal(linkUuid(other), null, other);
  });

  it('is claimed with whatever sticks to it, and only with an address that mail reaches', async () => {
    const { uuid } = await newCode();
    const claim = (to: string, email: string, end = ''): Promise<Json> =>
      hubby.bare('POST', `/api/promo-codes/claim/${encoded(to)}${end}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email }),
      });
    for (const email of [
      'a@b',
      '"a b"@example.com',
      'jürgen@example.com',
      'a..b@example.com',
      `${'x'.repeat(65)}@example.com`,
      `a@${'x'.repeat(64)}.com`,
      'a@[127.0.0.1]',
      'a@127.0.0.1',
      'a@example.123',
    ]) {
      const refused = await claim(uuid, email);
      assert.deepEqual(
        [refused.status, refused.body.error.details[0].field],
        [400, 'email'],
        email,
      );
    }
    const won = await claim(`“${uuid}”.`, 'ana@bücher.example', '/?utm_source=mail');
    assert.equal(won.status, 200, won.text);
    assert.equal((await claim(uuid, 'ana@example.com')).body.error.type, 'promo_code_claimed');
  });
});

describe('the token of a page', () => {
  const stuck: ((token: string) => string)[] = [
    (token) => `${token}.`,
    (token) => `“${token}”,`,
    (token) => `(${token})`,
    (token) => `${token}>`,
    (token) => `_${token}_`,
    (token) => `**${token}**`,
    (token) => `\u200e${token}\u200b\u00ad`,
    (token) => `${token}\u00a0`,
  ];

  const shown = ({ text }: { text: string }): string => text.replace(/nonce="[^"]+"/g, '');

  it('is read with whatever sticks to it, by the install page and by that of a mail', async () => {
    const { iccid } = await withPackages(hubby);
    const { url } = (await hubby.call('POST', '/api/native/install-links', { iccid })).body.data;
    const email = `${user()}@example.com`;
    await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      communication_options: { should_send_message: true, channels: ['EMAIL'] },
      package_specifications: [{ destination: 'GR', size: '1GB', external_user_id: user(), email }],
    });
    await hubby.drain();
    const [mail] = await hubby.sql('select text from messages where recipient = $1', [email]);
    const [trip] = /https?:\/\/[^\s"]+\/w\/[^\s"]+/.exec(mail.text)!;
    for (const link of [url, trip]) {
      const [, before, token] = /^(.*\/)([\w-]{43})$/.exec(new URL(link).pathname)!;
      const plain = await hubby.bare('GET', before! + token!);
      assert.equal(plain.status, 200);
      for (const stick of stuck)
        for (const slash of ['', '/?utm_source=mail']) {
          const page = await hubby.bare('GET', before! + encoded(stick(token!)) + slash);
          assert.equal(page.status, 200, stick(token!));
          assert.ok(shown(page) === shown(plain), stick(token!));
        }
    }
  });

  it('keeps the marks that are its own', () => {
    const token = `_${'x'.repeat(41)}_`;
    for (const typed of [token, `${token}.`, `"${token}"`, `(${token}`])
      assert.equal(linkToken(typed), token, typed);
    for (const none of ['', 'x'.repeat(42), 'x'.repeat(44), '.'.repeat(43), 'x'.repeat(300)])
      assert.equal(linkToken(none), null, none);
  });
});
