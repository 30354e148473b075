/**
 * eSIM Access's words → ours. Every reader throws ProviderUnclear for an answer that does not hold
 * water.
 */
import { MAX_MINOR } from '../../domain/money.ts';
import type { Money } from '../article.ts';
import { bytes, id, instant, list, number, object, orNull, unfit, type Fields } from '../fields.ts';
import { buildLpa, parseActivationCode, supplierIccid } from '../identifiers.ts';
import type { ProfileState, ProviderPackageUsage, ProviderProfile } from '../provider.ts';

/** One eSIM as the telco lists it. Its number comes back on another eSIM once this one has ended. */
export type AccessEsim = {
  /** the telco's own id of the eSIM: the only one that stays its own */
  esimTranNo: string;
  orderNo: string;
  /** our reference, null where the telco leaves it out */
  transactionId: string | null;
  /** null while it has none yet */
  iccid: string | null;
  /** null while, or once, it cannot be installed */
  profile: ProviderProfile | null;
  state: ProfileState;
  life: Life;
  /** its package is a day pass */
  isDaily: boolean;
  /** over all its packages */
  totalBytes: number | null;
  usedBytes: number | null;
  installedAt: string | null;
  /** first use, or installation where the article counts from there */
  activatedAt: string | null;
  /** when it lapses unused; once it is activated, when it ends */
  expiresAt: string | null;
  /** the oldest first */
  packages: AccessPackage[];
};

export type AccessPackage = {
  code: string;
  slug: string | null;
  bytes: number | null;
  createdAt: string | null;
};

/** The kind of data of a day pass. */
export const DAILY = 2;

/** Where an eSIM is in its life; `unknown` is a word that we do not know. */
export type Life =
  'allocating' | 'new' | 'in_use' | 'used_up' | 'suspended' | 'expired' | 'cancelled' | 'unknown';

const LIVES: Record<string, Life> = {
  CREATE: 'allocating',
  PAYING: 'allocating',
  PAID: 'allocating',
  GETTING_RESOURCE: 'allocating',
  GOT_RESOURCE: 'new',
  IN_USE: 'in_use',
  USED_UP: 'used_up',
  SUSPENDED: 'suspended',
  UNUSED_EXPIRED: 'expired',
  USED_EXPIRED: 'expired',
  CANCEL: 'cancelled',
  REVOKED: 'cancelled',
};

/** `DOWNLOAD` has begun and not ended: the profile is on no device yet. */
const STATES: Record<string, ProfileState> = {
  RELEASED: 'RELEASED',
  DOWNLOAD: 'RELEASED',
  INSTALLATION: 'INSTALLED',
  ENABLED: 'ENABLED',
  DISABLED: 'DISABLED',
  DELETED: 'DELETED',
};

const STATUSES: Record<Life, ProviderPackageUsage['status']> = {
  allocating: 'unknown',
  new: 'ACTIVE',
  in_use: 'ACTIVE',
  used_up: 'DEPLETED',
  suspended: 'ACTIVE',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  unknown: 'unknown',
};

export const packageStatus = (life: Life): ProviderPackageUsage['status'] => STATUSES[life];

export function toEsims(value: unknown): AccessEsim[] {
  return list(object(value, 'obj')['esimList'], 'esimList').map(toEsim);
}

/** `total` is of all pages, null where the telco does not say. */
export const toPage = (value: unknown): { esims: AccessEsim[]; total: number | null } => ({
  esims: toEsims(value),
  total: orNull(bytes)(object(object(value, 'obj')['pager'] ?? {}, 'pager'), 'total'),
});

function toEsim(value: unknown): AccessEsim {
  const from = object(value, 'eSIM');
  const iccid = iccidOf(from);
  const life = known(LIVES, from['esimStatus']) ?? 'unknown';
  const state = known(STATES, from['smdpStatus']) ?? 'unknown';
  const esimTranNo = id(from, 'esimTranNo');
  return {
    esimTranNo,
    orderNo: id(from, 'orderNo'),
    transactionId: filled(id)(from, 'transactionId'),
    iccid,
    profile: toProfile(from, { iccid, esimTranNo, state }),
    state,
    life,
    isDaily: from['dataType'] === DAILY,
    totalBytes: orNull(bytes)(from, 'totalVolume'),
    usedBytes: orNull(bytes)(from, 'orderUsage'),
    installedAt: filled(time)(from, 'installationTime'),
    activatedAt: filled(time)(from, 'activateTime'),
    expiresAt: filled(time)(from, 'expiredTime'),
    packages: list(from['packageList'] ?? [], 'packageList')
      .map(toPackage)
      .sort((a, b) => (a.createdAt ?? '').localeCompare(b.createdAt ?? '')),
  };
}

function toPackage(value: unknown): AccessPackage {
  const from = object(value, 'package');
  return {
    code: id(from, 'packageCode'),
    slug: filled(id)(from, 'slug'),
    bytes: orNull(bytes)(from, 'volume'),
    createdAt: filled(time)(from, 'createTime'),
  };
}

function toProfile(
  from: Fields,
  { iccid, esimTranNo, state }: Pick<AccessEsim, 'iccid' | 'esimTranNo' | 'state'>,
): ProviderProfile | null {
  const code = from['ac'];
  if (iccid === null || code === null || code === undefined || code === '') return null;
  const parts = typeof code === 'string' ? parseActivationCode(code) : null;
  if (parts === null) throw unfit('ac');
  // Neither is needed for the eSIM to work: what makes no sense is left out.
  const imsi = matching(from['imsi'], /^\d{14,15}$/);
  const apn = matching(from['apn'], /^[!-~]{1,100}$/);
  return {
    iccid,
    esim_id: esimTranNo,
    lpa: buildLpa(parts),
    subscriber_imsi: imsi,
    imsi: null,
    state,
    install:
      apn === null ? null : { confirmation_code: null, apn, apple_url: null, android_url: null },
  };
}

const matching = (value: unknown, shape: RegExp): string | null =>
  typeof value === 'string' && shape.test(value) ? value : null;

/** Null where there is none yet. */
export function iccidOf(from: Fields): string | null {
  const text = filled(id)(from, 'iccid');
  if (text === null) return null;
  const iccid = supplierIccid(text);
  if (iccid === null) throw unfit('iccid');
  return iccid;
}

/** What is not there is null, left out, or an empty text. */
export const filled =
  <T>(read: (from: Fields, field: string) => T) =>
  (from: Fields, field: string): T | null =>
    from[field] === '' ? null : orNull(read)(from, field);

/** An instant as the telco writes it: `2026-11-28T12:00:00+0000`, in places with a `Z`. */
export function time(from: Fields, field: string): string {
  const value = from[field];
  const text = typeof value === 'string' ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : value;
  return instant({ [field]: text }, field);
}

/** An instant as the telco reads it, of whole seconds. */
export const writeTime = (at: Date): string => `${at.toISOString().slice(0, 19)}+0000`;

/** Ten-thousandths of a US dollar → cents, parts rounded up. */
export function money(from: Fields, field: string, times = 1): Money {
  const minor = Math.ceil((number(from, field) * times) / 100);
  if (Math.abs(minor) > MAX_MINOR) throw unfit(field);
  return { minor: minor === 0 ? 0 : minor, currency: 'USD' };
}

/**
 * Whose reference a transaction id is. In events about one of an order's eSIMs its number is added
 * (`-1-1`); a uuid, whose groups are longer, never ends so.
 */
export const referenceOf = (transactionId: string): string =>
  transactionId.replace(/-\d{1,3}-\d{1,3}$/, '');

const known = <T>(words: Record<string, T>, word: unknown): T | undefined =>
  typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;
