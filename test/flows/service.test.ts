/** How well the installation serves: counted while it does, told to whoever asks. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { signedHeaders } from '@hubby/sdk/signing';
import { after, before, beforeEach, describe, it } from 'node:test';
import { countHours, forgetOldFigures, HOUR_MS } from '../../src/domain/service/count-hours.ts';
import { classOf } from '../../src/domain/service/figures.ts';
import { makeRequestMinutes } from '../../src/domain/service/request-minutes.ts';
import type { Db } from '../../src/db/pool.ts';
import { firstIdAt } from '../../src/ids.ts';
import { duration, percent } from '../../src/pages/status/figure-view.ts';
import { STATUS_TEXTS } from '../../src/pages/texts/status/index.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
beforeEach(async () => {
  await hubby.ctx.requestMinutes.end();
  await hubby.sql('delete from service_minutes');
  await hubby.sql('delete from service_hours');
});
after(() => hubby.close());

const silent = { warn() {} };
const counted = (kind: string): Promise<Json[]> =>
  hubby.sql(
    `select sum(requests)::int as requests, sum(failed)::int as failed
     from service_minutes where class = $1`,
    [kind],
  );
const hours = (figure: string): Promise<Json[]> =>
  hubby.sql('select * from service_hours where figure = $1 order by at', [figure]);
const report = async (): Promise<Json> => {
  const { status, body, text } = await hubby.call('GET', '/api/reports/service');
  assert.equal(status, 200, text);
  return body.data;
};
const figureOf = async (figure: string): Promise<Json> =>
  (await report()).figures.find((one: Json) => one.figure === figure);
/** Somebody served in this minute, and failed so many. */
const served = (at: number, requests = 0, failed = 0): Promise<unknown> =>
  hubby.sql(
    `insert into service_minutes (at, class, requests, failed) values ($1, 'api', $2, $3)`,
    [new Date(at), requests, failed],
  );

describe('requests', () => {
  it('are counted by class once they are answered; what the client did wrong is no failure', async () => {
    const before = await hubby.call('GET', '/api/destinations');
    assert.equal(before.status, 200);
    await hubby.call('POST', '/api/bookings', {});
    await hubby.bare('GET', '/api/destinations');
    await hubby.bare('GET', '/no/such/page');
    await hubby.bare('GET', '/status');
    await hubby.ctx.requestMinutes.end();
    assert.deepEqual(await counted('api'), [{ requests: 3, failed: 0 }]);
    assert.deepEqual(await counted('pages'), [{ requests: 0, failed: 0 }]);
  });

  it('that fail are counted as such, but for what a provider does not serve', async () => {
    const { shownCatalogs } = hubby.ctx;
    Object.assign(hubby.ctx, { shownCatalogs: null });
    const path = '/api/destinations';
    const failed = await fetch(hubby.url + path, {
      headers: signedHeaders(hubby.partner, 'GET', path),
    });
    await failed.text();
    Object.assign(hubby.ctx, { shownCatalogs });
    assert.equal(failed.status, 500);
    await hubby.ctx.requestMinutes.end();
    assert.deepEqual(await counted('api'), [{ requests: 1, failed: 1 }]);

    const [queue] = (await booking()).package_queues;
    await hubby.call('POST', '/api/sandbox/fail', { next: 'out_of_stock', count: 9 });
    const away = await hubby.call('POST', '/api/native/redeem-package', {
      external_user_id: queue.user,
      package_queue_id: queue.id,
    });
    assert.deepEqual([away.status, away.body.error.type], [503, 'provider_unavailable']);
    await hubby.call('POST', '/api/sandbox/fail', { next: 'error', count: 0 });
    await hubby.ctx.requestMinutes.end();
    const [row] = await counted('api');
    assert.equal(row.failed, 1, 'the broken catalog alone');
  });

  it('of several processes add up, and a minute without any says that somebody was there', async () => {
    const at = Date.parse('2030-01-01T10:00:20Z');
    const [one, two] = [1, 2].map(() => makeRequestMinutes(hubby.ctx.db, silent, () => at));
    one!.begin();
    one!.note('api', true);
    two!.note('api', false);
    two!.note('api', false);
    await Promise.all([one!.end(), two!.end()]);
    const rows = await hubby.sql('select * from service_minutes order by class');
    assert.equal(rows.length, 5);
    assert.ok(rows.every((row) => row.at.toISOString() === '2030-01-01T10:00:00.000Z'));
    const api = rows.find((row) => row.class === 'api');
    assert.deepEqual([api.requests, api.failed], [3, 1]);
  });

  it('wait while the database is away, and only the last hour of them', async () => {
    let isAway = true;
    const real = hubby.ctx.db;
    const db = {
      rows: (text: string, params: unknown[]) =>
        isAway ? Promise.reject(new Error('away')) : real.rows(text, params),
    } as Db;
    let now = Date.parse('2030-01-01T10:00:00Z');
    const minutes = makeRequestMinutes(db, silent, () => now);
    for (let i = 0; i < 90; i++, now += 60_000) {
      minutes.note('pages', false);
      await minutes.end();
    }
    isAway = false;
    await minutes.end();
    const [{ count, first }] = await hubby.sql(
      `select count(*)::int as count, min(at) as first from service_minutes where class = 'pages'`,
    );
    assert.deepEqual([count, first.toISOString()], [60, '2030-01-01T10:30:00.000Z']);
  });
});

const booking = async (): Promise<Json> => {
  const name = user();
  const { status, body, text } = await hubby.call('POST', '/api/bookings', {
    departure_date: '2030-07-15',
    package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
  });
  assert.equal(status, 201, text);
  body.data.package_queues[0].user = name;
  return body.data;
};

describe('the hours', () => {
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

  it('of availability average the minutes: one that nobody served is unavailable', async () => {
    const at = hour - 2 * HOUR_MS;
    for (let i = 0; i < 60; i++) {
      if (i === 30) continue;
      await served(at + i * 60_000, 10, i < 2 ? 5 : 0);
    }
    await countHours(hubby.ctx, new Date(hour + 60_000));
    const [first, nobody] = await hours('availability');
    assert.deepEqual([first.total, first.good], [60, 58]);
    assert.deepEqual([nobody.total, nobody.good], [60, 0], 'the hour after it');
    const { days } = await figureOf('availability');
    const total = days.reduce((sum: number, day: Json) => sum + day.total, 0);
    assert.equal(total, 121, 'of the present hour the minute that is over');
  });

  it('begin with the first minute ever served, and are all there after a time in which nothing ran', async () => {
    await served(hour - 50 * HOUR_MS + 15 * 60_000, 1);
    assert.equal(await countHours(hubby.ctx, new Date(hour)), 51);
    const all = await hours('availability');
    assert.equal(all.length, 51);
    assert.deepEqual([all[0].total, all[0].good], [45, 1]);
    assert.equal(
      await countHours(hubby.ctx, new Date(hour)),
      2,
      'the present hour and the one before',
    );
    assert.equal(await countHours(hubby.ctx, new Date(hour + HOUR_MS)), 26, 'a new hour');
  });

  it('count what was provisioned, delivered, reported and answered', async () => {
    await served(hour, 1);
    const made = await withPackages(hubby);
    await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/install`, undefined, {
      key: made.key,
    });
    await hubby.drain();
    const asked = await hubby.call('POST', '/api/native/support-requests', {
      external_user_id: made.external_user_id,
      body: 'It does not work',
      escalate: true,
    });
    assert.ok(asked.status < 300, asked.text);
    await hubby.sql(
      `insert into deliveries (partner_id, event_id, state, created_at, updated_at)
       select $1, $2 || n, case when n = 1 then 'exhausted' else 'delivered' end, now(),
         now() + interval '2 seconds'
       from generate_series(1, 4) n`,
      [hubby.partner.partner_id, firstIdAt('evt', Date.now())],
    );
    await countHours(hubby.ctx, new Date());
    const provisioning = await figureOf('provisioning');
    assert.ok(provisioning.overall.total >= 1);
    assert.equal(provisioning.overall.share, 1);
    assert.ok(provisioning.overall.mean_ms >= 0);
    const webhooks = await figureOf('webhooks');
    assert.deepEqual([webhooks.overall.total, webhooks.overall.share], [4, 0.75]);
    assert.equal(Math.round(webhooks.overall.mean_ms), 2_000);
    assert.ok((await figureOf('usage')).overall.total >= 1);
    assert.equal((await figureOf('support')).overall.total, 0, 'its three minutes are not over');
    await hubby.sql(
      `update support_requests set first_answered_at = created_at + interval '2 minutes'`,
    );
    await countHours(hubby.ctx, new Date());
    const support = (await figureOf('support')).overall;
    assert.deepEqual([support.total, support.share, support.mean_ms], [1, 1, 120_000]);
  });

  it('and minutes go after ninety days', async () => {
    const old = Date.now() - 91 * 24 * HOUR_MS;
    await served(old);
    await served(hour);
    await hubby.sql(
      `insert into service_hours values ($1, 'usage', 1, 1, 0, 0, 0), ($2, 'usage', 1, 1, 0, 0, 0)`,
      [new Date(old), new Date(hour)],
    );
    assert.equal(await forgetOldFigures(hubby.ctx), 2);
    assert.equal((await hubby.sql('select 1 from service_minutes')).length, 1);
  });
});

describe('the public page', () => {
  const page = (path = ''): Promise<Answer> => hubby.bare('GET', `/status${path}`);

  it('says of each figure how it was, what it counts and what is promised, from the first minute on', async () => {
    const empty = await page();
    assert.equal(empty.status, 200);
    assert.match(empty.text, /Nothing is counted yet/);
    const at = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
    for (let i = 0; i < 60; i++) await served(at + i * 60_000, 100, i === 0 ? 1 : 0);
    await countHours(hubby.ctx, new Date(at + HOUR_MS));
    const { text, headers } = await page();
    assert.match(text, /99\.98 %/);
    assert.match((await page('?lang=de')).text, /99,98 %/);
    for (const { title, definition } of (await report()).figures)
      assert.ok(text.includes(title) && text.includes(definition.replaceAll("'", '&#39;')), title);
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  });

  it('is in the language that is chosen or wanted, and caches keep them apart', async () => {
    const asked = async (wanted: string | undefined, path = ''): Promise<[string, string]> => {
      const headers: Record<string, string> =
        wanted === undefined ? {} : { 'accept-language': wanted };
      const answer = await hubby.bare('GET', `/status${path}`, { headers });
      assert.equal(answer.status, 200);
      const language = String(answer.headers['content-language']);
      assert.equal(answer.headers['vary'], 'accept-language');
      assert.equal(answer.headers['cache-control'], 'public, max-age=60');
      assert.ok(answer.text.includes(`<html lang="${language}">`), language);
      const { title } = STATUS_TEXTS[language as keyof typeof STATUS_TEXTS];
      return [language, answer.text.includes(`<h1>${title}</h1>`) ? 'said' : answer.text];
    };
    const cases: [string | undefined, string, string][] = [
      [undefined, '', 'en'],
      ['de-CH,de;q=0.9', '', 'de'],
      ['ja, fr-CA;q=0.8', '', 'fr'],
      ['ja', '', 'en'],
      ['de', '?lang=nl', 'nl'],
      ['de', '?lang=ES-MX', 'es'],
      ['de', '?lang=ja', 'de'],
      ['de', '?lang=constructor', 'de'],
      ['de', '?lang=fr&lang=nl', 'de'],
    ];
    for (const [wanted, path, expected] of cases)
      assert.deepEqual(await asked(wanted, path), [expected, 'said'], `${wanted} ${path}`);
    const german = await hubby.bare('GET', '/status?lang=de');
    for (const tag of Object.keys(STATUS_TEXTS))
      assert.ok(german.text.includes(`href="/status?lang=${tag}"`), tag);
  });

  it('gives the counts, from which anybody gets the same figures', async () => {
    const at = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 3 * HOUR_MS;
    for (let i = 0; i < 60; i += 7) await served(at + i * 60_000, i + 1, i % 3);
    await countHours(hubby.ctx, new Date(at + 3 * HOUR_MS));
    const rows: Json[] = parse((await page('/hours.csv')).text, { columns: true });
    const sum = (of: string): number =>
      rows
        .filter(({ figure }) => figure === 'availability')
        .reduce((all, row) => all + Number(row[of]), 0);
    const { overall } = await figureOf('availability');
    assert.equal(overall.total, sum('total'));
    assert.ok(Math.abs(overall.share - sum('good') / sum('total')) < 1e-12);
    const day = new Date(at).toISOString().slice(0, 10);
    const minutes: Json[] = parse((await page(`/minutes.csv?day=${day}`)).text, { columns: true });
    assert.ok(minutes.length > 0 && minutes.every((row) => row.at.startsWith(day)));
  });

  it('refuses a day that is none', async () => {
    for (const day of ['2027-13-01', 'today', '2027-01-01T00:00Z', ''])
      assert.equal((await page(`/minutes.csv?day=${day}`)).status, 400, day);
  });
});

describe('words of figures', () => {
  it('never say more than it was', () => {
    assert.equal(percent(0.99996, 'en'), '99.99 %');
    assert.equal(percent(1, 'en'), '100.00 %');
    assert.equal(percent(0.9999, 'de'), '99,99 %');
    assert.deepEqual(
      [850, 4_200, 720_000, 11_160_000].map((ms) => duration(ms, 'en')),
      ['850 ms', '4.2 s', '12.0 min', '3.1 h'],
    );
  });

  it('are in each language all there, with the same values in them', () => {
    const valuesOf = (text: string): string[] =>
      [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
    for (const [tag, texts] of Object.entries(STATUS_TEXTS))
      for (const [key, english] of Object.entries(STATUS_TEXTS.en)) {
        const text = texts[key as keyof typeof texts];
        assert.deepEqual(valuesOf(text), valuesOf(english), `${tag} ${key}`);
        const isSame = text === english && english.length > 12 && !english.startsWith('{');
        assert.ok(tag === 'en' || !isSame, `${tag} ${key}`);
      }
  });

  it('tell requests apart by their route', () => {
    const of: [string | undefined, string | null][] = [
      ['/api/bookings', 'api'],
      ['/api/providers/:name/callbacks', 'callbacks'],
      ['/web-api/partners/:partner/keys', 'dashboard'],
      ['/claim/:uuid', 'pages'],
      ['/healthz', null],
      ['/status', null],
      [undefined, null],
    ];
    assert.deepEqual(
      of.map(([route]) => classOf(route)),
      of.map(([, kind]) => kind),
    );
  });
});
