/** Promo codes as a CSV file names them, each planned as an entry of a booking is. */
import type { Context } from '../../context.ts';
import { isUuid, queueIdOf } from '../../ids.ts';
import { emailIssue } from '../../input/email.ts';
import { readLines, type Report, type Shape } from '../catalog/csv/format.ts';
import { PACKAGE_TYPES, type PackageType } from '../catalog/types.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { unfrozenOf } from '../planning/choose-later.ts';
import type { EntryInput } from '../planning/entry/entry.ts';
import { frozen, type Frozen } from '../planning/frozen.ts';
import { marketOf, type Market } from '../planning/market.ts';
import { planEntry, type EntryPlan, type PlanContext } from '../planning/plan-entry.ts';
import { queueKey } from '../planning/queue-ids.ts';
import { withSource } from '../planning/with-source.ts';
import { momentEnd, parseIso } from '../time.ts';

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

/** A code as it is stored; `line`: where it stands in the file. */
export type CodeRow = Frozen &
  Pick<EntryPlan, 'fingerprint'> & {
    line: number;
    id: string;
    code: string;
    uuid: string | null;
    recipient: string | null;
    wanted: EntryPlan['open'];
    requested: { destination?: string | string[]; email?: string };
    valid_until: Date | null;
  };
type Cell = (name: string) => string | undefined;

/** What is wrong is reported; a line that is wrong need not give a row. */
export function readCodes(ctx: Context, partner: Partner, csv: string, report: Report): CodeRow[] {
  const market = marketOf(ctx, partner);
  const { package_strategy: strategy, time_zone: zone } = partner.settings;
  const context: PlanContext = {
    dates: null,
    provider: null,
    strategy,
    now: partnerNow(ctx, partner),
    zone,
  };
  return readLines(csv, report, SHAPE).flatMap(({ row: line, cells }) => {
    const cell: Cell = (name) => cells.get(name) || undefined;
    const own = readOwn(line, cell, zone, report);
    const entry = readEntry(line, cell, report);
    if (entry === null) return [];
    const plan = planEntry(market, entry, 0, context);
    reportPlan(line, cell, plan, report);
    if (plan.open === null && plan.choices.length !== 1) return [];
    return [codeRow(ctx, partner, market, plan, { line, ...own })];
  });
}

type Own = Pick<CodeRow, 'line' | 'code' | 'uuid' | 'recipient' | 'valid_until'>;

/** `plan`: what it is for, one bundle or one that is chosen later. */
export function codeRow(
  ctx: Context,
  partner: Partner,
  market: Market,
  plan: EntryPlan,
  own: Own,
): CodeRow {
  const choice =
    plan.open === null
      ? frozen(
          ctx.catalog.current(),
          partner.prices.of,
          withSource(market, plan.choices[0]!, null, { seed: own.code }),
        )
      : unfrozenOf(plan.open);
  const { destination } = plan.entry;
  return {
    // Imported again after a loss, what it was redeemed for is found again (queue-ids.ts).
    id: queueIdOf(queueKey(ctx), [partner.id, 'code', own.code]),
    ...own,
    wanted: plan.open,
    fingerprint: plan.fingerprint,
    requested: {
      ...(destination === undefined ? {} : { destination }),
      ...(own.recipient === null ? {} : { email: own.recipient }),
    },
    ...choice,
  };
}

/** What is a code's own, beside the package that it is for. */
function readOwn(
  line: number,
  cell: Cell,
  zone: string,
  report: Report,
): Pick<CodeRow, 'code' | 'uuid' | 'recipient' | 'valid_until'> {
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
  const recipient = cell('email')?.toLowerCase() ?? null;
  const wrong = recipient === null ? null : emailIssue(recipient);
  if (wrong !== null) report(line, 'email', `an e-mail address ${wrong}, or nothing`, recipient!);
  const moment = parseIso(cell('valid_until') ?? '');
  if (moment === null)
    report(line, 'valid_until', 'an ISO date, or date and time', cell('valid_until') ?? '');
  return {
    code,
    uuid: uuid?.toLowerCase() ?? null,
    recipient,
    valid_until: moment === null ? null : momentEnd(moment, zone),
  };
}

function reportPlan(line: number, cell: Cell, plan: EntryPlan, report: Report): void {
  for (const p of plan.problems)
    report(line, p.field, p.issue.replace(/^expected /, ''), cell(p.field) ?? '');
  if (plan.problems.length === 0 && plan.open === null && plan.choices.length === 0)
    report(line, 'package_duration', 'a number of days: this type has no duration of its own', '');
}

function readEntry(line: number, cell: Cell, report: Report): EntryInput | null {
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
export function refuseTwins(rows: readonly CodeRow[], report: Report): void {
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
