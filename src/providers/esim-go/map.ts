/**
 * eSIM Go's words → ours. Every reader throws `ProviderUnclear` for an answer that does not hold
 * water.
 */
import type { Money } from '../article.ts';
import { bytes, id, instant, list, object, oneOf, orNull, unfit, type Fields } from '../fields.ts';
import { buildLpa, supplierIccid } from '../identifiers.ts';
import type {
  InstallFacts,
  ProfileState,
  ProviderPackageUsage,
  ProviderProfile,
} from '../provider.ts';
import { currency, money } from './money.ts';

/** An order as eSIM Go has it; it knows nothing of our reference. */
export type Placed = {
  id: string;
  createdAt: string;
  cost: Money | null;
  /** anything but "completed" is taken for "not yet" */
  isDone: boolean;
  lines: Line[];
};
export type Line = { item: string; quantity: number; iccids: string[]; esims: ProviderProfile[] };

export function toPlaced(value: unknown): Placed {
  const from = object(value, 'order');
  return {
    id: id(from, 'orderReference'),
    createdAt: instant(from, 'createdDate'),
    // What was bought is there also where it is not said what it cost.
    cost:
      isGiven(from, 'total') && isGiven(from, 'currency')
        ? money(from, 'total', currency(from, 'currency'))
        : null,
    isDone: from['status'] === 'completed',
    lines: list(from['order'], 'order').map(toLine),
  };
}

function toLine(value: unknown): Line {
  const from = object(value, 'order line');
  const esims = listed(from, 'esims').map(toProfile);
  const iccids = listed(from, 'iccids').map((one) => toIccid(one));
  return {
    item: id(from, 'item'),
    quantity: bytes(from, 'quantity'),
    iccids: iccids.length > 0 ? iccids : esims.map((esim) => esim.iccid),
    esims,
  };
}

/** Of a list that one description wraps in an object and another does not. */
export const unwrapped = (value: unknown, field: string): unknown[] =>
  list(Array.isArray(value) ? value : object(value, field)[field], field);

export function toIccid(value: unknown): string {
  const iccid = typeof value === 'string' ? supplierIccid(value) : null;
  if (iccid === null) throw unfit('iccid');
  return iccid;
}

export function toProfile(value: unknown): ProviderProfile {
  const from = object(value, 'eSIM');
  return {
    iccid: toIccid(from['iccid']),
    esim_id: null,
    lpa: toLpa(from),
    subscriber_imsi: null,
    imsi: null,
    // An order does not say: what was just handed out is on no device.
    state: isGiven(from, 'profileStatus') ? toState(from) : 'RELEASED',
    install: toInstall(from),
  };
}

function toLpa(from: Fields): string {
  // The host comes with and without a scheme before it; an activation code has none.
  const host = id(from, 'smdpAddress')
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
  const matchingId = id(from, 'matchingId');
  try {
    return buildLpa({ host, matchingId, oid: null, confirmationRequired: false });
  } catch {
    // Its message is about parts of a secret.
    throw unfit('smdpAddress or matchingId');
  }
}

function toInstall(from: Fields): InstallFacts | null {
  const link = (field: string): string | null => {
    const value = from[field];
    return typeof value === 'string' && /^https:\/\/[!-~]{1,2000}$/.test(value) ? value : null;
  };
  const [apple_url, android_url] = [link('appleInstallUrl'), link('androidInstallUrl')];
  return apple_url === null && android_url === null
    ? null
    : { confirmation_code: null, apn: null, apple_url, android_url };
}

const PROFILE_STATES: Record<string, ProfileState> = {
  Released: 'RELEASED',
  Downloaded: 'INSTALLED',
  Installed: 'INSTALLED',
  Deactivated: 'DELETED',
};

/**
 * eSIM Go tells when a profile is on a device, never whether it is switched on there. DISABLED is
 * what it has suspended: only of an installed one, since our DISABLED means "on a device".
 */
export function toState(from: Fields): ProfileState {
  if (from['state'] === 'deactivated') return 'DELETED';
  const word = from['profileStatus'];
  const state =
    typeof word === 'string' && Object.hasOwn(PROFILE_STATES, word)
      ? PROFILE_STATES[word]!
      : 'unknown';
  return state === 'INSTALLED' && from['state'] === 'suspended' ? 'DISABLED' : state;
}

/** `firstInstalledDateTime` is in milliseconds since 1970, the one instant that is. */
export function installedAt(from: Fields): string | null {
  const ms = from['firstInstalledDateTime'];
  const date = new Date(typeof ms === 'number' && ms > 0 ? ms : NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A bundle on an eSIM. */
export type Assignment = {
  id: string;
  /** the bundle's name */
  item: string;
  /** the order's reference and a number */
  reference: string;
  assignedAt: string;
  state: string;
  isUnused: boolean;
  usage: ProviderPackageUsage;
};

/** Of `{ assignments: […] }`; voice and texts are left out. */
export const toAssignments = (value: unknown, item: string): Assignment[] =>
  list(object(value, 'bundle')['assignments'], 'assignments')
    .map((one) => object(one, 'assignment'))
    .filter((one) => !isGiven(one, 'callTypeGroup') || one['callTypeGroup'] === 'data')
    .map((one) => toAssignment(one, item));

/** Of `{ bundles: [{ name, assignments: […] }] }`. */
export const toAllAssignments = (value: unknown): Assignment[] =>
  unwrapped(value, 'bundles').flatMap((one) =>
    toAssignments(one, id(object(one, 'bundle'), 'name')),
  );

function toAssignment(from: Fields, item: string): Assignment {
  const word = from['bundleState'];
  const state = typeof word === 'string' ? word : '';
  const startedAt = WAITING.includes(state) ? null : moment(from, 'startTime');
  const { used, total } = toQuantities(from);
  return {
    id: id(from, 'id'),
    item,
    reference: id(from, 'assignmentReference'),
    assignedAt: instant(from, 'assignmentDateTime'),
    state,
    isUnused: startedAt === null && used === 0 && [...WAITING, 'active'].includes(state),
    usage: {
      package_id: id(from, 'id'),
      used_bytes: used,
      total_bytes: total,
      activated_at: startedAt,
      expires_at: WAITING.includes(state) ? null : moment(from, 'endTime'),
      status: toStatus(state),
    },
  };
}

/** States before the first use. A queued bundle waits for the running one to end. */
const WAITING = ['processing', 'queued'];
const STATUSES: Record<string, ProviderPackageUsage['status']> = {
  processing: 'ACTIVE',
  queued: 'ACTIVE',
  active: 'ACTIVE',
  depleted: 'DEPLETED',
  expired: 'EXPIRED',
  lapsed: 'EXPIRED',
  revoked: 'CANCELLED',
};
const toStatus = (state: string): ProviderPackageUsage['status'] =>
  STATUSES[oneOf(state, Object.keys(STATUSES), '')] ?? 'unknown';

/** Bytes, decimal. Those of an unlimited bundle mean nothing but what has been used. */
function toQuantities(from: Fields): { used: number; total: number | null } {
  if (from['unlimited'] === true) {
    const used = Number(from['initialQuantity']) - Number(from['remainingQuantity']);
    return { used: Number.isSafeInteger(used) && used > 0 ? used : 0, total: null };
  }
  const total = bytes(from, 'initialQuantity');
  const used = total - bytes(from, 'remainingQuantity');
  if (used < 0) throw unfit('remainingQuantity');
  return { used, total };
}

/** An instant that may be missing; programs in Go write the year 1 for "never". */
function moment(from: Fields, field: string): string | null {
  if (from[field] === '') return null;
  const at = orNull(instant)(from, field);
  return at === null || at < '2000' ? null : at;
}

/** The two fields we need of an answer that also holds the account's key. */
export function toOrganisation(value: unknown): { balance: Money; currency: string } {
  const from = object(value, 'organisation');
  const unit = currency(from, 'currency');
  return { balance: money(from, 'balance', unit), currency: unit };
}

const isGiven = (from: Fields, field: string): boolean =>
  from[field] !== undefined && from[field] !== null;
const listed = (from: Fields, field: string): unknown[] =>
  isGiven(from, field) ? list(from[field], field) : [];
