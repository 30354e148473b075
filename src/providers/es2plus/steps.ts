/**
 * Does what is left of an order for a new eSIM: take a profile (`downloadOrder`), put the plan on
 * it, bind it to our matching id (`confirmOrder`), let it be fetched (`releaseProfile`). Each step
 * may be repeated, so any number of calls may do this for one order, also at the same time.
 */
import { ProviderNotReached, ProviderRefused, ProviderUnclear } from '../provider.ts';
import { begin, callId, hasOtherTries, naming, reread, type Account } from './account.ts';
import { refusalOf } from './calls.ts';
import type { LedgerOrder, Step } from './ledger.ts';
import { NO_ADDRESS, toAddress, toIccid, toMatchingId } from './map.ts';

/** No step is begun later than that, so that a call ends in good time; the rest is for the next. */
const BUDGET_MS = 12_000;
/** Profiles of the stock that are tried where the SM-DP+ says that it does not know one. */
const CHOICES = 3;

const ORDER: Record<Account['planOrder'], readonly Step[]> = {
  before_release: ['download', 'plan', 'confirm', 'release'],
  after_release: ['download', 'confirm', 'release', 'plan'],
};

/** Answers the order as far as it has come. Throws as an order does. */
export async function advance(account: Account, given: LedgerOrder): Promise<LedgerOrder> {
  const began = performance.now();
  let order = given;
  for (const step of stepsOf(account, order)) {
    if (order.steps[step].isDone) continue;
    if (performance.now() - began > BUDGET_MS) return order;
    await RUN[step](account, order);
    order = await reread(account, order.reference);
    if (!order.steps[step].isDone) return order;
  }
  return order;
}

const stepsOf = ({ planOrder }: Account, { kind, template }: LedgerOrder): readonly Step[] =>
  kind === 'add_package'
    ? ['plan']
    : ORDER[planOrder].filter((step) => step !== 'plan' || template !== null);

const RUN: Record<Step, (account: Account, order: LedgerOrder) => Promise<void>> = {
  download: (account, order) =>
    account.orderBy === 'iccid' ? takeFromStock(account, order) : takeByType(account, order),
  async plan({ plans }, order) {
    if (plans === null) throw new ProviderRefused('rejected', 'This account has no data plans.');
    await plans.advance(order);
  },
  confirm,
  release,
};

/**
 * It is about this ICCID (not for us, unknown, somebody else's) or nobody says about what: with
 * another one it may do, and the next order must not begin with this one again.
 */
const isAboutProfile = (code: string): boolean => code === UNEXPLAINED || code.startsWith('8.2.1/');
const UNEXPLAINED = '';
const IN_USE = '8.2.1/3.3';

async function takeFromStock(account: Account, { reference }: LedgerOrder): Promise<void> {
  const { ledger } = account;
  const unexplained: string[] = [];
  for (let left = CHOICES; left > 0; left--) {
    const chosen = await ledger.reserve(reference);
    if (chosen?.profile == null) {
      if (unexplained.length === 0)
        throw new ProviderRefused('out_of_stock', 'The stock list has no free profile that fits.');
      break;
    }
    const { iccid } = chosen.profile;
    const code = await askFor(account, chosen);
    if (code === null) return ledger.finish(reference, 'download', {});
    if (!isAboutProfile(code)) throw refusalOf(code);
    await ledger.discard(reference, iccid);
    if (code === UNEXPLAINED) unexplained.push(iccid);
  }
  // As far as anybody knows nothing is wrong with these: no other one did either.
  await ledger.restore(unexplained);
  throw new ProviderRefused(
    'rejected',
    'The SM-DP+ gives no profile of the stock list.',
    unexplained.length > 0 ? 'account' : 'order',
  );
}

/** Null: the profile is ours. Else the code with which it is refused. */
async function askFor(account: Account, order: LedgerOrder): Promise<string | null> {
  const sent = await begin(account, order, 'download');
  const answer = await unlessUnsent(account, sent, () =>
    account.es2('downloadOrder', naming(account, sent, 'download')),
  );
  if (answer.ok) {
    if (toIccid(answer.body) !== sent.profile?.iccid)
      throw new ProviderUnclear('The SM-DP+ answered with another profile.');
    return null;
  }
  // The profile is reserved for this order: whoever has it by an earlier call is us.
  const isOurs = answer.code === IN_USE && (await hasOtherTries(account, sent, 'download'));
  return isOurs ? null : answer.code;
}

/**
 * An answer that is lost names a profile that nobody can find again, so this is sent once; a person
 * decides whether another profile may be spent.
 */
async function takeByType(account: Account, order: LedgerOrder): Promise<void> {
  const { es2, ledger, profileType } = account;
  const { reference } = order;
  if (order.steps.download.tries > 0 || !(await ledger.begin(reference, 'download', 0)))
    throw new ProviderUnclear('A profile was asked for by its type, and no answer is known.');
  const sent = { ...order, steps: { ...order.steps, download: FIRST } };
  const answer = await unlessUnsent(account, sent, () =>
    es2('downloadOrder', { callId: callId(order, 'download'), profileType }),
  );
  if (!answer.ok) throw refusalOf(answer.code);
  if (!(await ledger.take(reference, toIccid(answer.body))))
    throw new ProviderUnclear('The SM-DP+ answered with the profile of another order.');
  await ledger.finish(reference, 'download', {});
}

const FIRST = { tries: 1, sentAt: null, isDone: false };

/** A call that certainly never left must not look as if it had. */
async function unlessUnsent<T>(
  { ledger }: Account,
  { reference, steps }: LedgerOrder,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderNotReached)
      await ledger.unsent(reference, 'download', steps.download.tries);
    throw error;
  }
}

/** The matching id is taken, and nobody but us knows it. */
const MATCHING_ID_IN_USE = '8.2.6/3.3';

async function confirm(account: Account, order: LedgerOrder): Promise<void> {
  const sent = await begin(account, order, 'confirm');
  const answer = await account.es2('confirmOrder', {
    ...naming(account, sent, 'confirm'),
    matchingId: sent.matchingId,
    releaseFlag: false,
  });
  if (!answer.ok) {
    if (answer.code === MATCHING_ID_IN_USE && (await hasOtherTries(account, sent, 'confirm')))
      return account.ledger.finish(order.reference, 'confirm', {});
    throw refusalOf(answer.code);
  }
  const [matchingId, smdpAddress] = [toMatchingId(answer.body), toAddress(answer.body)];
  // A device would fetch somebody else's profile with it.
  if (matchingId !== null && matchingId !== sent.matchingId)
    throw new ProviderUnclear('The SM-DP+ answered with another matching id.');
  if (smdpAddress === null && account.address === null)
    throw new ProviderRefused('rejected', NO_ADDRESS, 'account');
  await account.ledger.finish(order.reference, 'confirm', { smdpAddress });
}

async function release(account: Account, order: LedgerOrder): Promise<void> {
  const sent = await begin(account, order, 'release');
  const answer = await account.es2('releaseProfile', naming(account, sent, 'release'));
  if (!answer.ok) throw refusalOf(answer.code);
  await account.ledger.finish(order.reference, 'release', {});
}
