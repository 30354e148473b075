/**
 * Changes an account while it runs. Changes of one account follow one another: each begins with what
 * the one before has left.
 */
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { beginIncident, endIncident } from '../../incidents/incident.ts';
import {
  credentialsRow,
  limitsOf,
  lockAccount,
  opened,
  raiseVersion,
  type AccountStatus,
  type StoredAccount,
} from '../account.ts';
import { accountAsSet } from './account-as-set.ts';
import { formProblems, NOT_AHEAD, setupProblems, type AccountChange } from './form.ts';
import { OVERLAP } from '../callback-token.ts';
import { minorOf, urlOf } from './stored-form.ts';
import { areTaken } from './try-credentials.ts';
import { noSuchAccount, showAccount, type AccountView } from './view-account.ts';

/** What can be said of an account of the sandbox telco, which has neither address nor key. */
const OF_SANDBOX: readonly (keyof AccountChange)[] = [
  'status',
  'priority',
  'limits',
  'preorder',
  'version',
];

/**
 * Throws 400 with every problem, 404, and 409 `conflict` where `version` is given and somebody has
 * changed the account since.
 */
export async function changeAccount(
  ctx: Context,
  actor: Actor,
  name: string,
  change: AccountChange,
): Promise<AccountView> {
  await ctx.suppliers.lookNow();
  const known = ctx.suppliers.find(name);
  if (known === undefined) throw noSuchAccount();
  const problems = await problemsOf(ctx, known, change);
  if (problems.length > 0) throw invalid(problems);
  const isGood = await areTaken(ctx, known, change);
  await ctx.db.tx(async (tx) => {
    const account = await lockAccount(tx, name);
    if (account === undefined) throw noSuchAccount();
    demandVersion(account, change.version);
    // They were tried with the account as it was then.
    const isTaken = isGood && account.version === known.version;
    const late = lateProblems(ctx, account, change, isTaken);
    if (late.length > 0) throw invalid(late);
    const before = await accountAsSet(ctx, tx, name);
    await store(ctx, tx, account, change, isTaken);
    await raiseVersion(tx);
    const after = await accountAsSet(ctx, tx, name);
    const act = { partnerId: null, action: 'supplier.changed', subject: name };
    await recordAct(tx, actor, { ...act, before, after });
  });
  noteChange(ctx, actor, 'a supplier account was changed', {
    account: name,
    fields: Object.keys(change).filter(
      (field) => change[field as keyof AccountChange] !== undefined,
    ),
    ...(change.status === undefined ? {} : { status: change.status }),
  });
  return showAccount(ctx, name);
}

/** What can be said without the row that is changed. */
async function problemsOf(
  ctx: Context,
  known: StoredAccount,
  change: AccountChange,
): Promise<Problem[]> {
  if (known.kind === 'sandbox')
    return Object.keys(change)
      .filter((field) => !OF_SANDBOX.includes(field as keyof AccountChange))
      .map((field) => ({ field, issue: 'an account of the sandbox telco has none' }));
  const kind = ctx.suppliers.registry.kinds.get(known.kind);
  if (kind === undefined)
    return Object.keys(change).some((field) => field !== 'status' && field !== 'version')
      ? [{ field: '', issue: `this release has no adapter for ${known.kind}` }]
      : [];
  return formProblems(ctx, kind, change, false);
}

function demandVersion(account: StoredAccount, version: number | undefined): void {
  if (version !== undefined && version !== account.version)
    throw new AppError(
      'conflict',
      `Somebody has changed the account: it has version ${account.version}, not ${version}.`,
      { extra: { version: account.version } },
    );
}

/** What depends on how the row is when the change is made. */
function lateProblems(
  ctx: Context,
  account: StoredAccount,
  change: AccountChange,
  isTaken: boolean,
): Problem[] {
  const { base_url, credentials, settings, limits } = change;
  // Else whoever may change addresses could have the key sent to one of theirs.
  if (isOtherAddress(account, base_url) && credentials === undefined)
    return [
      { field: 'credentials', issue: 'required with another base_url: expected all of them anew' },
    ];
  if (change.preorder === true && ctx.providers.get(account.name)?.can.emptyProfile === true)
    return [NOT_AHEAD];
  const waits = isUntested(account) || (isSetUpAnew(account, change) && !isTaken);
  if (change.status === 'active' && waits)
    return [
      {
        field: 'status',
        issue: 'expected draining or paused until the account has passed a test, got active',
      },
    ];
  if (account.kind === 'sandbox' || (!isSetUpAnew(account, change) && settings === undefined))
    return [];
  const before = opened(ctx.secrets, account);
  return setupProblems(ctx, {
    kind: account.kind,
    account: {
      name: account.name,
      baseUrl: base_url ?? before.baseUrl,
      credentials: (credentials as Record<string, string> | undefined) ?? before.credentials,
      settings: settings ?? before.settings,
      limits: limits === undefined ? before.limits : limitsOf(limits),
    },
  });
}

const isOtherAddress = ({ base_url }: StoredAccount, url: string | undefined): boolean =>
  url !== undefined && urlOf(url) !== base_url;
const isSetUpAnew = (account: StoredAccount, change: AccountChange): boolean =>
  change.credentials !== undefined || isOtherAddress(account, change.base_url);
const isUntested = ({ kind, tested_at }: StoredAccount): boolean =>
  kind !== 'sandbox' && tested_at === null;

/** One that is set up anew takes no orders until a test was good, and then goes on by itself. */
function statusAfter(
  account: StoredAccount,
  change: AccountChange,
  isAnew: boolean,
): { status: AccountStatus; awaits_test: boolean } {
  const status = change.status ?? account.status;
  if (status === 'active' && isAnew) return { status: 'draining', awaits_test: true };
  return { status, awaits_test: change.status === undefined && account.awaits_test };
}

async function store(
  ctx: Context,
  tx: Tx,
  account: StoredAccount,
  change: AccountChange,
  isTaken: boolean,
): Promise<void> {
  const { name } = account;
  const isAnew = isSetUpAnew(account, change) && !isTaken;
  const { status, awaits_test } = statusAfter(account, change, isAnew);
  const hasOthers = change.credentials !== undefined && account.tested_at !== null;
  const cap = change.spend_cap === undefined ? null : minorOf(change.spend_cap);
  const threshold =
    change.balance_threshold === undefined ? null : minorOf(change.balance_threshold);
  await tx.rows(
    `update supplier_accounts
     set base_url = $2, credentials_sealed = $3, mode = $4, priority = $5, limits = $6,
       settings = $7, status = $8, awaits_test = $9, preorder = $10, spend_cap_minor = $11,
       spend_cap_currency = $12, balance_threshold_minor = $13, balance_threshold_currency = $14,
       tested_at = $15,
       previous_credentials_sealed = case when $16 then credentials_sealed else previous_credentials_sealed end,
       previous_credentials_until = case when $16 then now() + ${OVERLAP} else previous_credentials_until end,
       version = version + 1, updated_at = now()
     where name = $1`,
    [
      name,
      change.base_url === undefined ? account.base_url : urlOf(change.base_url),
      change.credentials === undefined
        ? account.credentials_sealed
        : ctx.secrets.seal(JSON.stringify(change.credentials), credentialsRow(name)),
      change.mode ?? account.mode,
      change.priority ?? account.priority,
      change.limits ?? account.limits,
      change.settings ?? account.settings,
      status,
      awaits_test,
      change.preorder ?? account.preorder,
      cap === null ? account.spend_cap_minor : cap.minor,
      cap === null ? account.spend_cap_currency : cap.currency,
      threshold === null ? account.balance_threshold_minor : threshold.minor,
      threshold === null ? account.balance_threshold_currency : threshold.currency,
      isAnew ? null : isTaken ? new Date() : account.tested_at,
      hasOthers,
    ],
  );
  if (status === 'paused')
    await beginIncident(tx, { kind: 'account_paused', subject: name, facts: {}, tellAfter: null });
  else await endIncident(tx, 'account_paused', name);
  if (!isAnew && !isTaken) return;
  // What was said of the key or the address before says nothing of these.
  await tx.rows(
    `update supplier_states
     set out_because = null, look_at = null, looks = 0,
       test = case when $2 then null else test end,
       test_at = case when $2 then null else test_at end
     where account = $1`,
    [name, isAnew],
  );
  await endIncident(tx, 'account_out', name);
}
