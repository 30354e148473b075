/** A visitor replaces an eSIM of theirs, and is told before what that brings over. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertSound } from '../faults/checks.ts';
import { short } from '../faults/steps.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { withPackages } from '../support/usage-steps.ts';
import { openPage, pageWith } from '../support/webview.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(async () => {
  await assertSound(hubby.sql);
  await hubby.close();
});

const uuidOf = (k: Json): string =>
  k.queue_id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const play = async (iccid: string, what: string, body?: object): Promise<void> => {
  const answer = await hubby.call('POST', `/api/sandbox/esims/${iccid}/${what}`, body);
  assert.equal(answer.status, 200, answer.text);
};
const visit = async (key = hubby.partner, count = 2) => {
  const made = await withPackages(
    hubby,
    Array.from({ length: count }, () => ({})),
    key,
  );
  const page = await openPage(hubby, { external_user_id: made.external_user_id }, key);
  return { ...made, page };
};

describe('a visitor whose eSIM is lost', () => {
  it('sees what would come over, and nothing changes', async () => {
    const { page, iccid, packages } = await visit();
    await play(iccid, 'install');
    await play(iccid, 'enable');
    await play(iccid, 'consume', { bytes: 1000, package_id: packages[0].id });
    const preview = (): Promise<Json> => page.call('GET', `/me/esims/${iccid}/replacement`);
    const { status, body, text } = await preview();
    assert.equal(status, 200, text);
    assert.deepEqual(body.data, {
      iccid,
      moved: [{ package_queue_uuid: uuidOf(packages[1]), status: 'pending' }],
      left: [{ package_queue_uuid: uuidOf(packages[0]), reason: 'in_use' }],
      comes_at_once: true,
      times_left: 3,
      replaced_by: null,
    });
    assert.deepEqual((await preview()).body.data, body.data);
    assert.equal((await hubby.sql('select 1 from esim_replacements')).length, 0);

    const replaced = await page.call('POST', '/me/replace-esim', { iccid });
    assert.equal(replaced.status, 200, replaced.text);
    const { current_esim, moved, left } = replaced.body.data;
    assert.deepEqual(left, body.data.left);
    assert.deepEqual(moved, [{ package_queue_uuid: uuidOf(packages[1]), status: 'done' }]);
    const [row] = await hubby.sql('select reason, is_counted from esim_replacements');
    assert.deepEqual(row, { reason: 'new_device', is_counted: true });
    const { data } = (await preview()).body;
    assert.deepEqual(
      [data.replaced_by, data.moved, data.times_left],
      [current_esim.iccid, moved, 2],
    );
  });

  it('may say why, and is refused as the partner is', async () => {
    const { page, iccid } = await visit();
    const call = (body: object) => page.call('POST', '/me/replace-esim', body);
    assert.equal(short(await call({})), '400 invalid_request');
    assert.equal(short(await call({ iccid, reason: 'lost' })), '400 invalid_request');
    assert.equal(short(await call({ iccid, reason: 'deleted' })), '200');
    assert.equal(short(await call({ iccid, reason: 'broken' })), '200', 'what became of it');
  });

  it("never touches another traveler's, nor another partner's", async () => {
    const { page } = await visit();
    const other = await visit();
    const stranger = await visit(await hubby.newPartner());
    for (const { iccid } of [other, stranger, { iccid: '8999901099999999999' }]) {
      assert.equal(
        short(await page.call('GET', `/me/esims/${iccid}/replacement`)),
        '404 esim_not_found',
      );
      const answer = await page.call('POST', '/me/replace-esim', { iccid });
      assert.equal(short(answer), '404 esim_not_found');
    }
    const nobody = pageWith(hubby, 'nothing');
    assert.equal(
      short(await nobody('GET', `/me/esims/${other.iccid}/replacement`)),
      '401 session_ended',
    );
    assert.equal(
      short(await nobody('POST', '/me/replace-esim', { iccid: other.iccid })),
      '401 session_ended',
    );
  });

  it('is told that nothing comes over where the supplier takes nothing back', async () => {
    const key = await hubby.newPartner('Wholesale', { sandbox_telco: 'wholesaler' });
    const { page, iccid, packages } = await visit(key, 1);
    await hubby.sql('update packages set date_activated = now() where id = $1', [packages[0].id]);
    const { data } = (await page.call('GET', `/me/esims/${iccid}/replacement`)).body;
    assert.deepEqual(
      [data.moved, data.left, data.comes_at_once],
      [[], [{ package_queue_uuid: uuidOf(packages[0]), reason: 'started' }], false],
    );
    const answer = await page.call('POST', '/me/replace-esim', { iccid });
    assert.equal(short(answer), '409 nothing_to_move');
  });
});
