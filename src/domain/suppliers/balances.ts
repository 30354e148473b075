/** What is left at suppliers that tell it: read by a job, and told to the operator when it is low. */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import type { Money } from '../../providers/article.ts';
import { reaches, type Rates } from '../catalog/rates/rates.ts';
import { writeAmount } from '../money.ts';
import { beginIncident, endIncident } from '../incidents/incident.ts';
import { raiseVersion, type Account, type StoredAccount } from './account.ts';
import { reasonOf } from './failure-text.ts';

const FRESH = '15 minutes';

/** Reads those that nobody has read of late; answers how many. */
export async function readBalances(ctx: Context): Promise<number> {
  const due = await ctx.db.rows<{ name: string }>(
    `insert into supplier_states as s (account, balance_at)
     select a.name, now()
     from supplier_accounts a
     where a.status <> 'paused' and a.kind <> 'sandbox' and a.tested_at is not null
     order by a.name
     on conflict (account) do update set balance_at = excluded.balance_at
       where s.balance_at is null or s.balance_at < now() - interval '${FRESH}'
     returning account as name`,
  );
  for (const { name } of due) await readBalance(ctx, name);
  return due.length;
}

async function readBalance(ctx: Context, name: string): Promise<void> {
  const account = ctx.suppliers.find(name);
  const provider = ctx.providers.get(name);
  if (account === undefined || provider === undefined) return;
  try {
    const balance = await provider.balance();
    if (balance !== null) await noteBalance(ctx, account, balance);
  } catch (error) {
    // What concerns the account has put it out of routing already; the rest passes.
    ctx.log.warn({ account: name, why: reasonOf(error) }, 'the balance could not be read');
  }
}

/** The operator hears of it once, until it is above the threshold again. */
export async function noteBalance(ctx: Context, account: Account, balance: Money): Promise<void> {
  const isLow = isBelow(account, balance, ctx.suppliers.rates());
  const wasLow = await ctx.db.tx(async (tx) => {
    const before = await tx.one<{ is_low: boolean }>(
      `select is_low
       from supplier_states
       where account = $1
       for update`,
      [account.name],
    );
    await tx.rows(
      `insert into supplier_states (account, balance_minor, balance_currency, balance_at, is_low)
       select name, $2, $3, now(), $4
       from supplier_accounts
       where name = $1
       on conflict (account) do update set balance_minor = excluded.balance_minor,
         balance_currency = excluded.balance_currency, balance_at = excluded.balance_at,
         is_low = excluded.is_low`,
      [account.name, balance.minor, balance.currency, isLow],
    );
    await noteIncident(tx, account, balance, isLow);
    await raiseVersion(tx);
    return before?.is_low ?? false;
  });
  if (isLow && !wasLow)
    ctx.log.warn(
      { account: account.name, balance: textOf(balance) },
      'the balance of a supplier account is below its threshold',
    );
}

/** At once: a balance does not flap. */
const noteIncident = (
  tx: Tx,
  { name, balance_threshold_minor: minor, balance_threshold_currency: currency }: Account,
  balance: Money,
  isLow: boolean,
): Promise<unknown> =>
  isLow && minor !== null && currency !== null
    ? beginIncident(tx, {
        kind: 'balance_low',
        subject: name,
        facts: { balance: textOf(balance), threshold: textOf({ minor, currency }) },
        tellAfter: 0,
      })
    : endIncident(tx, 'balance_low', name);

const textOf = (money: Money): string => `${writeAmount(money)} ${money.currency}`;

/** Without a rate between the two currencies nothing can be said: it is not below. */
const isBelow = (
  { balance_threshold_minor: minor, balance_threshold_currency: currency }: StoredAccount,
  balance: Money,
  rates: Rates,
): boolean =>
  minor !== null && currency !== null && reaches(rates, [balance], { minor, currency }) === false;
