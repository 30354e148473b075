/**
 * A new account. Only its form is looked at: it takes no orders until its first good test
 * (test-account.ts).
 */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { credentialsRow, raiseVersion } from '../account.ts';
import { newCallbackToken } from '../callback-token.ts';
import { accountAsSet } from './account-as-set.ts';
import { formProblems, kindFor, setupProblems, type NewAccount } from './form.ts';
import { minorOf, urlOf } from './stored-form.ts';
import { showAccount, type AccountView } from './view-account.ts';

const USUAL_PRIORITY = 100;

/** Throws 400 with every problem, 409 `conflict` for a name that is taken. */
export async function addAccount(
  ctx: Context,
  actor: Actor,
  form: NewAccount,
): Promise<AccountView> {
  const given = { ...form, mode: form.mode ?? (ctx.config.env === 'staging' ? 'test' : 'live') };
  const problems = await problemsOf(ctx, given);
  if (problems.length > 0) throw invalid(problems);
  await ctx.db.tx(async (tx) => {
    const { name, credentials = {} } = given;
    const token = newCallbackToken(ctx.secrets, name);
    const [cap, threshold] = [minorOf(given.spend_cap), minorOf(given.balance_threshold)];
    const row = await tx.one(
      `insert into supplier_accounts (name, kind, base_url, credentials_sealed, mode, priority,
         limits, settings, status, awaits_test, preorder, callback_token_hash,
         callback_token_sealed, spend_cap_minor, spend_cap_currency, balance_threshold_minor,
         balance_threshold_currency)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'draining', true, $9, $10, $11, $12, $13, $14, $15)
       on conflict (name) do nothing
       returning 1`,
      [
        name,
        given.kind,
        urlOf(given.base_url),
        ctx.secrets.seal(JSON.stringify(credentials), credentialsRow(name)),
        given.mode,
        given.priority ?? USUAL_PRIORITY,
        given.limits ?? {},
        given.settings ?? {},
        given.preorder ?? false,
        token.hash,
        token.sealed,
        cap.minor,
        cap.currency,
        threshold.minor,
        threshold.currency,
      ],
    );
    if (row === undefined)
      throw new AppError('conflict', `There is a supplier account "${name}" already.`);
    await raiseVersion(tx);
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'supplier.added',
      subject: name,
      after: await accountAsSet(ctx, tx, name),
    });
  });
  noteChange(ctx, actor, 'a supplier account was added', { account: form.name, kind: form.kind });
  return showAccount(ctx, form.name);
}

async function problemsOf(ctx: Context, form: NewAccount): Promise<Problem[]> {
  const { found: kind, problem } = kindFor(ctx, form.kind);
  if (problem !== null) return [problem];
  const problems = await formProblems(ctx, kind, form, true);
  if (problems.length > 0) return problems;
  const { name, base_url, credentials = {}, settings = {} } = form;
  const account = {
    name,
    baseUrl: base_url ?? '',
    credentials: credentials as Record<string, string>,
    settings,
    limits: {},
  };
  return setupProblems(ctx, { kind: kind.kind, account }, form.preorder);
}
