/** Messages to travelers as a partner's people look at them: the list, one, its mail; addresses held back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PartnerRole } from '../../src/domain/members/permissions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { newId } from '../../src/ids.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

type Place = { key: CreatedPartner; page: BrowserPage & { member: { id: string } } };
async function place(role: PartnerRole = 'support', key?: CreatedPartner): Promise<Place> {
  const at = key ?? (await hubby.newPartner());
  return { key: at, page: await memberAt(hubby, { roles: { [at.partner_id]: role } }) };
}
const at = ({ key, page }: Place, method: string, path: string): Promise<Answer> =>
  page.call(method, `/partners/${key.partner_id}${path}`);
const ask = (who: Place, method: string, path = ''): Promise<Answer> =>
  at(who, method, `/messages${path}`);
const good = ({ status, text, body }: Answer): Json => {
  assert.equal(status, 200, text);
  return body.data;
};
const HTML =
  '<html><head></head><body><a href="https://app.example/starter/?promoCode=AB&#38;x=1">Open</a><img src="cid:qr-1@hubby"></body></html>';

/** As it stands after it was sent. */
async function plant(
  { key }: Place,
  { to = 'ada@sun.example', status = 'delivered', html = HTML as string | null } = {},
): Promise<string> {
  const id = newId('msg');
  await hubby.sql(
    `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, status, created_at, sent_at)
     values ($1, $2, 'EMAIL', 'promo_code_claim', $2, $3, 'de-DE', $5, $5, $4, $6, now(), now())`,
    [key.partner_id, id, to, html, html === null ? null : 'Your code', status],
  );
  return id;
}

describe('messages on the screens', () => {
  it('are listed newest first, filtered, and masked for who may not read of people', async () => {
    const at = await place();
    const [sent, bounced] = [await plant(at), await plant(at, { status: 'bounced' })];
    const all = good(await ask(at, 'GET')).messages;
    assert.deepEqual(
      all.map((m: Json) => [m.id, m.to, m.status]),
      [
        [bounced, 'ada@sun.example', 'bounced'],
        [sent, 'ada@sun.example', 'delivered'],
      ],
    );
    const some = good(await ask(at, 'GET', '?status=bounced')).messages;
    assert.deepEqual(
      some.map((m: Json) => m.id),
      [bounced],
    );
    assert.equal((await ask(at, 'GET', '?status=lost')).status, 400);
    const viewer = await place('viewer', at.key);
    const [{ to }] = good(await ask(viewer, 'GET')).messages;
    assert.equal(to, 'a…@sun.example');
    assert.equal(good(await ask(viewer, 'GET', `/${sent}`)).to, 'a…@sun.example');
  });

  it('show the mail as it went out, closed off, and write down who read it', async () => {
    const at = await place();
    const [id, waiting] = [await plant(at), await plant(at, { html: null, status: 'pending' })];
    const one = good(await ask(at, 'GET', `/${id}`));
    assert.deepEqual(
      [one.subject, one.has_mail, one.is_suppressed, one.locale],
      ['Your code', true, false, 'de-DE'],
    );
    assert.deepEqual(
      [
        good(await ask(at, 'GET', `/${waiting}`)).has_mail,
        (await ask(at, 'GET', `/${waiting}/mail`)).status,
      ],
      [false, 404],
    );
    const mail = await ask(at, 'GET', `/${id}/mail`);
    assert.equal(mail.status, 200, mail.text);
    assert.match(mail.text, /src="data:image\/png;base64,/);
    const policy = String(mail.headers['content-security-policy']);
    assert.match(policy, /^sandbox; default-src 'none'; /);
    assert.match(policy, /frame-ancestors 'self'$/);
    assert.equal(mail.headers['cache-control'], 'no-store');
    const entry = (await entriesOf(hubby)).at(-1)!;
    assert.deepEqual(
      [entry.action, entry.subject, entry.actor_id, entry.partner_id],
      ['message.read', id, at.page.member.id, at.key.partner_id],
    );
    assert.equal((await ask(await place('viewer', at.key), 'GET', `/${id}/mail`)).status, 403);
  });

  it('of another partner are not there', async () => {
    const [at, other] = [await place(), await place()];
    const id = await plant(at);
    for (const path of ['', '/mail']) {
      const theirs = await ask(other, 'GET', `/${id}${path}`);
      assert.deepEqual([theirs.status, theirs.body.error.type], [404, 'not_found']);
    }
    assert.deepEqual(good(await ask(other, 'GET')).messages, []);
  });

  it('go to nobody who is held back, until somebody lifts that', async () => {
    const one = await place();
    const id = await plant(one, { to: 'Gone@sun.example', status: 'bounced' });
    await hubby.sql(
      `insert into suppressed_recipients (partner_id, recipient, reason, message_id, suppressed_at)
       values ($1, 'gone@sun.example', 'bounced', $2, now())`,
      [one.key.partner_id, id],
    );
    assert.equal(good(await ask(one, 'GET', `/${id}`)).is_suppressed, true);
    const { suppressions } = good(await at(one, 'GET', '/suppressions'));
    assert.deepEqual(
      suppressions.map((s: Json) => [s.recipient, s.reason]),
      [['gone@sun.example', 'bounced']],
    );
    const other = await place('finance', one.key);
    assert.equal((await at(other, 'GET', '/suppressions')).status, 403);
    const path = '/suppressions/gone%40sun.example';
    assert.equal((await at(other, 'DELETE', path)).status, 403);
    good(await at(one, 'DELETE', path));
    assert.equal((await at(one, 'DELETE', path)).status, 404);
    assert.equal(good(await ask(one, 'GET', `/${id}`)).is_suppressed, false);
    assert.equal((await entriesOf(hubby)).at(-1)!.action, 'suppression.lifted');
  });
});
