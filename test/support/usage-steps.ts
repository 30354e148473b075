/**
 * Steps that the tests of usage and state share: a traveler with packages, and a telco that says
 * what a test wants.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { signCallback } from '../../src/sandbox-telco/callback.ts';
import { redeem } from '../faults/steps.ts';
import { user, type Answer, type Hubby, type Json } from '../harness.ts';

export const GB = 1_073_741_824;
export type Made = {
  external_user_id: string;
  iccid: string;
  packages: Json[];
  key: CreatedPartner;
};

/** A traveler whose eSIM has one package per entry, in this order. */
export async function withPackages(
  hubby: Hubby,
  entries: { destination?: string; size?: string; body?: object }[] = [{}],
  key: CreatedPartner = hubby.partner,
): Promise<Made> {
  const external_user_id = user();
  const queues: string[] = [];
  // By the file's own clock, which may be moved.
  const departure_date = new Date(hubby.ctx.clock.now().getTime() + 30 * 86_400_000)
    .toISOString()
    .slice(0, 10);
  for (const { body = {}, ...place } of entries) {
    const entry = {
      external_user_id,
      destination: 'GR',
      ...(Object.keys(body).length === 0 ? { size: '1GB' } : {}),
      ...place,
      ...body,
    };
    const answer = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date, package_specifications: [entry] },
      { key },
    );
    assert.equal(answer.status, 201, answer.text);
    queues.push(answer.body.data.package_queues[0].id);
  }
  let iccid = '';
  for (const id of queues) {
    const answer = await redeem(hubby, external_user_id, id, key);
    assert.equal(answer.status, 200, answer.text);
    iccid = answer.body.data.current_esim.iccid;
  }
  const packages = await hubby.sql(
    'select * from packages where queue_id = any($1) order by array_position($1, queue_id)',
    [queues],
  );
  return { external_user_id, iccid, packages, key };
}

export type Says = {
  state?: string;
  state_changed_at?: string;
  reported_at?: string;
  report_id?: string;
  provider?: string;
  packages?: {
    package_id: string;
    used_bytes: number;
    status?: string;
    activated_at?: string | null;
    expires_at?: string | null;
  }[];
  usage?: { iso3: string | null; used_bytes: number }[];
};

/** The body of a callback with one report. */
export const reportOf = (iccid: string, says: Says): Json => ({
  report_id: says.report_id ?? randomUUID(),
  iccid,
  reported_at: says.reported_at ?? new Date().toISOString(),
  esim: {
    profile: {
      iccid,
      activation_code: 'LPA:1$rsp.sandbox-one.example$SECRET-CODE',
      subscriber_imsi: '999990000000001',
      imsi_plan: null,
      state: says.state ?? 'unknown',
    },
    state_changed_at: says.state_changed_at ?? '2020-01-01T00:00:00Z',
    packages: (says.packages ?? []).map((k) => ({
      reference: 'r',
      total_bytes: GB,
      activated_at: null,
      expires_at: null,
      status: 'ACTIVE',
      ...k,
    })),
    usage: says.usage ?? [],
  },
});

export function callback(hubby: Hubby, reports: Json[], provider = 'sandbox-one'): Promise<Answer> {
  const body = JSON.stringify({ reports });
  const headers = {
    'content-type': 'application/json',
    ...signCallback(hubby.ctx.secrets.derive('sandbox-telco'), body),
  };
  return hubby.bare('POST', `/api/providers/${provider}/callbacks`, { headers, body });
}

/** One report, stored and applied. */
export async function report(hubby: Hubby, iccid: string, says: Says): Promise<void> {
  const answer = await callback(hubby, [reportOf(iccid, says)], says.provider);
  assert.equal(answer.status, 202, answer.text);
  await hubby.drain();
}

/**
 * `package.usage.20_percent` → `20`, other events by the rest of their name, in the order of their
 * sequence.
 */
export async function eventsOf(hubby: Hubby, entityId: string): Promise<string[]> {
  const rows = await hubby.sql<{ type: string }>(
    `select type
     from events
     where entity_id = $1 and type <> 'package.provisioned'
     order by sequence`,
    [entityId],
  );
  return rows.map(({ type }) => /usage\.(\d+)/.exec(type)?.[1] ?? type.split('.')[1]!);
}

export const packageRow = async (hubby: Hubby, id: string): Promise<Json> =>
  (await hubby.sql('select * from packages where id = $1', [id]))[0];
export const esimRow = async (hubby: Hubby, iccid: string): Promise<Json> =>
  (await hubby.sql('select * from esims where iccid = $1', [iccid]))[0];
