/** Promo codes made or imported together: by key, as files, as sheets, for members. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const URL = '/api/promo-code-batches';
const ASKED = { count: 3, valid_until: '2099-12-31', destination: 'GR', size: '1GB' };
let names = 0;
const nameOf = (): string => `Batch ${++names}`;

const make = (partner: Json, more: Json = {}): Promise<Answer> =>
  hubby.call('POST', URL, { name: nameOf(), ...ASKED, ...more }, { key: partner });
const made = async (partner: Json, more: Json = {}): Promise<Json> => {
  const { status, text, body } = await make(partner, more);
  assert.equal(status, 201, text);
  return body.data;
};
const upload = (partner: Json, name: string, raw: string): Promise<Answer> =>
  hubby.call('POST', `${URL}/import?name=${encodeURIComponent(name)}`, undefined, {
    key: partner,
    headers: { 'content-type': 'text/csv' },
    raw,
  });
const get = async (partner: Json, path: string): Promise<Json> => {
  const { status, text, body } = await hubby.call('GET', `${URL}${path}`, undefined, {
    key: partner,
  });
  assert.equal(status, 200, text);
  return body.data;
};
const fieldsOf = ({ status, body }: Answer): [number, string[]] => [
  status,
  body.error.details.map(({ field }: Json) => field),
];

describe('batches of promo codes', () => {
  it('are made once by their name, each code of its own, redeemed like any other', async () => {
    const partner = await hubby.newPartner();
    const batch = await made(partner, { name: 'Summer', count: 60 });
    assert.match(batch.id, /^pcb_/);
    assert.deepEqual(
      [batch.name, batch.codes, batch.is_imported, batch.package],
      ['Summer', 60, false, { destination: 'GR', size: '1GB' }],
    );
    assert.deepEqual(fieldsOf(await make(partner, { name: 'Summer' })), [400, ['name']]);
    const codes: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Json = await get(
        partner,
        `/${batch.id}/codes?limit=25${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      codes.push(...page.codes);
      cursor = page.next_cursor;
    }
    assert.equal(new Set(codes.map(({ promo_code: code }) => code)).size, 60);
    const [first, second] = codes;
    assert.deepEqual(
      [first!.package_id, first!.package_size, first!.state],
      ['pkg_grc_1gb_365d', '1GB', 'open'],
    );
    assert.match(first!.claim_url, /\/free-esim\//);
    const redeemed = await hubby.call(
      'POST',
      `/api/promo-codes/${first!.promo_code}/redeem`,
      { external_user_id: user() },
      { key: partner },
    );
    assert.equal(redeemed.status, 200, redeemed.text);
    await hubby.sql(
      `update promo_codes set valid_until = now() - interval '1 day' where code = $1`,
      [second!.promo_code],
    );
    assert.deepEqual((await get(partner, `/${batch.id}`)).states, {
      open: 58,
      claimed: 0,
      redeemed: 1,
      expired: 1,
      cancelled: 0,
    });
    const used: Json = await get(partner, `/${batch.id}/codes?state=redeemed`);
    assert.deepEqual(
      used.codes.map(({ promo_code: code }: Json) => code),
      [first!.promo_code],
    );
  });

  it('of one name, made at the same time, are one', async () => {
    const partner = await hubby.newPartner();
    const answers = await Promise.all([1, 2, 3].map(() => make(partner, { name: 'Twice' })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400, 400]);
    assert.equal((await get(partner, '')).batches.length, 1);
    const [counted] = await hubby.sql<{ codes: number }>(
      'select count(*)::int as codes from promo_codes where partner_id = $1',
      [partner.partner_id],
    );
    assert.equal(counted!.codes, 3);
  });

  it('are for what a booking could name, and refused with each field named', async () => {
    const partner = await hubby.newPartner();
    const cases: [Json, string[]][] = [
      [{ destination: 'Atlantis' }, ['destination']],
      [{ size: '7GB' }, ['size']],
      [{ size: undefined }, ['size']],
      [{ valid_until: '2001-01-01' }, ['valid_until']],
      [{ valid_until: 'soon', destination: 'Atlantis' }, ['valid_until', 'destination']],
      [{ count: 0 }, ['count']],
      [{ count: 10_001 }, ['count']],
      [{ package_id: 'pkg_none', destination: undefined, size: undefined }, ['package_id']],
    ];
    for (const [more, fields] of cases)
      assert.deepEqual(fieldsOf(await make(partner, more)), [400, fields], JSON.stringify(more));
    assert.deepEqual((await get(partner, '')).batches, []);
    const open = await made(partner, { destination: undefined });
    const { codes } = await get(partner, `/${open.id}/codes`);
    assert.deepEqual([codes[0].destination, codes[0].package_size], [null, '1GB']);
  });

  it('are imported from a file, whole or not at all; codes that are there are skipped', async () => {
    const partner = await hubby.newPartner();
    const header = 'code,valid_until,destination,size';
    const bad = await upload(
      partner,
      'Bad',
      `${header}\nGOOD-1,2099-12-31,GR,1GB\n!,2099-12-31,GR,1GB\nGOOD-2,never,GR,9GB\n`,
    );
    assert.deepEqual(fieldsOf(bad), [400, ['row 3, code', 'row 4, valid_until', 'row 4, size']]);
    assert.deepEqual((await get(partner, '')).batches, []);
    const file = `${header}\nGOOD-1,2099-12-31,GR,1GB\nGOOD-2,2099-12-31,FR,1GB\n`;
    const first = await upload(partner, 'First', file);
    assert.deepEqual(
      [first.status, first.body.data.codes, first.body.data.skipped, first.body.data.is_imported],
      [201, 2, 0, true],
    );
    const more = await upload(partner, 'More', `${file}GOOD-3,2099-12-31,GR,1GB\n`);
    assert.deepEqual([more.body.data.codes, more.body.data.skipped], [1, 2]);
    assert.deepEqual(fieldsOf(await upload(partner, 'None', file)), [400, ['']]);
    assert.deepEqual(
      (await get(partner, '')).batches.map(({ name }: Json) => name),
      ['More', 'First'],
    );
    const { codes } = await get(partner, `/${first.body.data.id}/codes`);
    assert.deepEqual(
      codes.map((code: Json) => [code.promo_code, code.claim_url, code.iso3]),
      [
        ['GOOD-1', null, 'GRC'],
        ['GOOD-2', null, 'FRA'],
      ],
    );
  });

  it('come as a file with the links, by their state', async () => {
    const partner = await hubby.newPartner();
    const { id } = await made(partner);
    const file = await hubby.call('GET', `${URL}/${id}/codes.csv`, undefined, { key: partner });
    assert.match(file.headers['content-disposition'] as string, /promo-codes\.csv/);
    const rows: Record<string, string>[] = parse(file.text, { columns: true });
    const { codes } = await get(partner, `/${id}/codes`);
    assert.deepEqual(
      rows.map((row) => [row['promo_code'], row['claim_url'], row['state']]),
      codes.map((code: Json) => [code.promo_code, code.claim_url, 'open']),
    );
    const none = await hubby.call('GET', `${URL}/${id}/codes.csv?state=claimed`, undefined, {
      key: partner,
    });
    assert.deepEqual(parse(none.text, { columns: true }), []);
  });

  it('come as sheets to print: every open code with its link, 18 on a page', async () => {
    const partner = await hubby.newPartner();
    const { id } = await made(partner, { count: 20 });
    const { codes } = await get(partner, `/${id}/codes`);
    const used = codes[0].promo_code;
    await hubby.call(
      'POST',
      `/api/promo-codes/${used}/redeem`,
      { external_user_id: user() },
      { key: partner },
    );
    const { status, headers, raw } = await pdfOf(partner, id);
    assert.deepEqual([status, headers.get('content-type')], [200, 'application/pdf']);
    const pages = textsIn(raw);
    // Each code, and what it is for.
    assert.deepEqual(
      pages.map((page) => page.length),
      [36, 2],
    );
    const written = pages.flat();
    assert.deepEqual(
      written.filter((_, i) => i % 2 === 0),
      codes.map(({ promo_code: code }: Json) => code).filter((code: string) => code !== used),
    );
    assert.deepEqual(
      [...new Set(written.filter((_, i) => i % 2 === 1))],
      ['1GB · Greece · 2099-12-31'],
    );
  });

  it('are for whose role says so, and nobody else’s', async () => {
    const partner = await hubby.newPartner();
    const { partner_id: id } = partner;
    const batch = await made(partner);
    const path = `/partners/${id}/promo-code-batches`;
    const viewer = await memberAt(hubby, { roles: { [id]: 'viewer' } });
    const support = await memberAt(hubby, { roles: { [id]: 'support' } });
    const owner = await memberAt(hubby, { roles: { [id]: 'owner' } });
    const stranger = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    const input = { name: nameOf(), ...ASKED };
    assert.equal((await viewer.call('GET', `${path}/${batch.id}`)).body.data.states.open, 3);
    assert.equal((await viewer.call('GET', `${path}/${batch.id}/codes`)).status, 403);
    assert.equal((await support.call('GET', `${path}/${batch.id}/codes`)).status, 200);
    assert.equal((await support.call('POST', path, input)).status, 403);
    assert.equal((await owner.call('POST', path, input)).status, 201);
    for (const at of ['', `/${batch.id}`, `/${batch.id}/codes.csv`, `/${batch.id}/sheets.pdf`])
      assert.equal((await stranger.call('GET', `${path}${at}`)).status, 404, at);
    assert.equal((await hubby.bare('GET', URL)).status, 401);
  });
});

/** As it came: `call` reads answers as text. */
async function pdfOf(partner: Json, id: string) {
  const member = await memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(
    `${hubby.url}/web-api/partners/${partner.partner_id}/promo-code-batches/${id}/sheets.pdf`,
    { headers: { cookie, 'sec-fetch-site': 'same-origin' } },
  );
  return {
    status: answer.status,
    headers: answer.headers,
    raw: Buffer.from(await answer.arrayBuffer()),
  };
}

/** The texts of each page; the list of objects has to say where each of them begins. */
function textsIn(pdf: Buffer): string[][] {
  const text = pdf.toString('latin1');
  assert.match(text, /^%PDF-1\.\d\n/);
  assert.match(text, /%%EOF\n$/);
  const at = Number(/startxref\n(\d+)\n/.exec(text)![1]);
  const [, ...entries] = [...text.slice(at).matchAll(/(\d{10}) \d{5} [nf] \n/g)].map((match) =>
    Number(match[1]),
  );
  for (const [i, offset] of entries.entries())
    assert.ok(text.startsWith(`${i + 1} 0 obj\n`, offset), `object ${i + 1} at ${offset}`);
  return [...text.matchAll(/\/Length (\d+)\n\/Filter \/FlateDecode\n>>\nstream\n/g)].map(
    (match) => {
      const begin = match.index + match[0].length;
      const drawn = inflateSync(pdf.subarray(begin, begin + Number(match[1]))).toString('latin1');
      return [...drawn.matchAll(/\[(.*)\] TJ/g)].map(([, pieces]) => textOf(pieces!));
    },
  );
}

/** `<414243> 25 <44>`: letters in hexadecimal, and how they are moved together. */
const textOf = (pieces: string): string =>
  [...pieces.matchAll(/<([\da-f]*)>/g)]
    .map(([, letters]) => Buffer.from(letters!, 'hex').toString('latin1'))
    .join('');
