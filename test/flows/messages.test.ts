/** GET /api/sandbox/messages: the outbox of a sandbox partner. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { timeOrdered } from '../../src/ids.ts';
import { short } from '../faults/steps.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const write = async (partnerId: string, subject: string): Promise<string> => {
  const id = `msg_${timeOrdered()}`;
  await hubby.sql(
    `insert into messages (partner_id, id, channel, kind, subject_id, recipient, locale, subject, text, html, data, status, created_at)
    values ($1, $2, 'EMAIL', 'webhook_failing', $3, 'ops@example.com', 'en', $3, 'Text', '<p>Text</p>', '{"url": "https://example.com"}', 'delivered', '2027-01-01T10:00Z')`,
    [partnerId, id, subject],
  );
  return id;
};
const list = async (query = '', key = hubby.partner): Promise<Json> =>
  (await hubby.call('GET', `/api/sandbox/messages${query}`, undefined, { key })).body.data;

describe('GET /api/sandbox/messages', () => {
  it('shows them newest first, page by page', async () => {
    assert.deepEqual(await list(), { messages: [], next_cursor: null });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift(await write(hubby.partner.partner_id, `Subject ${n}`));
    const all = await list();
    assert.deepEqual(
      all.messages.map((m: Json) => m.id),
      ids,
    );
    assert.equal(all.next_cursor, null);
    assert.deepEqual(all.messages[0], {
      id: ids[0],
      channel: 'EMAIL',
      kind: 'webhook_failing',
      to: 'ops@example.com',
      locale: 'en',
      subject: 'Subject 4',
      text: 'Text',
      html: '<p>Text</p>',
      data: { url: 'https://example.com' },
      status: 'delivered',
      created_at: '2027-01-01T10:00:00.000Z',
    });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Json = await list(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      assert.ok(page.messages.length <= 2);
      seen.push(...page.messages.map((m: Json) => m.id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(seen, ids);
  });

  it("shows no other partner's", async () => {
    const other = await hubby.newPartner();
    const id = await write(hubby.partner.partner_id, 'Mine');
    assert.deepEqual(await list('', other), { messages: [], next_cursor: null });
    assert.deepEqual(
      (
        await list(
          `?cursor=${Buffer.from('msg_zzzzzzzzzzzzzzzzzzzzzzzzzz').toString('base64url')}`,
          other,
        )
      ).messages,
      [],
    );
    assert.equal((await list()).messages[0].id, id);
  });

  it('refuses bad queries and unsigned calls', async () => {
    for (const query of [
      '?limit=0',
      '?limit=101',
      '?limit=x',
      '?cursor=abc',
      `?cursor=${Buffer.from("msg_'; drop").toString('base64url')}`,
    ]) {
      assert.equal(
        short(await hubby.call('GET', `/api/sandbox/messages${query}`)),
        '400 invalid_request',
        query,
      );
    }
    assert.equal((await hubby.bare('GET', '/api/sandbox/messages')).status, 401);
  });
});
