/** Whose request and whose mailbox: the pure rules behind the limits. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Fastify from 'fastify';
import fc from 'fast-check';
import { addressKey, trustedHops } from '../src/domain/abuse/address.ts';
import { atLeast } from '../src/domain/abuse/latency.ts';
import { mailboxOf } from '../src/domain/abuse/recipient.ts';

/** Whom a request with this connection and header counts for. */
async function visitor(trusted: string[], from: string, forwarded?: string): Promise<string> {
  const app = Fastify({ trustProxy: trusted.length > 0 ? trustedHops(trusted) : false });
  app.get('/', async (req) => addressKey(req.ip));
  const { body } = await app.inject({
    url: '/',
    remoteAddress: from,
    ...(forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } }),
  });
  await app.close();
  return body;
}

describe('addresses', () => {
  it('IPv4 counts whole, IPv6 by its /64, IPv4 in IPv6 form as IPv4', () => {
    assert.equal(addressKey('203.0.113.9'), '203.0.113.9');
    assert.equal(addressKey('::ffff:203.0.113.9'), '203.0.113.9');
    assert.equal(addressKey('::ffff:cb00:7109'), '203.0.113.9');
    assert.equal(addressKey('2001:db8:1:2:3:4:5:6'), addressKey('2001:DB8:1:2::'));
    assert.notEqual(addressKey('2001:db8:1:2::1'), addressKey('2001:db8:1:3::1'));
    assert.equal(addressKey('fe80::1%eth0'), addressKey('fe80::2'));
  });

  it('a port behind it changes nothing', () => {
    assert.equal(addressKey('203.0.113.9:51234'), '203.0.113.9');
    assert.equal(addressKey('[2001:db8:1:2::9]:443'), addressKey('2001:db8:1:2::1'));
    assert.equal(addressKey('[2001:db8:1:2::9]'), addressKey('2001:db8:1:2::1'));
  });

  it('what is no address is one visitor, whatever it says', () => {
    for (const junk of [
      '',
      'unknown',
      '_hidden',
      '1.2.3',
      '127.1',
      '0x7f000001',
      '1.2.3.4.5',
      '999.1.1.1',
      '1.2.3.4:',
      '1.2.3.4:http',
      "'; drop table",
      '[::1',
      '::1]',
      '::1::',
    ])
      assert.equal(addressKey(junk), 'none', junk);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) =>
        /^(none|[\d.]{7,15}|[0-9a-f:]+::\/64)$/.test(addressKey(text)),
      ),
    );
  });

  it('every address of a /64 is one visitor, and of two different ones two', () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 8, maxLength: 8 }),
        fc.array(word, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (parts, others, i) => {
          const text = (p: number[]): string => p.map((n) => n.toString(16)).join(':');
          fc.pre(parts.slice(0, 4).some((n) => n !== 0));
          assert.equal(
            addressKey(text(parts)),
            addressKey(text([...parts.slice(0, 4), ...others])),
          );
          const moved = parts.with(i, parts[i]! ^ 1);
          fc.pre(moved.slice(0, 4).some((n) => n !== 0));
          assert.notEqual(addressKey(text(parts)), addressKey(text(moved)));
        },
      ),
    );
  });
});

describe('behind proxies', () => {
  it('nobody is believed where none is trusted', async () => {
    for (const forged of [
      '198.51.100.7',
      '10.0.0.1, 198.51.100.7',
      'junk',
      '::1',
      '203.0.113.9, 203.0.113.9',
    ])
      assert.equal(await visitor([], '203.0.113.9', forged), '203.0.113.9');
  });

  it('a hop that is not trusted is not believed either', async () => {
    assert.equal(await visitor(['10.0.0.0/8'], '203.0.113.9', '198.51.100.7'), '203.0.113.9');
  });

  it('a trusted hop says who it was; what the visitor wrote before that counts for nothing', async () => {
    const trusted = ['10.0.0.0/8'];
    assert.equal(await visitor(trusted, '10.0.0.1', '203.0.113.9'), '203.0.113.9');
    for (const forged of [
      '198.51.100.7',
      'junk',
      '10.9.9.9',
      '127.0.0.1',
      '',
      ' ',
      '198.51.100.7, 10.0.0.3',
      'x'.repeat(4_000),
    ]) {
      assert.equal(
        await visitor(trusted, '10.0.0.1', `${forged}, 203.0.113.9`),
        '203.0.113.9',
        forged,
      );
    }
  });

  it('several hops are followed to the first that is not trusted', async () => {
    assert.equal(
      await visitor(
        ['10.0.0.0/8', '192.0.2.4'],
        '10.0.0.1',
        '198.51.100.7, 203.0.113.9, 192.0.2.4, 10.0.0.2',
      ),
      '203.0.113.9',
    );
    assert.equal(
      await visitor(['10.0.0.0/8'], '10.0.0.1', '203.0.113.9, 192.0.2.4, 10.0.0.2'),
      '192.0.2.4',
    );
    // Every hop is trusted: the farthest is who it was.
    assert.equal(await visitor(['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2'), '10.0.0.3');
  });

  it('ports, IPv6 and IPv4 in IPv6 form are understood in hops too', async () => {
    assert.equal(
      await visitor(['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.9:4711'),
      '203.0.113.9',
    );
    assert.equal(
      await visitor(['10.0.0.0/8'], '10.0.0.1', '203.0.113.9:4711, 10.0.0.2:8080'),
      '203.0.113.9',
    );
    assert.equal(
      await visitor(
        ['2001:db8:ffff::/48'],
        '2001:db8:ffff::1',
        '[2001:db8:1:2::9]:443, [2001:db8:ffff::2]:80',
      ),
      addressKey('2001:db8:1:2::'),
    );
    assert.equal(await visitor(['::ffff:10.0.0.1'], '10.0.0.1', '203.0.113.9'), '203.0.113.9');
  });

  it('junk from a trusted hop is one visitor, however it varies', async () => {
    assert.equal(await visitor(['10.0.0.1'], '10.0.0.1', 'unknown'), 'none');
    assert.equal(await visitor(['10.0.0.1'], '10.0.0.1', '203.0.113.9, _x7, 10.0.0.1'), 'none');
  });

  it('a list that cannot be read is refused', () => {
    for (const entry of ['1.2.3', '10.0.0.0/33', '::1/129', ':::', '10.0.0.0/', '10.0.0.0/8/8', ''])
      assert.throws(() => trustedHops([entry]), /HUBBY_TRUSTED_PROXIES/, entry);
  });
});

describe('mailboxes', () => {
  const SAME: [string, string][] = [
    ['Anna@Example.COM', 'anna@example.com'],
    ['anna+trip@example.com', 'anna@example.com'],
    ['anna+a+b@example.com', 'anna@example.com'],
    ['a.n.n.a+x@gmail.com', 'anna@gmail.com'],
    ['anna@googlemail.com', 'anna@gmail.com'],
    ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
    ['anna@BÜCHER.example', 'anna@bücher.example'],
    ['anna@example.com.', 'anna@example.com'],
    [' anna@example.com ', 'anna@example.com'],
    ['ａnna@example.com', 'anna@example.com'],
  ];
  for (const [one, other] of SAME)
    it(`${JSON.stringify(one)} is ${other}`, () => assert.equal(mailboxOf(one), mailboxOf(other)));

  it('different mailboxes stay different', () => {
    const all = [
      'anna@example.com',
      'an.na@example.com',
      'anna@example.org',
      'bob@example.com',
      'anna@gmail.com',
      'anna@gmail.com.example',
      '+trip@example.com',
      '+other@example.com',
    ];
    assert.equal(new Set(all.map(mailboxOf)).size, all.length);
  });

  it('normalising again changes nothing', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => mailboxOf(mailboxOf(email)) === mailboxOf(email)),
    );
  });

  it('case, tag and place of dots of Gmail never make another mailbox', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]{1,20}$/),
        fc.stringMatching(/^[a-zA-Z0-9+]{0,10}$/),
        fc.nat(),
        (name, tag, at) => {
          const dotted =
            `${name.slice(0, at % name.length)}.${name.slice(at % name.length)}`.replace(/^\./, '');
          assert.equal(
            mailboxOf(`${dotted.toUpperCase()}+${tag}@GoogleMail.com`),
            `${name}@gmail.com`,
          );
        },
      ),
    );
  });
});

describe('latency', () => {
  it('success and failure come no earlier than the floor, and as they are', async () => {
    const begun = performance.now();
    assert.equal(await atLeast(60, Promise.resolve('there')), 'there');
    await assert.rejects(atLeast(60, Promise.reject(new Error('not there'))), /not there/);
    // Timers may go off a millisecond early.
    assert.ok(performance.now() - begun >= 116);
  });

  it('what takes longer is not held up by the floor', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    setTimeout(() => resolve('late'), 30);
    assert.equal(await atLeast(1, promise), 'late');
  });
});
