/**
 * Generated requests over every private route, by an owner who is the installation's operator too:
 * never a 5xx, nothing leaks into a message. A failing run prints its seed; FUZZ_SEED and FUZZ_RUNS
 * repeat or lengthen it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { PrivateRoute } from '../../src/api/callers/member.ts';
import { webApi } from '../../src/web-api/index.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { encoded, hostile, judgeAnswer, planted, text } from '../support/hostile.ts';
import { makeMember, openBrowser, signedIn, type BrowserPage } from '../support/members.ts';

const seed = process.env['FUZZ_SEED'] === undefined ? undefined : Number(process.env['FUZZ_SEED']);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25);

let hubby: Hubby;
/** what the parameters of addresses mean here, by name */
let known: Record<string, string>;
before(async () => {
  hubby = await startHubby();
  const made = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
  });
  await hubby.drain();
  const { partner_id, api_key } = hubby.partner;
  known = { partner: partner_id, id: made.body.data.id, key: api_key };
});
after(() => hubby.close());

/** Signed in anew: what was called may have ended the session, the membership or the person. */
async function somebody(route: PrivateRoute): Promise<BrowserPage> {
  if (route.access.by === 'sign_in') return openBrowser(hubby);
  const { id } = await makeMember(hubby, {
    roles: { [hubby.partner.partner_id]: 'owner' },
    operatorRole: 'operator',
  });
  const browser = await signedIn(hubby, id);
  if (route.access.by === 'stage')
    await hubby.sql('update member_sessions set stage = $2 where member_id = $1', [
      id,
      route.access.stages[0],
    ]);
  return browser;
}

const FORMATS: Record<string, string> = { 'date-time': '2027-01-01T00:00:00Z', date: '2027-01-01' };
/** What fits the schema but for patterns, which the plain text in its place may not. */
function sampleOf(schema: Json): Json {
  if (schema.const !== undefined) return schema.const;
  const [first] = schema.anyOf ?? schema.enum ?? [];
  if (first !== undefined) return schema.anyOf === undefined ? first : sampleOf(first);
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries<Json>(schema.properties ?? {}).map(([name, one]) => [name, sampleOf(one)]),
    );
  if (schema.type === 'array') return schema.items === undefined ? [] : [sampleOf(schema.items)];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'null') return null;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  return FORMATS[schema.format ?? ''] ?? 'x'.repeat(schema.minLength ?? 1);
}
const rightBody = ({ body }: PrivateRoute): Json =>
  body === undefined ? undefined : sampleOf(body);

const request = fc.record({
  id: fc.option(text, { freq: 3, nil: null }),
  /** which parameter of those that there are is hostile, and in what way; the others are left out */
  query: fc.option(fc.record({ at: fc.nat(12), text }), { freq: 5, nil: null }),
  path: fc.array(fc.nat(12), { maxLength: 3 }),
  hostile,
});

/** What has to be given, and one of the parameters with something hostile in it. */
function queryOf(
  { query }: PrivateRoute,
  bad: { at: number; text: string } | null,
): Record<string, string> {
  const schema = (query ?? {}) as Json;
  const needed = Object.fromEntries(
    (schema.required ?? []).map((name: string) => [
      name,
      String(sampleOf(schema.properties[name])),
    ]),
  );
  const names = [...Object.keys(schema.properties ?? {}), 'x'];
  if (bad === null) return needed;
  return { ...needed, [names[bad.at % names.length]!]: bad.text.toWellFormed().slice(0, 2_000) };
}

const statuses = new Map<number, number>();
async function tryOnce(
  route: PrivateRoute,
  browser: BrowserPage,
  r: {
    id: string | null;
    query: { at: number; text: string } | null;
    path: number[];
    hostile: Json;
  },
): Promise<number> {
  const target = route.url.replace('/web-api', '').replaceAll(/:(\w+)/g, (_, name: string) =>
    // Another partner's name is 404 before anything is read, and tested elsewhere.
    name === 'partner' || r.id === null || /^\.{0,2}$/.test(r.id)
      ? encoded(known[name] ?? 'nobody')
      : encoded(r.id),
  );
  const search = new URLSearchParams(queryOf(route, r.query)).toString();
  const right = rightBody(route);
  const body = right === undefined ? undefined : planted(right, r.path, r.hostile);
  const answer = await browser.call(
    route.method,
    search === '' ? target : `${target}?${search}`,
    body,
  );
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  judgeAnswer(
    answer,
    `${route.method} ${target}?${search.slice(0, 300)} ${JSON.stringify(body)?.slice(0, 500)}`,
  );
  return answer.status;
}

describe('generated requests to private routes', () => {
  it('never break anything', { timeout: 600_000 + RUNS * 2_000 }, async () => {
    for (const route of webApi.filter(({ streams }) => streams !== true)) {
      await hubby.sql('delete from abuse_counters');
      let browser = await somebody(route);
      await fc.assert(
        fc.asyncProperty(request, async (r) => {
          const status = await tryOnce(route, browser, r);
          if (status === 401 || status === 404) browser = await somebody(route);
        }),
        { numRuns: RUNS, ...(seed === undefined ? {} : { seed }) },
      );
    }
  });

  it('were not all of one kind', () => {
    for (const status of [200, 400, 404])
      assert.ok((statuses.get(status) ?? 0) > 20, JSON.stringify([...statuses]));
  });

  it('leave the dashboard as it was', async () => {
    const { id } = await makeMember(hubby, {
      roles: { [hubby.partner.partner_id]: 'owner' },
    });
    const browser = await signedIn(hubby, id);
    const { status } = await browser.call('GET', `/partners/${hubby.partner.partner_id}/members`);
    assert.equal(status, 200);
  });
});
