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

type Changed = { refusal: Refusal | null; esim: unknown; consumed?: number };

/** Every change is answered with its report, which goes out as a callback too. */
export function profileRoutes(
  app: FastifyInstance,
  pool: Pool,
  now: () => Date,
  callbacks: Callbacks,
): void {
  const paramsOf = (request: { params: unknown }) => request.params as Static<typeof ProfileParams>;
  const instant = (text: string | undefined): Date => {
    const at = text === undefined ? now() : new Date(text);
    if (Number.isNaN(at.getTime()))
      throw new TelcoError(400, 'invalid_request', 'at is no instant');
    return at;
  };
  const change = async (
    name: string,
    text: string,
    values: unknown[],
    { account, iccid, at }: { account: string; iccid: string; at: Date },
  ) => {
    const { refusal, esim, consumed } = (await pool.query<Changed>({ name, text, values }))
      .rows[0]!;
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
      const at = instant(body.at);
      return change('telco-state', CHANGE, [account, iccid, to, from, at], { account, iccid, at });
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
      const at = instant(body.at);
      return change('telco-consume', CONSUME, [account, iccid, bytes, iso3, packageId, at], {
        account,
        iccid,
        at,
      });
    },
  );
}
