/**
 * Zendit's words → ours. Every reader throws ProviderUnclear for an answer that does not hold water.
 */
import { decimalsOf, isCurrency, MAX_MINOR } from '../../domain/money.ts';
import type { Money } from '../article.ts';
import { id, instant, list, number, object, orNull, text, unfit, type Fields } from '../fields.ts';
import { buildLpa, parseActivationCode, supplierIccid } from '../identifiers.ts';
import type { ProviderProfile } from '../provider.ts';

/** More than any allowance: above it a figure is a mistake. */
const PLAUSIBLE_BYTES = 2 ** 50;

/** `open`: accepted, and neither done nor failed. Also what a status that we do not know is. */
export type PurchaseState = 'open' | 'done' | 'failed';

/** One purchase, whether it brought an eSIM or went onto one: Zendit does not tell them apart. */
export type Purchase = {
  transactionId: string;
  offerId: string;
  state: PurchaseState;
  /** Zendit's word for why it failed, null = it failed without one, or did not fail */
  errorCode: string | null;
  /** of the eSIM that it is on, null = not yet known */
  iccid: string | null;
  /** null where the purchase does not repeat how the eSIM is installed */
  profile: ProviderProfile | null;
  /** null = unlimited */
  bytes: number | null;
  cost: Money | null;
  /** null = nobody asked for one */
  refund: PurchaseState | null;
  createdAt: string;
};

export function stateOf(from: Fields): PurchaseState {
  const status = id(from, 'status');
  return status === 'DONE' ? 'done' : status === 'FAILED' ? 'failed' : 'open';
}

export function toPurchase(value: unknown, bytesPerGb: number): Purchase {
  const from = object(value, 'purchase');
  const state = stateOf(from);
  const isThere = from['confirmation'] !== null && from['confirmation'] !== undefined;
  if (state === 'done' && !isThere) throw unfit('confirmation');
  const confirmation = isThere && state === 'done' ? toConfirmation(from['confirmation']) : null;
  return {
    transactionId: id(from, 'transactionId'),
    offerId: id(from, 'offerId'),
    state,
    errorCode: state === 'failed' ? codeOf(from['error']) : null,
    iccid: confirmation?.iccid ?? null,
    profile: confirmation?.profile ?? null,
    bytes: allowance(from, bytesPerGb),
    cost: from['cost'] === undefined || from['cost'] === null ? null : costOf(from),
    refund: from['refund'] ? stateOf(object(from['refund'], 'refund')) : null,
    createdAt: instant(from, 'createdAt'),
  };
}

const codeOf = (error: unknown): string | null => {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : null;
};

const costOf = (from: Fields): Money =>
  money(from['cost'], from['costCurrencyDivisor'], from['costCurrency'], 'cost');

function toConfirmation(value: unknown): { iccid: string; profile: ProviderProfile | null } {
  const from = object(value, 'confirmation');
  const iccid = iccidOf(from);
  const code = from['activationCode'];
  // A reload need not repeat how the eSIM is installed.
  if (code === undefined || code === null || code === '') return { iccid, profile: null };
  return {
    iccid,
    profile: {
      iccid,
      esim_id: null,
      lpa: lpaOf(from),
      subscriber_imsi: null,
      imsi: null,
      state: 'RELEASED',
      install: null,
    },
  };
}

export function iccidOf(from: Fields): string {
  const iccid = supplierIccid(id(from, 'iccid'));
  if (iccid === null) throw unfit('iccid');
  return iccid;
}

/** `activationCode` is the matching id alone, or the whole activation code: nobody promises which. */
function lpaOf(from: Fields): string {
  const code = text(from, 'activationCode').trim();
  const whole = code.includes('$') ? code : `1$${text(from, 'smdpAddress').trim()}$${code}`;
  const lpa = parseActivationCode(whole);
  if (lpa === null) throw unfit('activationCode');
  return buildLpa(lpa);
}

/** Null = unlimited. */
export function allowance(from: Fields, bytesPerGb: number): number | null {
  if (flag(from, 'dataUnlimited')) return null;
  return gigabytes(from, 'dataGB', bytesPerGb);
}

/** Whole bytes of a decimal number of gigabytes. */
export function gigabytes(from: Fields, field: string, bytesPerGb: number): number {
  const bytes = Math.round(number(from, field) * bytesPerGb);
  if (bytes < 0 || bytes > PLAUSIBLE_BYTES) throw unfit(field);
  return bytes;
}

/** False also where it is not there. */
export function flag(from: Fields, field: string): boolean {
  const value = from[field] ?? false;
  if (typeof value !== 'boolean') throw unfit(field);
  return value;
}

/**
 * Zendit counts money in parts of a major unit that it names each time (150 with the divisor 100
 * is 1.50); we in those of the currency. Parts of ours are rounded up.
 */
export function money(amount: unknown, divisor: unknown, currency: unknown, field: string): Money {
  if (typeof currency !== 'string' || !isCurrency(currency)) throw unfit(`currency of ${field}`);
  if (!Number.isSafeInteger(divisor) || (divisor as number) < 1) throw unfit(`divisor of ${field}`);
  if (typeof amount !== 'number' || !Number.isFinite(amount)) throw unfit(field);
  // Whole numbers first, so that no rounding of the machine's makes one minor unit more.
  const minor = Math.ceil((amount * 10 ** decimalsOf(currency)) / (divisor as number));
  if (Math.abs(minor) > MAX_MINOR) throw unfit(field);
  return { minor: minor === 0 ? 0 : minor, currency };
}

export function toBalance(value: unknown): Money {
  const from = object(value, 'balance');
  return money(
    from['availableBalance'],
    from['currencyDivisor'],
    from['currency'],
    'availableBalance',
  );
}

/** One plan on an eSIM. It has no id of its own. */
export type Plan = {
  offerId: string;
  used_bytes: number;
  /** null = unlimited */
  total_bytes: number | null;
  /** null = not used yet */
  startAt: string | null;
  endAt: string | null;
  isKnownStatus: boolean;
};

export type Plans = { installedAt: string | null; plans: Plan[] };

export function toPlans(value: unknown, iccid: string, bytesPerGb: number): Plans {
  const from = object(value, 'plans');
  return {
    installedAt: instantOrEmpty(from, 'firstInstalledAt'),
    plans: list(from['list'], 'list').map((one) => toPlan(one, iccid, bytesPerGb)),
  };
}

function toPlan(value: unknown, iccid: string, bytesPerGb: number): Plan {
  const from = object(value, 'plan');
  if (iccidOf(from) !== iccid) throw unfit('iccid');
  const initial = gigabytes(from, 'initialDataGB', bytesPerGb);
  const remaining = gigabytes(from, 'remainingDataGB', bytesPerGb);
  return {
    offerId: id(from, 'offerId'),
    used_bytes: Math.max(0, initial - remaining),
    total_bytes: flag(from, 'unlimited') ? null : initial,
    startAt: instantOrEmpty(from, 'startAt'),
    endAt: instantOrEmpty(from, 'endAt'),
    isKnownStatus: from['status'] === 'ACTIVE' || from['status'] === 'QUEUED',
  };
}

/** An instant that has not come is left out, null, or an empty text. */
const instantOrEmpty = (from: Fields, field: string): string | null =>
  from[field] === '' ? null : orNull(instant)(from, field);
