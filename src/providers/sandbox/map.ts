/**
 * The telco's words → ours. Every reader throws ProviderUnclear for an answer that does not hold
 * water.
 */
import { isIccid, parseLpa } from '../identifiers.ts';
import type { Hint } from '../callback.ts';
import type {
  ProviderEsim,
  ProviderEsimUsage,
  ProviderOrder,
  ProviderPackageUsage,
  ProviderProfile,
  ProviderReport,
  RefusalReason,
} from '../provider.ts';
import { bytes, id, instant, list, object, oneOf, orNull, unfit } from '../fields.ts';

const STATES = ['RELEASED', 'INSTALLED', 'ENABLED', 'DISABLED', 'DELETED'] as const;
const PACKAGE_STATUSES = ['ACTIVE', 'DEPLETED', 'EXPIRED', 'CANCELLED'] as const;

/** 19 digits with a check digit, a wholesaler's 18 without one. */
const isTelcosIccid = (text: string): boolean => isIccid(text) || /^89\d{16}$/.test(text);

function toProfile(value: unknown): ProviderProfile {
  const from = object(value, 'profile');
  const iccid = id(from, 'iccid');
  if (!isTelcosIccid(iccid)) throw unfit('iccid');
  const lpa = from['activation_code'];
  if (typeof lpa !== 'string' || parseLpa(lpa) === null) throw unfit('activation_code');
  const subscriber = orNull(id)(from, 'subscriber_imsi');
  if (subscriber !== null && !/^\d{14,15}$/.test(subscriber)) throw unfit('subscriber_imsi');
  return {
    iccid,
    esim_id: null,
    lpa,
    subscriber_imsi: subscriber,
    imsi: orNull(id)(from, 'imsi_plan'),
    state: oneOf(from['state'], STATES, 'unknown'),
    install: null,
  };
}

/** An order as the telco tells of it, or that it accepted it and then made nothing. */
export type Told = ProviderOrder | { failed: true; reference: string; reason: RefusalReason };

export function toOrder(value: unknown): Told {
  const from = object(value, 'order');
  const kind = oneOf(from['kind'], ['create_esim', 'add_package'], '');
  if (kind === '') throw unfit('kind');
  const reference = id(from, 'reference');
  if (from['status'] === 'failed') {
    const reason = oneOf(from['failure'], ['out_of_stock'], 'rejected');
    return { failed: true, reference, reason };
  }
  const isPending = from['status'] === 'pending' && from['profile'] === null;
  const profile = isPending ? null : toProfile(from['profile']);
  return {
    id: id(from, 'id'),
    reference,
    kind,
    status: oneOf(from['status'], ['confirmed', 'cancelled'], 'pending'),
    iccid: profile?.iccid ?? null,
    profile,
    package_id: orNull(id)(from, 'package_id'),
    template_id: orNull(id)(from, 'template_id'),
    cost: null,
    created_at: instant(from, 'created_at'),
  };
}

export function toPage(value: unknown): { orders: Told[]; next_cursor: string | null } {
  const from = object(value, 'page');
  return {
    orders: list(from['orders'], 'orders').map(toOrder),
    next_cursor: orNull(id)(from, 'next_cursor'),
  };
}

function toUsage(value: unknown): ProviderPackageUsage {
  const from = object(value, 'package');
  return {
    package_id: id(from, 'package_id'),
    used_bytes: bytes(from, 'used_bytes'),
    // Absent is not unlimited: only an explicit null is.
    total_bytes: from['total_bytes'] === null ? null : bytes(from, 'total_bytes'),
    activated_at: orNull(instant)(from, 'activated_at'),
    expires_at: orNull(instant)(from, 'expires_at'),
    status: oneOf(from['status'], PACKAGE_STATUSES, 'unknown'),
  };
}

function toEsimUsage(value: unknown): ProviderEsimUsage {
  const from = object(value, 'usage');
  const iso3 = orNull(id)(from, 'iso3');
  if (iso3 !== null && !/^[A-Z]{3}$/.test(iso3)) throw unfit('iso3');
  return { iso3, used_bytes: bytes(from, 'used_bytes') };
}

export function toEsim(value: unknown): ProviderEsim {
  const from = object(value, 'eSIM');
  const { iccid, state } = toProfile(from['profile']);
  return {
    iccid,
    state,
    state_changed_at: instant(from, 'state_changed_at'),
    packages: list(from['packages'], 'packages').map(toUsage),
    usage: list(from['usage'] ?? [], 'usage').map(toEsimUsage),
  };
}

export function toReport(value: unknown): ProviderReport {
  const from = object(value, 'report');
  const esim = toEsim(from['esim']);
  if (from['iccid'] !== esim.iccid) throw unfit('iccid');
  return {
    report_id: id(from, 'report_id'),
    iccid: esim.iccid,
    reported_at: instant(from, 'reported_at'),
    esim,
  };
}

/** A callback has reports, or hints, or both. */
const inCallback = (value: unknown, field: 'reports' | 'orders'): unknown[] => {
  const from = object(value, 'callback');
  const other = field === 'reports' ? 'orders' : 'reports';
  return from[field] === undefined && from[other] !== undefined ? [] : list(from[field], field);
};

export const toReports = (value: unknown): ProviderReport[] =>
  inCallback(value, 'reports').map(toReport);

export const toHints = (value: unknown): Hint[] =>
  inCallback(value, 'orders').map((one) => {
    const from = object(one, 'order');
    return {
      kind: 'order',
      reference: id(from, 'reference'),
      provider_order_id: id(from, 'id'),
    };
  });

/** The report of a steering call, and how much of the traffic was counted. */
export function toChange(value: unknown): { report: ProviderReport; consumedBytes: number } {
  const from = object(value, 'answer');
  return {
    report: toReport(from['report']),
    consumedBytes: orNull(bytes)(from, 'consumed_bytes') ?? 0,
  };
}

/** The telco's word for an error, empty where it gave none. */
export function errorCode(body: unknown): string {
  const error = (body as { error?: { code?: unknown } } | null)?.error;
  return typeof error?.code === 'string' ? error.code : '';
}
