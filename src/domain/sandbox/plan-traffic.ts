/** Which bytes a consume call means, where, and on which package. Pure. */
import { AppError, invalid, type Problem } from '../../errors.ts';
import { parseQueueId } from '../../ids.ts';
import type { Capabilities } from '../../providers/provider.ts';
import { inOrder } from '../esims/usage/allocate.ts';
import { bucketsOf } from '../esims/usage/apply-usage.ts';
import type { LockedPackage } from '../esims/usage/locked-esims.ts';
import type { OwnEsim } from './own-esim.ts';

/** `iso3`: the country resolved, null = the first of the package. */
export type Usage = {
  bytes?: number | undefined;
  percent?: number | undefined;
  iso3: string | null;
  package_id?: string | undefined;
};
export type Traffic = {
  /** what the call means */
  asked: number;
  /** what the device uses of it: percent of a package end where it does */
  bytes: number;
  /** at most so many are taken by packages */
  room: number;
  iso3: string;
  /** the telco's, null = the usage rule shares the bytes out */
  packageId: string | null;
};

/** `counts`: what the telco counts bytes on; of the eSIM as a whole it does not say where. */
export function planTraffic(
  esim: OwnEsim,
  usage: Usage,
  at: Date,
  counts: Capabilities['usage'],
): Traffic {
  const traffic =
    usage.package_id === undefined
      ? byRule(esim, usage, at, counts)
      : onPackage(esim, usage, usage.package_id, at);
  return counts === 'esim' ? { ...traffic, packageId: null } : traffic;
}

const problem = (field: string, issue: string): AppError =>
  invalid([{ field, issue } satisfies Problem]);
const leftOf = (k: LockedPackage): number =>
  k.totalBytes === null ? Infinity : k.totalBytes - k.usedBytes;

/** Its first requested country, else its own where it has one, else the first it works in. */
const homeOf = (esim: OwnEsim, k: LockedPackage): string =>
  esim.covers.get(k.queueId)?.[0] ??
  (k.coverage.includes(k.iso3) ? k.iso3 : (k.coverage[0] ?? k.iso3));

/** A part of the package's bytes, rounded up, so that 20 % are 20 %. */
function bytesOf(k: LockedPackage, { bytes, percent }: Usage): number {
  if (bytes !== undefined) return bytes;
  if (k.totalBytes === null)
    throw problem('percent', 'expected bytes: an unlimited package has no percent');
  return Math.ceil((k.totalBytes * percent!) / 100);
}

function onPackage(esim: OwnEsim, usage: Usage, id: string, at: Date): Traffic {
  const queueId = parseQueueId(id);
  const k = esim.packages.find((one) => one.id === id || one.queueId === queueId);
  if (k === undefined)
    throw problem(
      'package_id',
      'expected a package on this eSIM: its id, or the id or uuid of its package queue',
    );
  if (usage.iso3 !== null && !k.coverage.includes(usage.iso3))
    throw problem('country', `expected a country that the package covers, got ${usage.iso3}`);
  const bytes = bytesOf(k, usage);
  if (k.status === 'EXPIRED' || (k.expiresAt ?? k.activateBefore) <= at)
    throw new AppError('conflict', 'The package has expired.');
  return {
    asked: bytes,
    bytes: Math.min(bytes, leftOf(k)),
    room: leftOf(k),
    iso3: usage.iso3 ?? homeOf(esim, k),
    packageId: k.providerPackageId,
  };
}

function byRule(esim: OwnEsim, usage: Usage, at: Date, counts: Capabilities['usage']): Traffic {
  const open = bucketsOf(esim.packages, at);
  const packageOf = (id: string): LockedPackage => esim.packages.find((k) => k.id === id)!;
  const [default_] = inOrder(open, null);
  const newest = esim.packages.toSorted(
    (a, b) => b.assignedAt.getTime() - a.assignedAt.getTime(),
  )[0];
  const home = default_ === undefined ? newest : packageOf(default_.id);
  const iso3 = usage.iso3 ?? (home === undefined ? null : homeOf(esim, home));
  if (iso3 === null)
    throw problem(
      'country',
      'required: there is no package on the eSIM whose country could be taken',
    );
  const told = counts === 'esim' ? null : iso3;
  const takers = inOrder(open, told).map((b) => packageOf(b.id));
  const used = esim.packages.find(
    (k) => k.status === 'DEPLETED' && (told === null || k.coverage.includes(told)),
  );
  const chosen = takers[0] ?? used;
  if (usage.percent !== undefined) {
    if (chosen === undefined)
      throw new AppError(
        'conflict',
        'There is no package on the eSIM that covers this country, so percent means nothing. Send bytes.',
      );
    const asked = bytesOf(chosen, usage);
    const room = leftOf(chosen);
    return { asked, bytes: Math.min(asked, room), room, iso3, packageId: null };
  }
  const room = takers.reduce((sum, k) => sum + leftOf(k), 0);
  return { asked: usage.bytes!, bytes: usage.bytes!, room, iso3, packageId: null };
}
