/**
 * POST /api/sandbox/esims/{iccid}/consume: what a device uses of its packages, as the telco counts
 * it.
 */
import { invalid, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { SandboxRefused } from '../../providers/sandbox-control.ts';
import { unknownPlace } from '../catalog/places/other-places.ts';
import { showEsim } from '../esims/show-esim.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { awaitReport } from './await-report.ts';
import { ask } from './ledger.ts';
import { findEsim } from './own-esim.ts';
import { planTraffic } from './plan-traffic.ts';
import { refusal } from './profile.ts';

export type ConsumeInput = {
  bytes?: number | undefined;
  percent?: number | undefined;
  country?: string | undefined;
  package_id?: string | undefined;
};

/** `problems`: what the schema found wrong, told together with what the rules find. */
export async function consume(
  ctx: Context,
  partner: Partner,
  iccid: string,
  input: ConsumeInput,
  problems: readonly Problem[],
) {
  const iso3 = check(ctx, input, problems);
  const esim = await findEsim(ctx, partner, iccid);
  const at = partnerNow(ctx, partner);
  const counts = ctx.providers.get(esim.provider)?.can.usage ?? 'package';
  const traffic = planTraffic(esim, { ...input, iso3 }, at, counts);
  const { report, consumedBytes } = await ask(ctx, (telco) =>
    telco.consume(esim.provider, iccid, traffic, at),
  ).catch((error: unknown) => {
    if (error instanceof SandboxRefused) throw refusal(error, 'The package can no longer be used.');
    throw error;
  });
  await awaitReport(ctx, esim.provider, report);
  const consumed = Math.min(consumedBytes, traffic.room);
  return {
    iccid,
    country: traffic.iso3,
    consumed_bytes: consumed,
    uncovered_bytes: traffic.asked - consumed,
    ...(await showEsim(ctx, partner, esim.id)),
  };
}

/** The country, null for none given. */
function check(ctx: Context, input: ConsumeInput, problems: readonly Problem[]): string | null {
  const found = [...problems];
  const { bytes, percent, country } = input ?? {};
  if (problems.every((p) => p.field !== '') && (bytes === undefined) === (percent === undefined)) {
    found.push({
      field: bytes === undefined ? 'bytes' : 'percent',
      issue: 'expected exactly one of bytes and percent',
    });
  }
  const place = typeof country === 'string' ? ctx.catalog.current().resolve(country) : null;
  if (
    typeof country === 'string' &&
    place?.type !== 'country' &&
    problems.every((p) => p.field !== 'country')
  ) {
    found.push({
      field: 'country',
      issue: unknownPlace(country, 'a country (ISO code or English name)'),
    });
  }
  if (found.length > 0) throw invalid(found);
  return place?.iso3 ?? null;
}
