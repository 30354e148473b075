/**
 * A partner's existing promo codes, from a CSV file (docs/promo-codes.md): taken whole or refused
 * whole with every bad line named. Imported again, codes that are there already are skipped. They
 * belong to no booking, and have no link unless the file gives them a uuid.
 */
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { queueIdOf, isUuid } from '../../ids.ts';
import { emailIssue } from '../../input/email.ts';
import { frozen } from '../planning/frozen.ts';
import { readLines, type Line, type Shape } from '../catalog/csv/format.ts';
import { PACKAGE_TYPES, type PackageType } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { findPartner } from '../partners/managing/partners.ts';
import { unfrozenOf } from '../planning/choose-later.ts';
import { momentEnd, parseIso } from '../time.ts';
import type { EntryInput } from '../planning/entry/entry.ts';
import { marketOf } from '../planning/market.ts';
import { planEntry } from '../planning/plan-entry.ts';
import { queueKey } from '../planning/queue-ids.ts';

const SHAPE: Shape = {
  required: ['code', 'valid_until'],
  columns: [
    'code',
    'valid_until',
    'package_id',
    'destination',
    'size',
    'package_type',
    'package_duration',
    'uuid',
    'email',
  ],
  one: 'promo code',
  many: 'promo codes',
};
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/;
const MAX_PROBLEMS = 1_000;
const BATCH = 2_000;

type Row = Record<string, unknown> & { code: string; uuid: string | null };

export async function importCodes(
  ctx: Context,
  partnerId: string,
  csv: string,
): Promise<{ imported: number; skipped: number }> {
  const partner = await findPartner(ctx, partnerId);
  const problems: Problem[] = [];
  const report = (line: number, field: string, expected: string, got: string): void => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${line}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  };
  const rows = readRows(ctx, partner, readLines(csv, report, SHAPE), report);
  if (problems.length === 0) checkTogether(rows, report);
  if (problems.length > 0) throw refused(problems);
  return ctx.db.partnerTx(partner.id, async (tx) => {
    let imported = 0;
    for (let i = 0; i < rows.length; i += BATCH)
      imported += await insert(tx, partner, rows.slice(i, i + BATCH), partnerNow(ctx, partner));
    return { imported, skipped: rows.length - imported };
  });
}

const refused = (details: Problem[]): AppError =>
  new AppError(
    'invalid_request',
    `The file has ${details.length} problems; nothing was imported.`,
    { details },
  );

type Report = (line: number, field: string, expected: string, got: string) => void;

function readRows(
  ctx: Context,
  partner: Partner,
  lines: Line[],
  report: Report,
): (Row & { line: number })[] {
  const market = marketOf(ctx, partner);
  const catalog = ctx.catalog.current();
  return lines.flatMap(({ row: line, cells }) => {
    const cell = (name: string): string | undefined => cells.get(name) || undefined;
    const code = cell('code') ?? '';
    if (!CODE.test(code))
      report(
        line,
        'code',
        '3 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit',
        code,
      );
    const uuid = cell('uuid') ?? null;
    if (uuid !== null && !isUuid(uuid)) report(line, 'uuid', 'a uuid, or nothing', uuid);
    const email = cell('email')?.toLowerCase() ?? null;
    const wrong = email === null ? null : emailIssue(email);
    if (wrong !== null) report(line, 'email', `an e-mail address ${wrong}, or nothing`, email!);
    const moment = parseIso(cell('valid_until') ?? '');
    if (moment === null)
      report(line, 'valid_until', 'an ISO date, or date and time', cell('valid_until') ?? '');
    const entry = readEntry(line, cell, report);
    if (entry === null) return [];
    const plan = planEntry(market, entry, 0, {
      dates: null,
      provider: null,
      strategy: partner.settings.package_strategy,
      now: partnerNow(ctx, partner),
      zone: partner.settings.time_zone,
    });
    for (const p of plan.problems)
      report(line, p.field, p.issue.replace(/^expected /, ''), cell(p.field) ?? '');
    if (plan.problems.length === 0 && plan.open === null && plan.choices.length === 0)
      report(
        line,
        'package_duration',
        'a number of days: this type has no duration of its own',
        '',
      );
    if (plan.open === null && plan.choices.length !== 1) return [];
    const choice =
      plan.open === null
        ? frozen(catalog, partner.prices.of, plan.choices[0]!.bundle, null)
        : unfrozenOf(plan.open);
    const zone = partner.settings.time_zone;
    return [
      {
        line,
        // Imported again after a loss, what it was redeemed for is found again (queue-ids.ts).
        id: queueIdOf(queueKey(ctx), [partner.id, 'code', code]),
        code,
        uuid: uuid?.toLowerCase() ?? null,
        recipient: email,
        wanted: plan.open,
        fingerprint: plan.fingerprint,
        requested: {
          ...(entry.destination === undefined ? {} : { destination: entry.destination }),
          ...(email === null ? {} : { email }),
        },
        valid_until: moment === null ? null : momentEnd(moment, zone),
        ...choice,
      },
    ];
  });
}

function readEntry(
  line: number,
  cell: (name: string) => string | undefined,
  report: Report,
): EntryInput | null {
  const type = cell('package_type');
  const duration = cell('package_duration');
  const isType = type === undefined || PACKAGE_TYPES.includes(type as PackageType);
  const isDuration = duration === undefined || /^[1-9]\d{0,3}$/.test(duration);
  if (!isType) report(line, 'package_type', `one of ${PACKAGE_TYPES.join(', ')}`, type);
  if (!isDuration) report(line, 'package_duration', 'a whole number of days', duration);
  if (!isType || !isDuration) return null;
  const [id, destination, size] = [cell('package_id'), cell('destination'), cell('size')];
  return {
    ...(id === undefined ? {} : { package_id: id }),
    ...(destination === undefined ? {} : { destination }),
    ...(size === undefined ? {} : { size }),
    ...(type === undefined ? {} : { package_type: type as PackageType }),
    ...(duration === undefined ? {} : { package_duration: Number(duration) }),
  };
}

/** A code or link that stands in the file twice. */
function checkTogether(rows: readonly (Row & { line: number })[], report: Report): void {
  for (const field of ['code', 'uuid'] as const) {
    const first = new Map<string, number>();
    for (const row of rows) {
      const value = row[field];
      if (value === null) continue;
      const before = first.get(value);
      if (before !== undefined)
        report(
          row.line,
          field,
          `one that stands in the file once; line ${before} has it too`,
          value,
        );
      else first.set(value, row.line);
    }
  }
}

/**
 * Answers how many were new. Nothing is stored when another code, here or elsewhere, has one of the
 * uuids.
 */
async function insert(
  tx: Tx,
  partner: Partner,
  rows: (Row & { line: number })[],
  now: Date,
): Promise<number> {
  const known = await tx.rows<{ code: string; uuid: string | null }>(
    `select code, uuid
     from promo_code_lookups
     where (partner_id = $1 and code = any($2)) or uuid = any($3)`,
    [partner.id, rows.map((r) => r.code), rows.flatMap((r) => r.uuid ?? [])],
  );
  const codes = new Map(known.map((k) => [k.code, k]));
  const taken = new Set(known.flatMap((k) => k.uuid ?? []));
  const fresh = rows.filter((r) => !codes.has(r.code));
  const clash = fresh.filter((r) => r.uuid !== null && taken.has(r.uuid));
  if (clash.length > 0)
    throw refused(
      clash.slice(0, MAX_PROBLEMS).map((r) => ({
        field: `row ${r.line}, uuid`,
        issue: 'expected a uuid that no other promo code has',
      })),
    );
  const made = await tx.one<{ count: number }>(
    `with given as materialized (select *
       from jsonb_to_recordset($2) as q(id text, code text, uuid uuid, recipient text, wanted jsonb,
         fingerprint text, requested jsonb, valid_until timestamptz, bundle_id text,
         template_id text, provider text, destination_id text, iso3 text, coverage text[],
         covers text[], package_type text, bytes bigint, duration_days integer, traffic_policy text,
         imsi text, activation_window_days integer, b2b_price integer, b2c_price integer,
         currency text)),
       looked_up as (insert into promo_code_lookups (code, partner_id, queue_id, uuid)
         select code, $1, id, uuid
         from given
         order by code
         on conflict (code, partner_id) do nothing
         returning queue_id),
       queues as (insert into package_queues (partner_id, id, is_code, esim_type, fingerprint,
         ordinal, part, position, requested, bundle_id, template_id, provider, destination_id, iso3,
         coverage, covers, package_type, bytes, duration_days, traffic_policy, imsi,
         activation_window_days, b2b_price, b2c_price, currency, wanted, created_at)
         select $1, id, true, 'universal', fingerprint, 0, 0, 0, requested, bundle_id, template_id,
           provider, destination_id, iso3, coverage, covers, package_type, bytes, duration_days,
           traffic_policy, imsi, activation_window_days, b2b_price, b2c_price, currency, wanted, $3
         from given
         join looked_up on queue_id = id
         returning id),
       codes as (insert into promo_codes (partner_id, queue_id, code, uuid, recipient, valid_until)
         select $1, g.id, g.code, g.uuid, g.recipient, g.valid_until
         from given g
         join queues on queues.id = g.id
         returning 1)
     select count(*)::int as count
     from codes`,
    [partner.id, JSON.stringify(fresh), now],
  );
  return made!.count;
}
