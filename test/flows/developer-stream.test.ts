/** The stream of a partner's screens: what comes, from where on, and for how long. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mayStill } from '../../src/domain/members/watching/may-still.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { makeEventStream } from '../../src/http/event-stream.ts';
import { writeCursor } from '../../src/input/paging.ts';
import { newId } from '../../src/ids.ts';
import { until } from '../faults/checks.ts';
import { firstOfFeed, startHubby, type Hubby, type Json } from '../harness.ts';
import { openStream, type OpenStream } from '../support/event-stream.ts';
import { memberAt, openBrowser, signedIn, type BrowserPage } from '../support/members.ts';

type Page = BrowserPage & { member: { id: string } };
let hubby: Hubby;
let own: CreatedPartner;
let other: CreatedPartner;
before(async () => {
  hubby = await startHubby();
  [own, other] = [await hubby.newPartner(), await hubby.newPartner()];
});
after(() => hubby.close());

const developer = (key = own): Promise<Page> =>
  memberAt(hubby, { roles: { [key.partner_id]: 'developer' } });
const open: OpenStream[] = [];
const follow = async (
  page: BrowserPage,
  { of = own, after, query = '' }: { of?: CreatedPartner; after?: string; query?: string } = {},
): Promise<OpenStream> => {
  const headers: Record<string, string> = after === undefined ? {} : { 'last-event-id': after };
  const stream = await openStream(
    hubby,
    page,
    `/partners/${of.partner_id}/stream${query}`,
    headers,
  );
  open.push(stream);
  return stream;
};
const followed = async (...of: Parameters<typeof follow>): Promise<OpenStream> => {
  const stream = await follow(...of);
  assert.equal(stream.status, 200, stream.text());
  await stream.await('hello');
  return stream;
};
const isOver = (stream: OpenStream): Promise<true> =>
  until('the end of the stream', async () => (stream.isClosed() ? true : null));
/** One event, of a transaction of its own. */
async function plant(key = own): Promise<string> {
  const id = newId('evt');
  await hubby.sql(
    `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
     values ($1, $2, 'esim.removed', $2, 1, now(),
       jsonb_build_object('partner_id', $1::text, 'sequence', 1, 'email', 'ada@travel.example'))`,
    [key.partner_id, id],
  );
  return id;
}
/** Many, of one transaction. */
async function plantMany(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('evt'));
  await hubby.sql(
    `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
     select $1, id, 'esim.removed', id, 1, now(), '{}' from unnest($2::text[]) as many(id)`,
    [own.partner_id, ids],
  );
  return ids;
}
const idsOf = ({ messages }: OpenStream): string[] =>
  messages.filter(({ event }) => event === 'event').map(({ data }) => data.event_id);
const why = (stream: OpenStream): string =>
  `${stream.status} ${JSON.parse(stream.text()).error.type}`;

describe('a stream', () => {
  it('says hello, then tells of events of its partner alone, as the list shows them', async () => {
    const before = await plant();
    // Writers elsewhere on the server hold it back for a moment.
    await firstOfFeed(hubby, own);
    const page = await developer();
    const stream = await followed(page);
    assert.match(String(stream.headers['content-type']), /^text\/event-stream/);
    assert.equal(stream.headers['cache-control'], 'no-store');
    assert.equal(stream.headers['x-accel-buffering'], 'no');
    assert.equal(stream.headers['content-encoding'], undefined);
    assert.deepEqual(stream.messages[0]!.data, { is_resumed: false });
    const theirs = await followed(await developer(other), { of: other });
    const [foreign, id] = [await plant(other), await plant()];
    const [message] = await stream.await('event');
    const list = await page.call('GET', `/partners/${own.partner_id}/events?q=${id}`);
    const { delivery: _delivery, ...row } = list.body.data.events[0];
    assert.deepEqual(message!.data, row);
    await theirs.await('event');
    const second = await plant();
    await stream.await('event', 2);
    assert.deepEqual(idsOf(stream), [id, second]);
    assert.deepEqual(idsOf(theirs), [foreign]);
    assert.ok(!stream.text().includes(before));
  });

  it('tells that deliveries changed', async () => {
    const stream = await followed(await developer());
    const id = await plant();
    await hubby.sql(
      `insert into deliveries (partner_id, event_id, state, created_at, updated_at)
       values ($1, $2, 'pending', now(), now())`,
      [own.partner_id, id],
    );
    await stream.await('deliveries');
    await hubby.sql(
      `update deliveries set state = 'delivered' where partner_id = $1 and event_id = $2`,
      [own.partner_id, id],
    );
    await stream.await('deliveries', 2);
    await stream.await('event');
  });

  it('goes on behind the last event that was read: nothing is skipped, nothing comes twice', async () => {
    const page = await developer();
    const first = await followed(page);
    const read = [await plant(), await plant()];
    await first.await('event', 2);
    const last = first.messages.at(-1)!.id!;
    first.close();
    // What is missed comes to others with the next look: it was read by then.
    await followed(page);
    const missed = [...(await plantMany(450)), await plant()];
    const resumed = await followed(page, { after: last });
    assert.deepEqual(resumed.messages[0]!.data, { is_resumed: true });
    for (let n = 0; n < 20; n++) missed.push(await plant());
    await resumed.await('event', missed.length);
    const marker = await plant();
    await resumed.await('event', missed.length + 1);
    assert.deepEqual(idsOf(resumed), [...missed, marker]);
    assert.deepEqual(idsOf(first), read);
    const byQuery = await followed(page, { query: `?after=${last}` });
    await byQuery.await('event', missed.length + 1);
    assert.deepEqual(idsOf(byQuery), [...missed, marker]);
  });

  it('holds back what commits late, and tells of it in its turn', async () => {
    const stream = await followed(await developer());
    const late = newId('evt');
    const { default: pg } = await import('pg');
    const client = new pg.Client(hubby.adminConfig);
    await client.connect();
    await client.query('begin');
    await client.query(
      `insert into events (partner_id, id, type, entity_id, sequence, occurred_at, data)
       values ($1, $2, 'esim.removed', $2, 1, now(), '{}')`,
      [own.partner_id, late],
    );
    const id = await plant();
    await client.query('commit');
    await client.end();
    await stream.await('event', 2);
    assert.deepEqual(idsOf(stream), [late, id]);
  });

  it('begins now where the place is none, or of a time that a restore took back', async () => {
    const page = await developer();
    const ahead = writeCursor(`9000000000000 ${newId('evt')}`);
    for (const after of ['x', '12', ahead]) {
      const stream = await followed(page, { after });
      assert.deepEqual(stream.messages[0]!.data, { is_resumed: false }, after);
      const id = await plant();
      await stream.await('event');
      assert.deepEqual(idsOf(stream), [id]);
      stream.close();
    }
  });

  it('holds none of the places of those who call', async () => {
    const page = await developer();
    const streams = await Promise.all(Array.from({ length: 5 }, () => followed(page)));
    const { partner_id } = own;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        page.call('GET', `/partners/${partner_id}/webhooks/event-types`),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    for (const stream of streams) stream.close();
  });
});

describe('who follows', () => {
  it('is whoever may read the logs of the partner', async () => {
    const page = await developer();
    assert.equal(why(await ended(await follow(page, { of: other }))), '404 not_found');
    assert.equal(why(await ended(await follow(openBrowser(hubby)))), '401 session_ended');
    const viewer = await memberAt(hubby, { roles: { [own.partner_id]: 'viewer' } });
    assert.equal(why(await ended(await follow(viewer))), '403 permission_denied');
    const long = await ended(await follow(page, { query: `?after=${'x'.repeat(201)}` }));
    assert.equal(why(long), '400 invalid_request');
  });

  const LOST: [string, (page: Page) => Promise<unknown>][] = [
    [
      'the membership is gone',
      ({ member }) => hubby.sql('delete from memberships where member_id = $1', [member.id]),
    ],
    [
      'the role is one that may not',
      ({ member }) =>
        hubby.sql(`update memberships set role = 'viewer' where member_id = $1`, [member.id]),
    ],
    ['the session is ended', (page) => page.call('DELETE', '/session')],
    [
      'the session has run out',
      ({ member }) =>
        hubby.sql('update member_sessions set ends_at = now() where member_id = $1', [member.id]),
    ],
  ];
  for (const [what, lose] of LOST)
    it(`is told that it is over, and let go, once ${what}`, async () => {
      const page = await developer();
      const stream = await followed(page);
      const kept = await followed(await developer());
      await lose(page);
      await isOver(stream);
      assert.deepEqual(stream.messages.at(-1), { id: null, event: 'gone', data: {} });
      assert.equal(kept.isClosed(), false);
      const seen = stream.messages.length;
      await plant();
      await kept.await('event');
      assert.equal(stream.messages.length, seen);
      kept.close();
    });

  it('keeps no session alive by leaving a screen open', async () => {
    const page = await developer();
    const seenAt = async (): Promise<number> =>
      (
        await hubby.sql<{ at: Date }>(
          'select last_seen_at as at from member_sessions where member_id = $1',
          [page.member.id],
        )
      )[0]!.at.getTime();
    const stream = await followed(page);
    await hubby.sql(
      `update member_sessions set last_seen_at = last_seen_at - interval '11 hours' where member_id = $1`,
      [page.member.id],
    );
    const seen = await seenAt();
    // As the stream asks, again and again.
    const token = page.cookies.get('hubby-session')!;
    assert.equal(await mayStill(hubby.ctx, token, own.partner_id, 'logs.read'), true);
    assert.equal(await seenAt(), seen);
    await hubby.sql(
      `update member_sessions set last_seen_at = last_seen_at - interval '1 hour' where member_id = $1`,
      [page.member.id],
    );
    await isOver(stream);
    assert.equal(stream.messages.at(-1)!.event, 'gone');
  });

  const ended = async (stream: OpenStream): Promise<OpenStream> => {
    await isOver(stream);
    return stream;
  };
});

describe('streams', () => {
  before(async () => {
    for (const stream of open.splice(0)) stream.close();
  });

  it('are twenty of a member at most, on all browsers, and few over all', async () => {
    // Those of other tests have been let go.
    const page = await developer();
    const again = await signedIn(hubby, page.member.id);
    const many = await until('room for twenty', async () => {
      const streams = await Promise.all(Array.from({ length: 20 }, () => follow(page)));
      if (streams.every(({ status }) => status === 200)) return streams;
      for (const stream of streams) stream.close();
      return null;
    });
    for (const browser of [page, again]) {
      const refused = await follow(browser);
      await isOver(refused);
      assert.equal(why(refused), '429 too_many_requests');
      assert.equal(refused.headers['retry-after'], '30');
    }
    const others = await Promise.all(
      (await Promise.all([developer(), developer()])).flatMap((one) =>
        Array.from({ length: 10 }, () => follow(one)),
      ),
    );
    assert.equal(others.filter(({ status }) => status === 200).length, 7);
    many[0]!.close();
    await until('another has its place', async () => {
      const stream = await follow(again);
      return stream.status === 200 ? true : null;
    });
    for (const stream of open.splice(0)) stream.close();
  });

  it('end at once when the process is about to stop, and no other begins', async () => {
    const ours = await startHubby();
    try {
      const page = await memberAt(ours, { roles: { [ours.partner.partner_id]: 'owner' } });
      const path = `/partners/${ours.partner.partner_id}/stream`;
      const stream = await openStream(ours, page, path);
      await stream.await('hello');
      ours.app.health.drain();
      await isOver(stream);
      assert.deepEqual(
        stream.messages.map(({ event }) => event),
        ['hello'],
      );
      const late = await openStream(ours, page, path);
      await isOver(late);
      assert.equal(why(late), '503 overloaded');
    } finally {
      await ours.close();
    }
  });
});

describe('a reader that is slow', () => {
  it('is let go once too much waits for it', async () => {
    const stream = makeEventStream(1_000);
    const data = { text: 'x'.repeat(1_000) } as Json;
    let sent = 0;
    while (!stream.isEnded() && sent < 1_000) {
      stream.send({ event: 'event', data });
      sent++;
      await new Promise(setImmediate);
    }
    assert.ok(sent > 200 && sent < 300, `${sent} messages`);
  });

  it('is asked to come back in time, and kept from being taken for dead', async () => {
    const stream = makeEventStream(1_000);
    stream.comment();
    stream.send({ id: '1', event: 'hello', data: {} });
    stream.end();
    let text = '';
    for await (const chunk of stream.readable) text += String(chunk);
    assert.equal(text, 'retry: 1000\n\n:\n\nid: 1\nevent: hello\ndata: {}\n\n');
  });
});
