/** Members and channels hear once of what needs somebody, and once that it is over. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { runNotifications } from '../../src/domain/notifications/run-notifications.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { mailsTo, memberAt } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
afterEach(() => receiver.behave(200));
after(async () => {
  await hubby?.close();
  await receiver?.close();
});

/** Everything that is planned for later is due; each partner is looked at again. */
async function run(): Promise<void> {
  await hubby.sql('update notification_looks set next_attempt_at = now()');
  await runNotifications(hubby.ctx);
  await hubby.sql('update notification_mails set due_at = now() where due_at is not null');
  await hubby.sql(
    'update notification_posts set next_attempt_at = now() where next_attempt_at is not null',
  );
  await runNotifications(hubby.ctx);
}

/** The endpoint is off after it has failed for long. */
const switchOff = (partner: CreatedPartner): Promise<Json> =>
  hubby.sql(
    `insert into webhook_endpoints (partner_id, url, is_enabled, disabled_reason, failing_since)
     values ($1, 'https://hooks.travel.example/', false, 'failing', now() - interval '5 days')
     on conflict (partner_id) do update set is_enabled = false, disabled_reason = 'failing'`,
    [partner.partner_id],
  );
const switchOn = (partner: CreatedPartner): Promise<Json> =>
  hubby.sql(
    `update webhook_endpoints set is_enabled = true, disabled_reason = null, failing_since = null
     where partner_id = $1`,
    [partner.partner_id],
  );

let counter = 0;
const ownerOf = async (partner: CreatedPartner) =>
  memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
const pathOf = (partner: CreatedPartner, more = ''): string =>
  `/partners/${partner.partner_id}/notification${more}`;

/** An address of the receiver's, and its path there. */
async function addAddress(
  browser: Awaited<ReturnType<typeof ownerOf>>,
  partner: CreatedPartner,
  more: object = {},
): Promise<{ id: string; path: string; body: Json }> {
  const path = `/services/T0/B0/secret-${++counter}`;
  const answer = await browser.call('POST', pathOf(partner, '-addresses'), {
    url: `${receiver.url}${path}`,
    label: '#ops',
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.data.id, path, body: answer.body.data };
}

describe('what needs somebody at a partner', () => {
  it('is mailed and posted once when it begins, and once when it is over', async () => {
    const partner = await hubby.newPartner('Olive & Sons');
    const owner = await ownerOf(partner);
    const { path } = await addAddress(owner, partner);
    await switchOff(partner);
    await run();
    await run();
    const [mail, ...others] = await mailsTo(hubby, owner.member.email);
    assert.deepEqual(others, []);
    assert.equal(
      mail!.subject,
      'Olive & Sons: The webhook endpoint was switched off, because its deliveries failed for too long',
    );
    assert.match(mail!.text, /\/d\/p\/[\w-]+\/webhooks\n/);
    assert.match(mail!.text, /\/d\/p\/[\w-]+\/notifications$/);
    const [post, ...more] = receiver.at(path);
    assert.equal(more.length, 0);
    assert.match(post!.json.text, /^\*Olive &amp; Sons\*\nThe webhook endpoint was switched off/);
    assert.match(post!.json.text, /<http[^|]*\/d\/p\/[\w-]+\/webhooks\|Open>$/);

    await switchOn(partner);
    await run();
    await run();
    assert.equal((await mailsTo(hubby, owner.member.email)).length, 2);
    assert.match(receiver.at(path)[1]!.json.text, /is no longer switched off/);
    assert.equal(receiver.at(path).length, 2);
  });
});
