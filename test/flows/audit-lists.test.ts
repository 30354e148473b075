/** Who reads the audit log, by which filters, page by page and as a file. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'node:test';
import { byMember, bySystem } from '../../src/domain/actor.ts';
import { recordAct } from '../../src/domain/audit/record-act.ts';
import { OPERATOR_ROLES, PARTNER_ROLES } from '../../src/domain/members/permissions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { makeMember, memberAt, openBrowser, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
let own: CreatedPartner;
let other: CreatedPartner;
let owner: BrowserPage;
let operator: BrowserPage;
before(async () => {
  hubby = await startHubby();
  [own, other] = [await hubby.newPartner(), await hubby.newPartner()];
  const roles = { [own.partner_id]: 'owner' } as const;
  [owner, operator] = [
    await memberAt(hubby, { roles }),
    await memberAt(hubby, { operatorRole: 'operator' }),
  ];
  for (const { partner_id } of [own, other])
    for (const locale of ['de', 'fr', 'nl'])
      await hubby.operator('PATCH', `/partners/${partner_id}/settings`, { locale });
});
after(() => hubby.close());

const entries = ({ status, text, body }: Answer): Json[] => {
  assert.equal(status, 200, text);
  return body.data.entries;
};
const atOwn = (query = ''): Promise<Answer> =>
  owner.call('GET', `/partners/${own.partner_id}/audit${query}`);
const localesOf = (list: Json[]): string[] => list.flatMap(({ after }) => after?.locale ?? []);

describe('the audit log of a partner', () => {
  it('is its own, newest first, to its members and to its key alike', async () => {
    const seen = entries(await atOwn());
    assert.deepEqual(localesOf(seen), ['nl', 'fr', 'de']);
    assert.ok(seen.every(({ partner_id }) => partner_id === own.partner_id));
    const [newest] = seen;
    assert.deepEqual(
      [newest!.action, newest!.before, newest!.after, newest!.actor.kind],
      ['settings.changed', { locale: 'fr' }, { locale: 'nl' }, 'operator'],
    );
    const signed = await hubby.call('GET', '/api/audit', undefined, { key: own });
    assert.deepEqual(entries(signed), seen);
  });

  it('comes page by page, each entry once', async () => {
    const seen: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: Answer = await atOwn(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      assert.ok(entries(answer).length <= 2);
      seen.push(...entries(answer));
      cursor = answer.body.data.next_cursor;
    }
    assert.deepEqual(seen, entries(await atOwn()));
  });

  it('is filtered by who, what, to what and when', async () => {
    const all = entries(await atOwn());
    const [made] = all.filter(({ action }) => action === 'key.made');
    assert.deepEqual(entries(await atOwn('?action=key.made')), [made]);
    assert.deepEqual(entries(await atOwn(`?subject=${own.api_key}`)), [made]);
    assert.deepEqual(entries(await atOwn(`?subject=${own.api_key}&action=none.such`)), []);
    const changed = all.filter(({ action }) => action === 'settings.changed');
    assert.deepEqual(entries(await atOwn(`?actor=${changed[0]!.actor.id}`)), changed);
    const [last, , first] = changed;
    assert.deepEqual(localesOf(entries(await atOwn(`?action=settings.changed&from=${last!.at}`))), [
      'nl',
    ]);
    assert.deepEqual(localesOf(entries(await atOwn(`?to=${first!.at}`))), ['de']);
    for (const query of ['from=Monday', 'cursor=x', 'limit=0', 'to=2026-13-01'])
      assert.equal((await atOwn(`?${query}`)).status, 400, query);
  });

  it('is open to whom its role lets, and to nobody else', async () => {
    for (const role of PARTNER_ROLES) {
      const page = await memberAt(hubby, { roles: { [own.partner_id]: role } });
      const may = role === 'owner' || role === 'admin';
      for (const path of ['audit', 'audit.csv']) {
        const { status } = await page.call('GET', `/partners/${own.partner_id}/${path}`);
        assert.equal(status, may ? 200 : 403, `${role} ${path}`);
        const elsewhere = await page.call('GET', `/partners/${other.partner_id}/${path}`);
        assert.equal(elsewhere.status, 404, `${role} ${path} of another`);
      }
    }
    for (const role of OPERATOR_ROLES) {
      const page = await memberAt(hubby, { operatorRole: role });
      for (const path of ['/operator/audit', '/operator/audit.csv'])
        assert.equal((await page.call('GET', path)).status, role === 'operator' ? 200 : 403, role);
    }
    assert.equal((await owner.call('GET', '/operator/audit')).status, 404);
    assert.equal((await openBrowser(hubby).call('GET', '/operator/audit')).status, 401);
    assert.equal((await hubby.bare('GET', '/api/audit')).status, 401);
  });

  it('names members by name, those of the installation to itself alone', async () => {
    const { partner_id: partnerId } = own;
    const [mine, theirs] = [
      await makeMember(hubby, { name: 'Ada', roles: { [partnerId]: 'admin' } }),
      await makeMember(hubby, { name: 'Root', operatorRole: 'operator' }),
    ];
    for (const { id } of [mine, theirs])
      await hubby.ctx.db.tx((tx) =>
        recordAct(tx, byMember(id), { partnerId, action: 'test.named', after: { by: id } }),
      );
    const names = (answer: Answer): string[] => entries(answer).map(({ actor }) => actor.name);
    assert.deepEqual(names(await atOwn('?action=test.named')), [null, 'Ada']);
    const all = await operator.call('GET', '/operator/audit?action=test.named');
    assert.deepEqual(names(all), ['Root', 'Ada']);
  });
});

describe('the audit log of the installation', () => {
  it('holds what all partners hold, and what is of none', async () => {
    await hubby.operator('PUT', '/limits', { wrong_codes_per_user_per_hour: 8 });
    const seen = entries(await operator.call('GET', '/operator/audit?limit=200'));
    const ids = new Set(seen.map(({ partner_id }) => partner_id));
    for (const id of [own.partner_id, other.partner_id, null]) assert.ok(ids.has(id), String(id));
    assert.equal(seen[0]!.action, 'limits.changed');
  });
});

describe('the file', () => {
  it('has exactly what is filtered, and nothing that a spreadsheet would run', async () => {
    const { partner_id: partnerId } = other;
    for (const subject of ['=1+1', '+cmd', '-2', '@sum', '\tx', '\rx', "'=a", 'plain'])
      await hubby.ctx.db.tx((tx) =>
        recordAct(tx, bySystem('test'), { partnerId, action: 'test.cell', subject }),
      );
    const path = `/operator/audit.csv?action=test.cell`;
    const { status, headers, text } = await operator.call('GET', path);
    assert.equal(status, 200, text);
    assert.match(headers['content-type'] as string, /^text\/csv/);
    assert.match(headers['content-disposition'] as string, /audit\.csv/);
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      ['plain', "''=a", "'\rx", "'\tx", "'@sum", "'-2", "'+cmd", "'=1+1"],
    );
    const all = parse((await owner.call('GET', `/partners/${own.partner_id}/audit.csv`)).text, {
      columns: true,
    }) as Record<string, string>[];
    assert.deepEqual(
      all.map(({ id }) => id),
      entries(await atOwn('?limit=200')).map(({ id }) => id),
    );
  });
});
