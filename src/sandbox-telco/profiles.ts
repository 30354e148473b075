import type { Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { refused } from './errors.ts';
import { ProfileParams, StateBody } from './schemas.ts';

/** What a device can do to a profile: action → state reached, states it may start from. */
const TRANSITIONS = {
  install: { to: 'INSTALLED', from: ['RELEASED'] },
  enable: { to: 'ENABLED', from: ['INSTALLED', 'DISABLED'] },
  disable: { to: 'DISABLED', from: ['ENABLED'] },
  remove: { to: 'DELETED', from: ['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED'] },
} as const;

const READ = `
  select telco.profile_json(f) as profile, f.state_changed_at,
    coalesce((select json_agg(telco.package_json(p) order by p.id) from telco.packages p where p.iccid = f.iccid), '[]') as packages
  from telco.profiles f where f.account = $1 and f.iccid = $2`;

export function profileRoutes(app: FastifyInstance, pool: Pool, now: () => Date): void {
  const read = async (account: string, iccid: string) => {
    const { rows } = await pool.query({ name: 'telco-profile', text: READ, values: [account, iccid] });
    if (rows[0] === undefined) throw refused('profile_not_found');
    return rows[0];
  };

  app.get('/profiles/:iccid', { schema: { params: ProfileParams } }, (request) => {
    const { account, iccid } = request.params as Static<typeof ProfileParams>;
    return read(account, iccid);
  });

  app.post('/profiles/:iccid/state', { schema: { params: ProfileParams, body: StateBody } }, async (request) => {
    const { account, iccid } = request.params as Static<typeof ProfileParams>;
    const { to, from } = TRANSITIONS[(request.body as Static<typeof StateBody>).action];
    // At least a millisecond after the last change: clients drop reports that are not newer than what they know.
    const { rowCount } = await pool.query(
      `update telco.profiles set state = $3, state_changed_at = greatest($5, state_changed_at + interval '1 ms')
       where account = $1 and iccid = $2 and state = any($4)`,
      [account, iccid, to, from, now()],
    );
    const profile = await read(account, iccid);
    if (rowCount === 0) throw refused('illegal_transition');
    return profile;
  });
}
