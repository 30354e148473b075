/**
 * A report's figures, onto a locked eSIM in memory; pure otherwise. Counters are cumulative and
 * never fall, so the order and number of reports do not matter. What the provider says of a package
 * stands; what it says of the eSIM only is shared out by the usage rule (allocate.ts). The
 * provider's own word on a package's status:
 *   DEPLETED   all of it is used, whatever the figure says
 *   EXPIRED    it is over, also before our own reckoning
 *   CANCELLED  it is gone from the eSIM; there is no event for that
 *   unknown    nothing
 */
import { DAY_MS } from '../../time.ts';
import { allocate, type Bucket } from './allocate.ts';
import { addPackageEvent } from '../esim-events.ts';
import type { LockedEsim, LockedPackage } from './locked-esims.ts';
import { expire, fireThresholds, setPackageTimer } from './move-by-time.ts';
import type { StoredReport } from './stored-report.ts';

/**
 * 1 PiB: more than an eSIM can use in its life. A figure above it is a mistake and not believed.
 */
const PLAUSIBLE_BYTES = 2 ** 50;
/**
 * A provider may end a validity later than we do, at the end of a day or month, but not for ever.
 */
const MAX_GRACE_MS = 32 * DAY_MS;

type Line = StoredReport['packages'][number];

export function applyUsage(
  esim: LockedEsim,
  report: StoredReport,
  reportedAt: Date,
  now: Date,
): void {
  const lines = new Map(report.packages.map((line) => [line.package_id, line]));
  const used = new Set<LockedPackage>();
  for (const k of esim.packages) {
    const line = lines.get(k.providerPackageId);
    if (line !== undefined && takeFigure(k, line)) used.add(k);
  }
  for (const k of shareOut(esim, report.usage, reportedAt)) used.add(k);
  for (const k of esim.packages) {
    const line = lines.get(k.providerPackageId);
    if (line !== undefined && line.activated_at !== null) used.add(k);
    if (used.has(k)) activate(esim, k, line, clamp(reportedAt, k.assignedAt, now), now);
    follow(esim, k, line, now);
  }
}

const clamp = (at: Date, from: Date, to: Date): Date => (at > to ? to : at < from ? from : at);
const capOf = (k: LockedPackage): number => k.totalBytes ?? PLAUSIBLE_BYTES;

function setUsed(k: LockedPackage): void {
  const sum = Math.min(k.reportedBytes + k.allocatedBytes, capOf(k));
  k.usedBytes = Math.max(k.usedBytes, sum);
  k.isChanged = true;
}

/** True: its figure grew. */
function takeFigure(k: LockedPackage, line: Line): boolean {
  const isBelieved = k.totalBytes !== null || line.used_bytes <= PLAUSIBLE_BYTES;
  const figure =
    line.status === 'DEPLETED' && k.totalBytes !== null
      ? k.totalBytes
      : isBelieved
        ? Math.min(line.used_bytes, capOf(k))
        : 0;
  if (figure <= k.reportedBytes) return false;
  k.reportedBytes = figure;
  setUsed(k);
  return true;
}

/** The eSIM's own figures. Answers the packages that took some. */
function shareOut(
  esim: LockedEsim,
  usage: StoredReport['usage'],
  reportedAt: Date,
): LockedPackage[] {
  const took: LockedPackage[] = [];
  for (const { iso3, used_bytes: figure } of usage) {
    const key = iso3 ?? '';
    const delta = figure - (esim.counters.get(key) ?? 0);
    if (delta <= 0 || figure > PLAUSIBLE_BYTES) continue;
    esim.counters.set(key, figure);
    esim.moved.add(key);
    const { shares, uncovered } = allocate(delta, iso3, bucketsOf(esim.packages, reportedAt));
    esim.uncoveredBytes += uncovered;
    esim.isChanged ||= uncovered > 0;
    for (const share of shares) {
      const k = esim.packages.find((one) => one.id === share.id)!;
      k.allocatedBytes += share.bytes;
      setUsed(k);
      took.push(k);
    }
  }
  return took;
}

/**
 * What can take bytes at an instant: ACTIVE, and neither its validity nor its activation window
 * over.
 */
export const bucketsOf = (packages: readonly LockedPackage[], at: Date): Bucket[] =>
  packages
    .filter((k) => k.status === 'ACTIVE' && (k.expiresAt ?? k.activateBefore) > at)
    .map((k) => ({
      id: k.id,
      coverage: k.coverage,
      left: k.totalBytes === null ? Infinity : k.totalBytes - k.usedBytes,
      activatedAt: k.activatedAt,
      endsAt: k.expiresAt ?? k.activateBefore,
      assignedAt: k.assignedAt,
    }));

/** First use. One that lapsed before it was used stays lapsed. */
function activate(
  esim: LockedEsim,
  k: LockedPackage,
  line: Line | undefined,
  reportedAt: Date,
  now: Date,
): void {
  if (k.activatedAt !== null || k.status === 'EXPIRED') return;
  const said = instantOf(line?.activated_at);
  k.activatedAt = said !== null && said >= k.assignedAt && said <= now ? said : reportedAt;
  const end = new Date(k.activatedAt.getTime() + k.durationDays * DAY_MS);
  const saidEnd = instantOf(line?.expires_at);
  k.expiresAt =
    saidEnd !== null && saidEnd > k.activatedAt && saidEnd.getTime() <= end.getTime() + MAX_GRACE_MS
      ? saidEnd
      : end;
  k.isDated = true;
  addPackageEvent(esim, k, 'package.activated', k.activatedAt);
  // The timer is for what is still to come.
  fireThresholds(esim, k, now);
  setPackageTimer(esim, k);
}

const instantOf = (text: string | null | undefined): Date | null =>
  text === null || text === undefined ? null : new Date(text);

/**
 * Thresholds and status. Figures of a package that is over are kept, but it tells of nothing more.
 */
function follow(esim: LockedEsim, k: LockedPackage, line: Line | undefined, now: Date): void {
  if (k.status === 'EXPIRED' || k.status === 'CANCELLED') return;
  if (k.activatedAt !== null) fireThresholds(esim, k, now);
  const isDepleted =
    line?.status === 'DEPLETED' || (k.totalBytes !== null && k.usedBytes >= k.totalBytes);
  if (isDepleted && k.status === 'ACTIVE') setStatus(k, 'DEPLETED');
  if (line?.status === 'EXPIRED') expire(esim, k, now);
  if (line?.status === 'CANCELLED') setStatus(k, 'CANCELLED');
}

function setStatus(k: LockedPackage, status: LockedPackage['status']): void {
  k.status = status;
  k.isChanged = true;
}
