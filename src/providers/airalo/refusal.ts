/** Airalo's words for no. */
import type { Answer } from '../http.ts';
import { membersOf } from './map.ts';
import { ProviderRefused, ProviderUnclear, type RefusalReason } from '../provider.ts';

type Meaning = [RefusalReason, string, 'order' | 'account'];

const NO_STOCK: Meaning = ['out_of_stock', 'Airalo has not enough eSIMs of it.', 'order'];
const NOT_SOLD: Meaning = ['out_of_stock', 'Airalo does not sell it, or has none left.', 'order'];
const WRONG_ADDRESS: Meaning = ['rejected', 'Airalo does not let this address in.', 'account'];

/** By the `code` of an answer. */
const MEANINGS = new Map<string, Meaning>([
  ['11', ['no_funds', 'The balance at Airalo does not suffice.', 'account']],
  ['13', ['maintenance', 'The operator is in maintenance.', 'order']],
  ['14', ['rejected', 'Airalo does not accept the signature.', 'account']],
  ['23', ['rejected', 'The operator takes no top-ups.', 'order']],
  ['33', NO_STOCK],
  ['34', NOT_SOLD],
  ['43', ['rejected', 'Airalo could not read the order.', 'order']],
  ['73', ['rejected', 'Airalo has taken the eSIM back.', 'order']],
  ['89', WRONG_ADDRESS],
]);
const UNEXPECTED_FAILURE = '53';
export const RECYCLED = '73';

/** The code of an answer, empty where it has none. */
export function codeOf({ body }: Answer): string {
  const { code } = membersOf(body);
  return typeof code === 'number' || typeof code === 'string' ? String(code) : '';
}

/**
 * Whether it is Airalo's own word that there is no such thing, by the envelope: its texts vary. Any
 * server says 404 to a path that it does not have.
 */
export function saysNotFound({ status, body }: Answer): boolean {
  const { data, meta } = membersOf(body);
  return status === 404 && data !== undefined && typeof membersOf(meta)['message'] === 'string';
}

/** Whether an answer that is no success leaves open what was done. */
export const isOpen = (answer: Answer): boolean =>
  answer.status < 400 || answer.status === 408 || codeOf(answer) === UNEXPECTED_FAILURE;

export const unexpected = ({ status }: Answer): ProviderUnclear =>
  new ProviderUnclear(`Airalo answered ${status}.`);

/** What the answer to an order means that was not placed, or perhaps was. */
export function refusal(answer: Answer): ProviderRefused | ProviderUnclear {
  if (isOpen(answer)) return unexpected(answer);
  const [reason, text, concerns] =
    MEANINGS.get(codeOf(answer)) ?? byField(answer) ?? byStatus(answer);
  return new ProviderRefused(reason, text, concerns);
}

/** Missing stock is said by a field too, in words only; so is a brand that every order names. */
function byField({ status, body }: Answer): Meaning | null {
  if (status !== 422) return null;
  const fields = membersOf(membersOf(body)['data']);
  const says = (field: string, words: RegExp): boolean =>
    [fields[field]].flat().some((one) => typeof one === 'string' && words.test(one));
  if (says('quantity', /not available/i)) return NO_STOCK;
  if (says('package_id', /invalid/i)) return NOT_SOLD;
  return 'brand_settings_name' in fields
    ? ['rejected', 'Airalo does not know the brand_settings_name.', 'account']
    : null;
}

function byStatus(answer: Answer): Meaning {
  const { status } = answer;
  if (status === 403) return WRONG_ADDRESS;
  if (status === 404 && !saysNotFound(answer))
    return ['rejected', 'There is no Airalo at the base_url.', 'account'];
  return ['rejected', `Airalo refused with ${status}.`, 'order'];
}
