/** The link of a mail opens with the address that the mail went to, and with no other. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const MAILS = { communication_options: { should_send_message: true, channels: ['EMAIL'] } };
const DAY = 86_400_000;
let counter = 0;
const address = (): string => `sign_in_${process.pid}_${++counter}@example.com`;
const mainOf = ({ text }: Answer): string => /<main[\s\S]*<\/main>/.exec(text)![0];

describe('the link of a mail', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
  });
  after(() => hubby.close());

  const get = (path: string): Promise<Answer> => hubby.bare('GET', path);
  const post = (path: string, fields: Record<string, string>): Promise<Answer> =>
    hubby.bare('POST', path, { headers: FORM, body: new URLSearchParams(fields).toString() });
  const mailsTo = async (to: string): Promise<Json[]> => {
    await hubby.drain();
    return hubby.sql('select * from messages where recipient = $1 order by id', [to]);
  };
  const linkIn = (mail: Json): string =>
    new URL(/https?:\/\/\S+\/w\/\S+\/m\/[\w-]+/.exec(mail.text)![0]).pathname;
  /** A traveler's booking, and the link in its mail. */
  async function booked(key = hubby.partner): Promise<{ email: string; link: string; id: string }> {
    const email = address();
    const entry = { destination: 'GR', size: '1GB', external_user_id: user(), email };
    const { status, body, text } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: [entry], email, ...MAILS },
      { key },
    );
    assert.equal(status, 201, text);
    return { email, link: linkIn((await mailsTo(email))[0]), id: body.data.id };
  }
  const triesOf = async (link: string): Promise<number[]> => {
    const rows = await hubby.sql<{ wrong_tries: number }>(
      `select wrong_tries from mail_tokens where token_hash = sha256(convert_to($1, 'UTF8'))`,
      [link.split('/').at(-1)],
    );
    return rows.map(({ wrong_tries }) => wrong_tries);
  };

  const openedOf = (id: string): Promise<Json[]> =>
    hubby.sql(
      `select o.* from opened_packages o
       join package_queues q on q.partner_id = o.partner_id and q.id = o.queue_id
       where q.booking_id = $1`,
      [id],
    );

  it('asks for the address, and shows nothing of the booking before it has it', async () => {
    const { email, link } = await booked();
    const page = await get(link);
    assert.equal(page.status, 200);
    assert.match(page.text, /Open your mobile data/);
    assert.match(page.text, /name="email"/);
    assert.doesNotMatch(page.text, /Greece|1 GB|name="queue"/);
    assert.ok(!page.text.includes(email));
    const answer = await post(link, { email: ` ${email.toUpperCase()} ` });
    assert.equal(answer.status, 303);
    const seen = String(answer.headers['location']);
    assert.match((await get(seen)).text, /Greece/);
    assert.match((await get(`${seen}&lang=de`)).text, /Griechenland/);
    // Once more, on another device.
    assert.equal((await post(link, { email })).status, 303);
  });

  it('takes no package without the address, nor with the mark of another link', async () => {
    const [one, two] = [await booked(), await booked()];
    const seen = String((await post(two.link, { email: two.email })).headers['location']);
    const [queue] = await hubby.sql('select id from package_queues where booking_id = $1', [
      one.id,
    ]);
    const mark = new URL(seen, 'http://x').searchParams.get('seen')!;
    for (const path of [
      one.link,
      `${one.link}?seen=${mark}`,
      `${one.link}?seen=zzzzzzzz.${'a'.repeat(22)}`,
    ]) {
      await post(path, { queue: queue.id });
      assert.doesNotMatch((await get(path)).text, /Greece/);
    }
    const [row] = await hubby.sql('select redeemed_at from package_queues where id = $1', [
      queue.id,
    ]);
    assert.equal(row.redeemed_at, null);
  });

  it('consumes nothing and sends nothing when scanners open it', async () => {
    const { email, link, id } = await booked();
    const before = await mailsTo(email);
    const rows = await hubby.sql('select * from mail_tokens order by token_hash');
    for (let i = 0; i < 3; i++) await get(link);
    await hubby.bare('HEAD', link);
    assert.deepEqual(await hubby.sql('select * from mail_tokens order by token_hash'), rows);
    assert.deepEqual(await openedOf(id), []);
    assert.equal((await mailsTo(email)).length, before.length);
    for (let i = 0; i < 2; i++) await post(link, { email });
    assert.equal((await openedOf(id)).length, 1);
  });

  it('says which address is none, and counts none of these', async () => {
    const { link } = await booked();
    for (const [email, words] of [
      ['', /Enter your e-mail address/],
      ['nobody@', /not a complete e-mail address/],
      ['a@b.example\r\nBcc: c@d.example', /not a complete e-mail address/],
    ] as const) {
      const page = await post(link, { email });
      assert.equal(page.status, 400);
      assert.match(page.text, words);
    }
    assert.deepEqual(await triesOf(link), [0]);
  });

  it('ends with the fifth wrong address, and a fresh one goes to the address of the mail', async () => {
    const { email, link } = await booked();
    const wrong: Answer[] = [];
    for (let i = 0; i < 5; i++) wrong.push(await post(link, { email: address() }));
    assert.deepEqual(
      wrong.map(({ status }) => status),
      [400, 400, 400, 400, 410],
    );
    assert.match(wrong[0]!.text, /We did not send this link to that address/);
    for (const page of [wrong[4]!, await get(link), await post(link, { email })]) {
      assert.equal(page.status, 410);
      assert.match(page.text, /name="fresh"/);
      assert.ok(!page.text.includes(email));
    }
    assert.deepEqual(await triesOf(link), [5]);
    const before = (await mailsTo(email)).length;
    assert.equal((await post(link, { fresh: '1' })).status, 200);
    const mails = await mailsTo(email);
    assert.equal(mails.length, before + 1);
    const fresh = linkIn(mails.at(-1)!);
    assert.notEqual(fresh, link);
    assert.equal((await post(fresh, { email })).status, 303);
  });

  it('takes no more wrong ones at the same moment than one by one', async () => {
    const { email, link } = await booked();
    const tries = Array.from({ length: 24 }, address).map((wrong) => post(link, { email: wrong }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    assert.deepEqual(await triesOf(link), [5]);
    assert.ok(statuses.every((status) => status === 400 || status === 410));
    assert.equal((await post(link, { email })).status, 410);
  });

  it('does not open while the wrong ones that end it are being counted', async (t) => {
    const { email, link } = await booked();
    const held = await holdLock(
      hubby,
      `update mail_tokens set wrong_tries = 5 where token_hash = sha256(convert_to($1, 'UTF8'))`,
      [link.split('/').at(-1)],
    );
    t.after(held.release);
    const right = post(link, { email });
    await untilBlocked(hubby);
    await held.commit();
    assert.equal((await right).status, 410);
  });

  it('is nothing under the slug of another partner, which counts nothing', async () => {
    const { email, link } = await booked();
    const other = await hubby.newPartner();
    const path = link.replace('test-travel', other.slug);
    for (const fields of [{ email }, { email: address() }])
      assert.equal((await post(path, fields)).status, 404);
    assert.deepEqual(await triesOf(link), [0]);
    assert.equal((await post(link, { email })).status, 303);
  });

  it('says the same of a token that nobody has whatever the address', async () => {
    const path = `/w/test-travel/m/${'x'.repeat(43)}`;
    const pages = [await get(path), await post(path, { email: address() })];
    assert.deepEqual(
      pages.map(({ status }) => status),
      [404, 404],
    );
    assert.equal(mainOf(pages[0]!), mainOf(pages[1]!));
  });

  it('ends by time as before, with the right address too', async () => {
    const key = await hubby.newPartner();
    const { email, link } = await booked(key);
    await hubby.sql(
      `update mail_tokens set expires_at = now() - interval '1 day' where partner_id = $1`,
      [key.partner_id],
    );
    await hubby.sql(`update bookings set departure_at = $2 where partner_id = $1`, [
      key.partner_id,
      new Date(Date.now() - 40 * DAY),
    ]);
    for (const tried of [email, address()])
      assert.equal((await post(link, { email: tried })).status, 410);
    assert.deepEqual(await triesOf(link), [0]);
  });

  it('meets the limit of its visitor, with a right address too', async () => {
    const { email, link } = await booked();
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 2 });
    for (let i = 0; i < 2; i++) await post(link, { email: address() });
    const over = await post(link, { email });
    assert.equal(over.status, 429);
    await hubby.operator('PUT', '/limits', { mail_sign_ins_per_address_per_minute: 0 });
    assert.equal((await post(link, { email })).status, 303);
  });
});
