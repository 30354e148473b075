/** Somebody who is signed in to the dashboard. */
import { createDb } from '../src/db/pool.ts';
import { openMemberSession } from '../src/domain/members/sessions/open-member-session.ts';
import { newId } from '../src/ids.ts';
import { asApplication, type Stage } from './stage.ts';

/** A fresh session of an owner of the partner, who is an operator as well. */
export async function memberCookie({ database, secrets, partnerId, sql }: Stage): Promise<string> {
  const memberId = newId('mem');
  await sql(`insert into members (id, email, operator_role) values ($1, $2, 'operator')`, [
    memberId,
    'bench@travel.example',
  ]);
  await sql(`insert into memberships (partner_id, member_id, role) values ($1, $2, 'owner')`, [
    partnerId,
    memberId,
  ]);
  const db = createDb(asApplication(database, secrets), { max: 1 });
  try {
    const { token } = await db.tx((tx) =>
      openMemberSession({ clock: { now: () => new Date() } }, tx, {
        memberId,
        by: 'passkey',
        partnerId: null,
        userAgent: 'bench',
        ip: '127.0.0.1',
      }),
    );
    return `hubby-session=${token}`;
  } finally {
    await db.end();
  }
}
