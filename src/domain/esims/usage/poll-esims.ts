/**
 * Asks providers about eSIMs that stayed silent: something live is on them, and no report came for
 * hours. Each account is asked as fast as its limits let it, whatever others have waiting; where they
 * do not suffice, those go first of which most is to be heard. An answer is stored and applied like
 * any report.
 */
import type { Context } from '../../../context.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  ProviderRefused,
  ProviderUnclear,
  type Provider,
} from '../../../providers/provider.ts';
import { NOBODY, Turnstile } from '../../../turns.ts';
import { partnerNow } from '../../partners/now.ts';
import { askLater, noteAsked, takeDuePolls, type DuePoll, type Places } from './due-polls.ts';
import { ranksNow } from './poll-pace.ts';
import { POLLED, storeReports } from './receive-reports.ts';
import { planAfter, silentOf, type SilentEsim } from './silent-esims.ts';

/** Of a provider that tells usage most were heard of when they come due, and are not asked for. */
const HEARD_OF = 200;
const AT_ONCE = 16;
const LOOK_AGAIN_MS = 200;
const TRY_AGAIN_MS = 15 * 60_000;
/** So long an account is left alone that could not be reached, or wants to be. */
const PAUSE_MS = { least: 1_000, unreached: 5_000, most: 60_000 } as const;

/** Of one account, during one pass. */
type Account = { door: Turnstile; pausedUntil: number };
type AccountOf = (provider: Provider) => Account;

/** Runs through all that are due; returns how many were asked for. */
export function pollEsims(ctx: Context, isStopping: () => boolean = () => false): Promise<number> {
  const accountOf = makeAccounts();
  return workOff<SilentEsim>({
    places: Infinity,
    keyOf: ({ due }) => due.provider,
    take: (_free, active) => takeSilent(ctx, placesNow(ctx, accountOf, active), isStopping),
    async run(silent) {
      const provider = ctx.providers.get(silent.due.provider);
      if (provider === undefined) return;
      const account = accountOf(provider);
      await account.door.run(NOBODY, () => ask(ctx, provider, account, silent));
    },
    isStopping,
    lookAgainMs: LOOK_AGAIN_MS,
  });
}

function makeAccounts(): AccountOf {
  const accounts = new Map<string, Account>();
  return (provider) => {
    const known = accounts.get(provider.name);
    if (known !== undefined) return known;
    const made = { door: new Turnstile({ atOnce: atOnce(provider) }), pausedUntil: -Infinity };
    accounts.set(provider.name, made);
    return made;
  };
}

/**
 * So many questions at once: half of the lines at most, and no more than leave within a second, so
 * that none waits in vain.
 */
const atOnce = ({ limits }: Provider): number =>
  Math.max(
    1,
    Math.min(AT_ONCE, Math.floor(limits.atOnce / 2), Math.floor(limits.perSecond ?? Infinity)),
  );

const placesNow = (
  ctx: Context,
  accountOf: AccountOf,
  active: ReadonlyMap<string, number>,
): Places[] =>
  [...ctx.providers.values()].flatMap((provider) => {
    if (accountOf(provider).pausedUntil > performance.now()) return [];
    const free = atOnce(provider) - (active.get(provider.name) ?? 0);
    if (free <= 0) return [];
    return [{ provider: provider.name, count: provider.can.tellsUsage ? HEARD_OF : free }];
  });

/** What was heard of meanwhile leaves its place to the next. */
async function* takeSilent(
  ctx: Context,
  places: readonly Places[],
  isStopping: () => boolean,
): AsyncGenerator<SilentEsim[]> {
  while (places.length > 0 && !isStopping()) {
    const due = await takeDuePolls(ctx.db, places, ranksNow(Math.random()));
    if (due.length === 0) return;
    const silent = await silentOf(ctx, due);
    if (silent.length > 0) return yield silent;
  }
}

async function ask(
  ctx: Context,
  provider: Provider,
  account: Account,
  { due, esim: known, pace }: SilentEsim,
): Promise<void> {
  const pauseMs = account.pausedUntil - performance.now();
  if (pauseMs > 0) return void (await askLater(ctx.db, due, pauseMs));
  try {
    const esim = await provider.getEsim(known);
    await noteAsked(ctx.db, due, planAfter(pace, esim));
    if (esim === null)
      return ctx.log.warn({ provider: provider.name }, 'a provider does not know an eSIM of ours');
    await storeReports(ctx, provider.name, [
      {
        report_id: `${POLLED}${due.iccid}:${Date.now()}`,
        iccid: due.iccid,
        reported_at: partnerNow(ctx, { id: due.partner_id }).toISOString(),
        esim,
      },
    ]);
  } catch (error) {
    await putOff(ctx, provider, account, due, error);
  }
}

/** Throws what is no failure of the provider's. */
async function putOff(
  ctx: Context,
  provider: Provider,
  account: Account,
  due: DuePoll,
  error: unknown,
): Promise<void> {
  const isBusy = error instanceof ProviderBusy;
  const isTheirs =
    error instanceof ProviderUnclear ||
    error instanceof ProviderNotReached ||
    error instanceof ProviderRefused;
  if (!isTheirs) throw error;
  const pauseMs = pauseAfter(provider, error);
  account.pausedUntil = Math.max(account.pausedUntil, performance.now() + pauseMs);
  // Being asked to wait is no trouble: it is what limits are for.
  if (!isBusy)
    ctx.log.warn(
      { provider: provider.name, message: error.message },
      'a provider could not be asked about an eSIM',
    );
  const laterMs = isBusy ? Math.max(error.retryAfterMs, PAUSE_MS.least) : TRY_AGAIN_MS;
  await askLater(ctx.db, due, Math.min(laterMs, TRY_AGAIN_MS));
}

/** Without it all that is due would be put off in vain, one after the other. */
function pauseAfter({ breakerScope }: Provider, error: Error): number {
  if (error instanceof ProviderBusy)
    return error.concerns === 'esim'
      ? 0
      : Math.min(Math.max(error.retryAfterMs, PAUSE_MS.least), PAUSE_MS.most);
  // Where customers have failures of their own, what one of them meets says nothing of the others.
  const isDown = error instanceof ProviderNotReached && breakerScope === 'provider';
  return isDown ? PAUSE_MS.unreached : 0;
}
