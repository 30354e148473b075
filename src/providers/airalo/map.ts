/**
 * Airalo's words → ours. Every reader throws ProviderUnclear for an answer that does not hold
 * water.
 */
import type { Money } from '../article.ts';
import { id, number, object, oneOf, orNull, text, unfit, list, type Fields } from '../fields.ts';
import { buildLpa, parseActivationCode, supplierIccid } from '../identifiers.ts';
import { roundedDown, roundedUp } from './money.ts';
import type { InstallFacts, OrderStatus, ProviderOrder, ProviderProfile } from '../provider.ts';

const MIB = 1_048_576;
const MAX_MB = 1_000_000_000;

/** The members of an object; of anything else none. */
export const membersOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** What is inside of the envelope. The text beside it varies and means nothing. */
export const dataOf = (body: unknown): unknown => object(body, 'answer')['data'];

/** Ids of orders, eSIMs and packages of the history: numbers, some written as texts. */
export function numericId(from: Fields, field: string): string {
  const value = from[field];
  const written = typeof value === 'number' ? String(value) : value;
  if (typeof written !== 'string' || !/^\d{1,20}$/.test(written)) throw unfit(field);
  return written;
}

/** `2026-11-28 12:00:00`, which is UTC, or with an offset; returned as ISO 8601. */
export function instant(from: Fields, field: string): string {
  const value = from[field];
  const [, day, time, offset = 'Z'] =
    typeof value === 'string'
      ? (/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/.exec(value) ??
        [])
      : [];
  const date = new Date(`${day}T${time}${offset}`);
  if (day === undefined || Number.isNaN(date.getTime())) throw unfit(field);
  return date.toISOString();
}

/** MB as whole bytes; of an unlimited one null, whatever stands in its place. */
export function sizeOf(from: Fields): number | null {
  if (typeof from['is_unlimited'] !== 'boolean') throw unfit('is_unlimited');
  return from['is_unlimited'] ? null : megabytes(from, 'amount');
}

export function megabytes(from: Fields, field: string): number {
  const amount = number(from, field);
  if (amount < 0 || amount > MAX_MB) throw unfit(field);
  return Math.floor(amount * MIB);
}

export function daysOf(from: Fields): number {
  const days = number(from, 'day');
  if (!Number.isInteger(days) || days < 1 || days > 3_660) throw unfit('day');
  return days;
}

export function iccidOf(from: Fields): string {
  const iccid = supplierIccid(id(from, 'iccid'));
  if (iccid === null) throw unfit('iccid');
  return iccid;
}

function currencyOf(from: Fields): string {
  const currency = id(from, 'currency');
  if (!/^[A-Z]{3}$/.test(currency)) throw unfit('currency');
  return currency;
}

function amountOf(from: Fields, field: string): number {
  const amount = number(from, field);
  if (Math.abs(amount) > 1e9) throw unfit(field);
  return amount;
}

/**
 * What an order cost: what is paid for it where that is said beside its price. Null where it is not
 * said: what was bought is there all the same.
 */
function costOf(from: Fields): Money | null {
  const amount = orNull(amountOf)(from, 'net_price') ?? orNull(amountOf)(from, 'price');
  if (amount === null || (from['currency'] ?? null) === null) return null;
  if (amount < 0) throw unfit('price');
  return roundedUp(amount, currencyOf(from));
}

export function toBalance(body: unknown): Money {
  const { balances } = object(dataOf(body), 'data');
  const available = object(membersOf(balances)['availableBalance'], 'availableBalance');
  return roundedDown(amountOf(available, 'amount'), currencyOf(available));
}

export function toProfile(value: unknown): ProviderProfile {
  const from = object(value, 'sim');
  const code = parseActivationCode(text(from, 'qrcode'));
  if (code === null) throw unfit('qrcode');
  return {
    iccid: iccidOf(from),
    esim_id: numericId(from, 'id'),
    lpa: buildLpa(code),
    subscriber_imsi: null,
    imsi: null,
    // It is never said whether a device has it.
    state: 'unknown',
    install: installFacts(from),
  };
}

const installFacts = (from: Fields): InstallFacts => ({
  confirmation_code: orNull(text)(from, 'confirmation_code'),
  apn: apnOf(from),
  apple_url: httpsOrNull(from['direct_apple_installation_url']),
  android_url: null,
});

/** The name that has to be entered by hand, on any kind of device. */
function apnOf(from: Fields): string | null {
  const devices = membersOf(from['apn']);
  for (const one of [from, devices['ios'], devices['android']]) {
    const { apn_type, apn_value } = membersOf(one);
    if (apn_type === 'manual' && typeof apn_value === 'string' && /^[!-~]{1,100}$/.test(apn_value))
      return apn_value;
  }
  return null;
}

const httpsOrNull = (value: unknown): string | null =>
  typeof value === 'string' && /^https:\/\/[!-~]{1,2000}$/.test(value) && URL.canParse(value)
    ? value
    : null;

const STATUSES = new Map<unknown, OrderStatus>([
  ['completed', 'confirmed'],
  ['failed', 'cancelled'],
  ['refunded', 'cancelled'],
]);

/** Placing an order is answered without a status, since it is done then. */
const statusOf = (from: Fields): OrderStatus =>
  (from['status'] ?? null) === null ? 'confirmed' : (STATUSES.get(slugOf(from)) ?? 'pending');
const slugOf = (from: Fields): unknown => membersOf(from['status'])['slug'];
/** Nothing came of it: neither is there an eSIM, nor will there be. */
export const hasFailed = (order: unknown): boolean => slugOf(membersOf(order)) === 'failed';

/** `iccid`: of the eSIM that a top-up went onto, which its order does not say. */
export function toOrder(value: unknown, iccid: string | null): ProviderOrder {
  const from = object(value, 'order');
  const type = oneOf(from['type'], ['sim', 'topup'], 'other');
  if (type === 'other') throw unfit('type');
  if (number(from, 'quantity') !== 1) throw unfit('quantity');
  const [sim, ...others] = type === 'sim' ? list(from['sims'] ?? [], 'sims') : [];
  if (others.length > 0) throw unfit('sims');
  const profile = sim === undefined ? null : toProfile(sim);
  const said = statusOf(from);
  const isWhole = type === 'topup' || profile !== null;
  const status = said === 'confirmed' && !isWhole ? 'pending' : said;
  const orderId = numericId(from, 'id');
  return {
    id: orderId,
    reference: id(from, 'description'),
    kind: type === 'sim' ? 'create_esim' : 'add_package',
    status,
    iccid: profile?.iccid ?? (type === 'topup' ? iccid : null),
    profile,
    // An order is one package, and its id is all that is known at once: the package has another in
    // the eSIM's history.
    package_id: status === 'pending' ? null : orderId,
    template_id: id(from, 'package_id'),
    cost: costOf(from),
    created_at: instant(from, 'created_at'),
  };
}

/**
 * A page of a list; behind the first one it may come as an object, by number. `last`: the number of
 * the last page; null where the envelope is Airalo's and does not say it.
 */
export function pageOf(body: unknown): { items: unknown[]; last: number | null } {
  const from = object(body, 'answer');
  const { data } = from;
  const items = Array.isArray(data) ? data : Object.values(object(data, 'data'));
  const meta = object(from['meta'], 'meta');
  const last =
    typeof meta['message'] === 'string'
      ? orNull(number)(meta, 'last_page')
      : number(meta, 'last_page');
  if (last !== null && (!Number.isInteger(last) || last < 0)) throw unfit('last_page');
  return { items, last };
}
