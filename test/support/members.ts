/** A browser at the dashboard: cookies, the private API, the mails that members get. */
import type { PartnerRole as Role } from '../../src/domain/members/permissions.ts';
import type { SignedInBy } from '../../src/domain/members/member.ts';
import { mailRow } from '../../src/domain/members/sealed-rows.ts';
import { openMemberSession } from '../../src/domain/members/sessions/open-member-session.ts';
import { newId } from '../../src/ids.ts';
import { tokenHash } from '../../src/secrets.ts';
import type { Answer, Hubby } from '../harness.ts';

let counter = 0;
/** An address that no other test uses. */
export const address = (): string => `member-${process.pid}-${++counter}@travel.example`;

export type BrowserPage = {
  /** by name */
  cookies: Map<string, string>;
  /** `path` behind /web-api */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
};

/** A browser with nobody in it. */
export function openBrowser(hubby: Hubby): BrowserPage {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await hubby.bare(method, `/web-api${path}`, {
        headers: {
          'sec-fetch-site': 'same-origin',
          'user-agent': 'Test browser',
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    },
  };
}

export type Person = {
  email?: string;
  name?: string | null;
  /** partner's id → role there */
  roles?: Record<string, Role>;
  operatorRole?: 'operator' | 'support' | 'finance' | null;
};

export type Made = { id: string; email: string };

/** A member, as somebody who has accepted their invitations. */
export async function makeMember(
  hubby: Hubby,
  { email = address(), name = null, roles = {}, operatorRole = null }: Person = {},
): Promise<Made> {
  const id = newId('mem');
  await hubby.sql('insert into members (id, email, name, operator_role) values ($1, $2, $3, $4)', [
    id,
    email,
    name,
    operatorRole,
  ]);
  for (const [partnerId, role] of Object.entries(roles))
    await hubby.sql('insert into memberships (partner_id, member_id, role) values ($1, $2, $3)', [
      partnerId,
      id,
      role,
    ]);
  return { id, email };
}

/**
 * A browser with a session of theirs: whole and fresh, unless `by` says otherwise. It has asked to see
 * people unmasked, unless `seesPeople` says otherwise.
 */
export async function signedIn(
  hubby: Hubby,
  memberId: string,
  {
    by = 'passkey',
    partnerId = null,
    seesPeople = true,
  }: { by?: SignedInBy; partnerId?: string | null; seesPeople?: boolean } = {},
): Promise<BrowserPage> {
  const browser = openBrowser(hubby);
  const { token } = await hubby.ctx.db.tx((tx) =>
    openMemberSession(hubby.ctx, tx, {
      memberId,
      by,
      partnerId,
      userAgent: 'Test browser',
      ip: '127.0.0.1',
    }),
  );
  if (seesPeople)
    await hubby.sql(
      `update member_sessions
       set revealed = coalesce((select jsonb_object_agg(partner_id, '2999-01-01T00:00:00Z')
         from memberships
         where member_id = $1), '{}')
       where token_hash = $2`,
      [memberId, tokenHash(token)],
    );
  browser.cookies.set('hubby-session', token);
  return browser;
}

/** A new member with a browser of theirs. */
export async function memberAt(
  hubby: Hubby,
  person: Person,
): Promise<BrowserPage & { member: Made }> {
  const member = await makeMember(hubby, person);
  return { ...(await signedIn(hubby, member.id)), member };
}

export type Mailed = { subject: string; text: string };

/** The mails to this address that are not sent yet, oldest first. */
export async function mailsTo(hubby: Hubby, email: string): Promise<Mailed[]> {
  const rows = await hubby.sql<{ id: string; subject: string; text_sealed: Buffer }>(
    `select id, subject, text_sealed from member_mails
     where recipient = $1 and text_sealed is not null order by id`,
    [email],
  );
  return rows.map(({ id, subject, text_sealed }) => ({
    subject,
    text: hubby.ctx.secrets.open(text_sealed, mailRow(id)),
  }));
}

/** The token of the link in the last mail to this address. */
export async function mailedToken(hubby: Hubby, email: string): Promise<string> {
  const text = (await mailsTo(hubby, email)).at(-1)?.text ?? '';
  const token = /#([\w-]{43})/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link was mailed to ${email}: ${text}`);
  return token;
}
