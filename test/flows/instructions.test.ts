/**
 * POST /api/native/instructions over HTTP: the reference's call, each state, format and language,
 * and what is guessed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { report, withPackages } from '../support/usage-steps.ts';

const PATH = '/api/native/instructions';
const PIXEL = {
  device_name: 'Google Pixel 10',
  device_type: 'phone',
  phone_os: 'android',
  os_version: '15',
};
let hubby: Hubby;
let traveler: { external_user_id: string; iccid: string };
before(async () => {
  hubby = await startHubby();
  traveler = await withPackages(hubby);
});
after(() => hubby.close());

const ask = (body: Json, key = hubby.partner): Promise<Answer> =>
  hubby.call('POST', PATH, body, { key });
async function told(body: Json): Promise<Json> {
  const answer = await ask({
    external_user_id: traveler.external_user_id,
    format: 'json',
    ...body,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
}

describe('instructions', () => {
  it("answers the reference's call: Pixel 10, Android 15, Macedonian, HTML", async () => {
    const data = await told({ format: 'html', ...PIXEL, locale: 'mk-MK' });
    assert.deepEqual(
      [data.format, data.locale, data.state, data.method, data.assumed],
      ['html', 'mk-MK', 'not_installed', 'link', []],
    );
    assert.match(
      data.content,
      /^<section lang="mk-MK"[\s\S]*Google Pixel 10[\s\S]*<ol[\s\S]*Мрежа и интернет[\s\S]*<svg [\s\S]*<\/section>$/,
    );
    assert.ok(
      data.content.includes(data.install.smdp_address) &&
        data.content.includes(data.install.matching_id),
    );
    assert.equal(
      data.install.lpa,
      `LPA:1$${data.install.smdp_address}$${data.install.matching_id}`,
    );
    assert.equal(
      data.install.android_url,
      `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${encodeURIComponent(data.install.lpa)}`,
    );
    assert.match(data.install.qr_svg, /^<svg role="img"/);
    assert.equal(data.verified, true);
    const samsung = await told({
      format: 'json',
      phone_os: 'android',
      device_name: 'Galaxy S23',
      os_version: '14',
      locale: 'mk-MK',
    });
    assert.equal(samsung.verified, false, 'not all names of Macedonian menus are confirmed');
  });

  it('has another way before iOS 17.4', async () => {
    const [before, from] = await Promise.all(
      ['17.3', '17.4'].map((os_version) =>
        told({ phone_os: 'ios', device_name: 'iPhone 15', os_version, locale: 'en-US' }),
      ),
    );
    assert.deepEqual([before.method, from.method], ['qr', 'direct']);
    assert.ok(
      before.steps.some((s: Json) => s.id === 'scan') &&
        !before.steps.some((s: Json) => s.id === 'tapInstall'),
    );
    assert.ok(from.steps.some((s: Json) => s.id === 'tapInstall'));
    assert.deepEqual([before.verified, from.verified], [true, true]);
  });

  it('has four formats', async () => {
    const [html, markdown, text, json] = await Promise.all(
      ['html', 'markdown', 'text', 'json'].map((format) =>
        told({ format, ...PIXEL, locale: 'nl' }),
      ),
    );
    assert.equal(html.locale, 'nl-NL');
    assert.match(html.content, /^<section/);
    assert.match(markdown.content, /^## .*\n\n1\. /);
    assert.match(text.content, /^Uw eSIM installeren – Google Pixel 10\n\n1\. /);
    assert.deepEqual(
      [json.content, json.steps[0]],
      [undefined, { id: 'wifi', text: json.steps[0].text, verified: true }],
    );
    for (const { content } of [markdown, text]) assert.ok(content.includes(json.install.lpa));
  });

  it('follows the state of the eSIM, and shows the code only while it can be installed', async () => {
    const { external_user_id, iccid } = await withPackages(hubby);
    const seen: string[] = [];
    let ms = 0;
    for (const state of [null, 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED']) {
      if (state !== null)
        await report(hubby, iccid, {
          state,
          state_changed_at: new Date(Date.now() + ms++).toISOString(),
        });
      const data = await told({ external_user_id, ...PIXEL, locale: 'en' });
      seen.push(
        `${data.state} ${data.method} ${data.install === null ? '-' : 'code'} ${data.steps[0].id}`,
      );
      if (data.install === null) assert.doesNotMatch(JSON.stringify(data), /LPA:1/);
    }
    assert.deepEqual(seen, [
      'not_installed link code wifi',
      'installed_off none - turnOn',
      'enabled none - useForData',
      'installed_off none - turnOn',
      'removed none - removed',
    ]);
  });

  it('has general steps for who has no eSIM yet', async () => {
    const external_user_id = user();
    const partner = await hubby.newPartner('Late', { esim_assignment: 'redemption' });
    const booked = await hubby.call(
      'POST',
      '/api/bookings',
      {
        departure_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
        package_specifications: [{ external_user_id, destination: 'GR', size: '1GB' }],
      },
      { key: partner },
    );
    assert.equal(booked.status, 201);
    const {
      status,
      body: { data },
    } = await ask({ format: 'json', external_user_id, ...PIXEL, locale: 'es' }, partner);
    assert.deepEqual([status, data.state, data.install], [200, 'no_esim', null]);
    assert.ok(data.steps.some((s: Json) => s.id === 'checkEid'));
    assert.ok(data.steps.at(-1).text.includes('Late'));
  });

  it('answers a symptom', async () => {
    for (const [symptom, first] of [
      ['no_data', 'wifi'],
      ['slow', 'wifi'],
      ['roaming_off', 'wifi'],
      ['removed', 'wifi'],
      ['qr_invalid', 'cleanQr'],
      ['cannot_install', 'wifi'],
    ]) {
      const data = await told({ ...PIXEL, symptom, locale: 'en' });
      assert.deepEqual([data.symptom, data.steps[0].id], [symptom, first]);
    }
    const { steps } = await told({ ...PIXEL, symptom: 'no_data', locale: 'en' });
    const ids = steps.map(({ id }: Json) => id);
    assert.equal(new Set(ids).size, ids.length, 'each step once');
    assert.ok(
      ids.indexOf('tapInstall') < ids.indexOf('apn'),
      'installing, then what does not work',
    );
    assert.equal(ids.at(-1), 'help');
  });

  it('says what it assumed where it does not know device, version or language', async () => {
    const data = await told({
      format: 'html',
      device_name: 'Quux 3000',
      phone_os: 'BeOS',
      os_version: 'new',
      locale: 'ka-GE',
    });
    assert.deepEqual(
      data.assumed.map((a: Json) => `${a.field} ${a.reason}`),
      [
        'phone_os not_understood',
        'device_name not_understood',
        'os_version not_understood',
        'locale not_shipped',
      ],
    );
    assert.equal(data.locale, 'en');
    const dutch = await hubby.newPartner('Nederland', { locale: 'nl-NL' });
    const { external_user_id } = await withPackages(hubby, [{}], dutch);
    const fallback = (
      await ask({ format: 'text', external_user_id, ...PIXEL, locale: 'not a locale' }, dutch)
    ).body.data;
    assert.deepEqual(
      [fallback.locale, fallback.assumed],
      ['nl-NL', [{ field: 'locale', value: 'nl-NL', reason: 'not_understood' }]],
    );
    assert.equal((await told({ locale: 'fr-LU' })).locale, 'fr-FR');
    const verified = async (locale: string) => {
      const answer = await told({ format: 'json', ...PIXEL, locale });
      return [answer.locale, answer.verified, answer.assumed.map((x: Json) => x.reason)];
    };
    // The same words, but nobody has looked up what Hong Kong's or Mexico's phones call their
    // menus.
    assert.deepEqual(await verified('zh-TW'), ['zh-TW', true, []]);
    assert.deepEqual(await verified('zh_TW.UTF-8'), ['zh-TW', true, []]);
    // In its words, whose menus nobody has compared with a phone.
    for (const [asked, shipped] of [
      ['ja', 'ja-JP'],
      ['ar-EG', 'ar'],
    ] as const)
      assert.deepEqual(await verified(asked), [shipped, false, []], asked);
    for (const [asked, shipped] of [
      ['zh-HK', 'zh-TW'],
      ['es-MX', 'es-ES'],
    ] as const)
      assert.deepEqual(await verified(asked), [shipped, false, ['not_shipped']], asked);
    assert.equal((await told({ device_name: null, locale: null })).assumed.length, 4);
  });

  it('keeps names of devices and partners from being anything else', async () => {
    const evil = await hubby.newPartner('<img src=x onerror=alert(1)>');
    const { external_user_id } = await withPackages(hubby, [{}], evil);
    for (const format of ['html', 'markdown', 'text', 'json']) {
      const { status, body } = await ask(
        {
          format,
          external_user_id,
          ...PIXEL,
          device_name: '"><script>alert(1)</script>[x](javascript:alert(1))',
        },
        evil,
      );
      assert.equal(status, 200);
      const shown = body.data.content ?? body.data.steps.map((s: Json) => s.text).join('\n');
      assert.doesNotMatch(
        shown,
        format === 'markdown' ? /<script|<img|(?<!\\)\]\(javascript/ : /<script|<img/,
      );
    }
  });

  it('refuses what is not asked rightly, and who may not ask', async () => {
    const bad = await ask({ format: 'pdf', locale: 'x'.repeat(501) });
    assert.deepEqual(
      [bad.status, bad.body.error.details.map((d: Json) => d.field).sort()],
      [400, ['external_user_id', 'format', 'locale']],
    );
    assert.equal(
      (
        await hubby.bare('POST', PATH, {
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
      401,
    );
    const unknown = await ask({ format: 'html', external_user_id: 'nobody' });
    const others = await ask(
      { format: 'html', external_user_id: traveler.external_user_id },
      await hubby.newPartner(),
    );
    assert.deepEqual(
      [unknown.status, unknown.body.error.type, others.status, others.body.error.type],
      [404, 'user_not_found', 404, 'user_not_found'],
    );
  });
});
