/**
 * Tries an account: its address, signing in, its balance, one page of its catalog. A good test lets
 * an account begin that has waited for it, and takes one back that was refused.
 */
import type { Context } from '../../../context.ts';
import type { Money } from '../../../providers/article.ts';
import type { SupplierProvider } from '../../../providers/kind.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { writeAmount } from '../../money.ts';
import { endIncident } from '../../incidents/incident.ts';
import { raiseVersion, type Account, type TestResult, type TestStep } from '../account.ts';
import { noteBalance } from '../balances.ts';
import { planSync } from '../catalog-sync/plan-sync.ts';
import { reasonOf, UnfitAccount } from '../failure-text.ts';
import { noSuchAccount } from './view-account.ts';

/** Throws 404. */
export async function testAccount(ctx: Context, actor: Actor, name: string): Promise<TestResult> {
  await ctx.suppliers.lookNow();
  const account = ctx.suppliers.find(name);
  if (account === undefined) throw noSuchAccount();
  const { result, balance } = await runSteps(ctx, account);
  await keep(ctx, actor, account, result);
  if (account.awaits_test && result.ok) ctx.wake('syncs');
  if (balance !== null) await noteBalance(ctx, account, balance);
  await ctx.suppliers.lookNow();
  noteChange(ctx, actor, 'a supplier account was tested', { account: name, ok: result.ok });
  return result;
}

type Tried = { result: TestResult; balance: Money | null };

/** One after the other; the first that fails is the last. */
async function runSteps(ctx: Context, account: Account): Promise<Tried> {
  const provider = ctx.suppliers.registry.running(account.name)?.provider;
  const steps: TestStep[] = [];
  let balance: Money | null = null;
  const tries: [TestStep['step'], () => Promise<string>][] = [
    ['address', () => tryAddress(ctx, account)],
    ['sign_in', () => signIn(provider)],
    [
      'balance',
      async () => {
        balance = await provider!.balance();
        return balance === null
          ? 'The supplier does not tell it.'
          : `${writeAmount(balance)} ${balance.currency}.`;
      },
    ],
    ['catalog', () => readPage(provider!)],
  ];
  for (const [step, work] of tries) {
    try {
      steps.push({ step, ok: true, message: await work() });
    } catch (error) {
      steps.push({ step, ok: false, message: reasonOf(error) });
      break;
    }
  }
  return { result: { ok: steps.every(({ ok }) => ok), steps }, balance };
}

/** Names lead elsewhere one day: looked at with every test. */
async function tryAddress({ suppliers }: Context, { base_url }: Account): Promise<string> {
  const issue = base_url === null ? null : await suppliers.checkAddress(base_url);
  if (issue !== null) throw new UnfitAccount(`The address is not fit: ${issue}.`);
  return base_url === null ? "The usual one of its kind's." : 'It may be called.';
}

async function signIn(provider: SupplierProvider | undefined): Promise<string> {
  if (provider === undefined)
    throw new UnfitAccount('The account cannot be set up in this release.');
  await provider.signIn();
  return 'The supplier takes the credentials.';
}

async function readPage(provider: SupplierProvider): Promise<string> {
  for await (const page of provider.catalog()) return `The first page has ${page.length} articles.`;
  return 'The supplier lists no articles.';
}

/** The test says something only of what was tested: not of what somebody has changed meanwhile. */
const keep = (
  ctx: Context,
  actor: Actor,
  { name, version, kind, awaits_test: isFirst }: Account,
  result: TestResult,
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'supplier.tested',
      subject: name,
      after: result,
    });
    const tested = await tx.one(
      `update supplier_accounts
       set tested_at = case when $3 then now() else tested_at end,
         status = case when $3 and awaits_test then 'active' else status end,
         awaits_test = awaits_test and not $3
       where name = $1 and version = $2
       returning 1`,
      [name, version, result.ok],
    );
    if (tested === undefined) return;
    await tx.rows(
      `insert into supplier_states as s (account, test, test_at)
       values ($1, $2, now())
       on conflict (account) do update set test = excluded.test, test_at = excluded.test_at,
         out_because = case when $3 then null else s.out_because end,
         look_at = case when $3 then null else s.look_at end`,
      [name, JSON.stringify(result), result.ok],
    );
    if (result.ok) await endIncident(tx, 'account_out', name);
    if (result.ok && isFirst && kind !== 'sandbox') await planSync(tx, name, false);
    await raiseVersion(tx);
  });
