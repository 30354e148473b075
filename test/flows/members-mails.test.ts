/** Mails to members: in the language of whoever gets them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MEMBER_TEXTS } from '../../src/domain/members/mails/say.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { address, mailsTo, makeMember, memberAt, openBrowser } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const valuesIn = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('mails to members', () => {
  it('say the same in every language of the dashboard', () => {
    const { en, ...others } = MEMBER_TEXTS;
    assert.deepEqual(Object.keys(others).sort(), ['de', 'es', 'fr', 'nl']);
    for (const [language, texts] of Object.entries(others))
      for (const [key, text] of Object.entries(texts)) {
        const english = en![key as keyof typeof en];
        assert.deepEqual(valuesIn(text), valuesIn(english), `${language} ${key}`);
        // Parsed as a message, an ASCII apostrophe would hide what follows it.
        assert.doesNotMatch(text, /'/, `${language} ${key}`);
      }
  });

  it('are in the language that a member has chosen, and in English where that is none of ours', async () => {
    for (const [locale, subject] of [
      ['de-AT', 'Anmelden bei Hubby'],
      ['nl', 'Inloggen bij Hubby'],
      ['ja', 'Sign in to Hubby'],
      [null, 'Sign in to Hubby'],
    ] as const) {
      const { id, email } = await makeMember(hubby, {
        roles: { [hubby.partner.partner_id]: 'viewer' },
      });
      await hubby.sql('update members set locale = $2 where id = $1', [id, locale]);
      const asked = await openBrowser(hubby).call('POST', '/sign-in/mail', { email });
      assert.equal(asked.status, 202, asked.text);
      assert.deepEqual(
        (await mailsTo(hubby, email)).map((mail) => mail.subject),
        [subject],
      );
    }
  });

  it('to somebody who is nobody yet are in the language of who invites', async () => {
    const owner = await memberAt(hubby, {
      name: 'Olive Owner',
      roles: { [hubby.partner.partner_id]: 'owner' },
    });
    await hubby.sql('update members set locale = $2 where id = $1', [owner.member.id, 'fr']);
    const email = address();
    const path = `/partners/${hubby.partner.partner_id}/invitations`;
    assert.equal((await owner.call('POST', path, { email, role: 'viewer' })).status, 201);
    const [mail] = await mailsTo(hubby, email);
    assert.match(mail!.subject, /^Invitation : /);
    assert.match(mail!.text, /^Olive Owner vous invite à rejoindre .*, rôle : lecture\./);
  });
});
