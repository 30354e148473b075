/** What eSIM Access's error codes say of an order. */
import { ProviderRefused, type RefusalReason } from '../provider.ts';

/** Both are said of a call; whether it was worked on they do not say. */
export const SERVER_FAULT = '000001';
export const BUSY = '900001';
/** The order is accepted, its profiles are not there yet. */
export const ALLOCATING = '200010';
export const OUT_OF_PROFILES = '200011';
/** There is no such order. */
export const UNKNOWN = '310272';

type Refusal = { reason: RefusalReason; text: string; concerns?: 'account' };

const ours: Refusal = { reason: 'rejected', text: 'The telco could not read our call.' };
const gone: Refusal = { reason: 'out_of_stock', text: 'The telco no longer sells this article.' };
const unfit: Refusal = { reason: 'rejected', text: 'The telco does not know what was asked for.' };
const price: Refusal = { reason: 'rejected', text: 'The telco has changed its price.' };

/** Codes by which nothing was provisioned. */
const REFUSALS: Record<string, Refusal> = {
  '000101': ours,
  '000102': ours,
  '000103': ours,
  '000104': ours,
  '000105': ours,
  '000106': ours,
  '000107': ours,
  '101001': {
    reason: 'rejected',
    text: 'The telco finds our call too old: check the clock of this server.',
    concerns: 'account',
  },
  '101002': {
    reason: 'rejected',
    text: 'The telco does not accept calls from the address of this server.',
    concerns: 'account',
  },
  '101003': {
    reason: 'rejected',
    text: 'The telco does not accept our signature: check access code and secret key.',
    concerns: 'account',
  },
  '200002': { reason: 'rejected', text: 'The telco does not allow this in the state of the eSIM.' },
  '200005': price,
  '200006': price,
  '200007': { reason: 'no_funds', text: 'The balance at the telco does not suffice.' },
  '200008': { reason: 'rejected', text: 'The telco refused the parameters of the order.' },
  [OUT_OF_PROFILES]: { reason: 'out_of_stock', text: 'The telco has no profiles left.' },
  '310201': gone,
  '310211': unfit,
  '310221': unfit,
  '310231': unfit,
  '310241': gone,
  '310243': gone,
  '310251': unfit,
  [UNKNOWN]: { reason: 'rejected', text: 'The telco does not know this order.' },
  '310403': { reason: 'rejected', text: 'The telco has this eSIM in another order.' },
};

/** Null: a code that does not say for certain that nothing was provisioned, or that nobody knows. */
export function refusalOf(code: string): ProviderRefused | null {
  if (!Object.hasOwn(REFUSALS, code)) return null;
  const { reason, text, concerns } = REFUSALS[code]!;
  return new ProviderRefused(reason, text, concerns);
}
