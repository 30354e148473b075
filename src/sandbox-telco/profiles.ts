import type { Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { Callbacks, Report } from './callback.ts';
import { refused, TelcoError, type Refusal } from './errors.ts';
import { ConsumeBody, ProfileParams, StateBody } from './schemas.ts';

/** What a device can do to a profile: action → state reached, states it may start from. */
const TRANSITIONS = {
  install: { to: 'INSTALLED', from: ['RELEASED'] },
  enable: { to: 'ENABLED', from: ['INSTALLED', 'DISABLED'] },
  disable: { to: 'DISABLED', from: ['ENABLED'] },
  remove: { to: 'DELETED', from: ['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED'] },
} as const;

const READ =
  'select telco.esim_json(f) as esim from telco.profiles f where f.account = $1 and f.iccid = $2';
const CHANGE = 'select refusal, esim from telco.change_state($1, $2, $3, $4, $5)';
const CONSUME = 'select refusal, consumed, esim from telco.consume($1, $2, $3, $4, $5, $6)';

type Profile = Static<typeof ProfileParams>;
type Query = { name: string; text: string; values: unknown[] };
type Changed = { refusal: Refusal | null; esim: unknown; consumed?: number };

/** Every change is answered with its report, which goes out as a callback too. */
export function profileRoutes(
  app: FastifyInstance,
  pool: Pool,
  now: () => Date,
  callbacks: Callbacks,
): void {
  const change = async (query: Query, { account, iccid, at }: Profile & { at: Date }) => {
    const { refusal, esim, consumed } = (await pool.query<Changed>(query)).rows[0]!;
    if (refusal !== null) throw refused(refusal);
    const report: Report = callbacks.tell(account, { iccid, reported_at: at.toISOString(), esim });
    return { ...(consumed === undefined ? {} : { consumed_bytes: Number(consumed) }), report };
  };

  app.get('/profiles/:iccid', { schema: { params: ProfileParams } }, async (request) => {
    const { account, iccid } = paramsOf(request);
    const { rows } = await pool.query({
      name: 'telco-profile',
      text: READ,
      values: [account, iccid],
    });
    if (rows[0] === undefined) throw refused('profile_not_found');
    return rows[0].esim;
  });

  app.post(
    '/profiles/:iccid/state',
    { schema: { params: ProfileParams, body: StateBody } },
    (request) => {
      const { account, iccid } = paramsOf(request);
      const body = request.body as Static<typeof StateBody>;
      const { to, from } = TRANSITIONS[body.action];
      const at = body.at === undefined ? now() : instant(body.at);
      return change(
        { name: 'telco-state', text: CHANGE, values: [account, iccid, to, from, at] },
        { account, iccid, at },
      );
    },
  );

  app.post(
    '/profiles/:iccid/consume',
    { schema: { params: ProfileParams, body: ConsumeBody } },
    (request) => {
      const { account, iccid } = paramsOf(request);
      const {
        bytes,
        iso3,
        package_id: packageId = null,
        ...body
      } = request.body as Static<typeof ConsumeBody>;
      const at = body.at === undefined ? now() : instant(body.at);
      const values = [account, iccid, bytes, iso3, packageId, at];
      return change({ name: 'telco-consume', text: CONSUME, values }, { account, iccid, at });
    },
  );
}

const paramsOf = (request: { params: unknown }): Profile => request.params as Profile;

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new TelcoError(400, 'invalid_request', 'at is no instant');
  return at;
}
