/**
 * What is wrong with an account's form. Nothing is called: whether host and credentials are right
 * shows when the account is tested.
 */
import type { TObject } from 'typebox';
import type { Context } from '../../../context.ts';
import type { Problem } from '../../../errors.ts';
import { problemsOf } from '../../../input/check.ts';
import { mismatch, missing } from '../../../input/sentences.ts';
import { UnfitForm, type KindName, type SupplierKind } from '../../../providers/kind.ts';
import type { Setup } from '../../../providers/registry.ts';
import { decimalsText, isCurrency, toMinor } from '../../money.ts';
import type { AccountLimits, AccountStatus, Mode } from '../account.ts';

/** In major units. */
export type Amount = { amount: number; currency: string };

/** What can be changed of an account; what is left out stays, or is the default. */
export type AccountForm = {
  base_url?: string | undefined;
  credentials?: Record<string, unknown> | undefined;
  settings?: Record<string, unknown> | undefined;
  mode?: Mode | undefined;
  priority?: number | undefined;
  limits?: AccountLimits | undefined;
  preorder?: boolean | undefined;
  spend_cap?: Amount | null | undefined;
  balance_threshold?: Amount | null | undefined;
};
export type NewAccount = AccountForm & { name: string; kind: KindName };
export type AccountChange = AccountForm & {
  status?: AccountStatus | undefined;
  version?: number | undefined;
};

type Parts = Pick<Context, 'config' | 'suppliers'>;

/** Of the kind, or null with what is wrong: this installation does not take it. */
export function kindFor(
  { config, suppliers }: Parts,
  kind: KindName,
): { found: SupplierKind; problem: null } | { found: null; problem: Problem } {
  const found = suppliers.registry.kinds.get(kind);
  if (found !== undefined && kind !== 'sandbox') return { found, problem: null };
  const known = [...suppliers.registry.kinds.keys()].filter((one) => one !== 'sandbox').sort();
  const issue =
    kind === 'sandbox' && config.env === 'staging'
      ? 'the accounts of the sandbox telco are there already'
      : `expected one of ${known.join(', ')}, got "${kind}"`;
  return { found: null, problem: { field: 'kind', issue } };
}

/** All problems at once, of a new account or of a change; secrets are in none of them. */
export async function formProblems(
  parts: Parts,
  kind: SupplierKind,
  form: AccountForm,
  isNew: boolean,
): Promise<Problem[]> {
  const { credentials = isNew ? {} : undefined, settings = isNew ? {} : undefined } = form;
  return [
    ...(await addressProblems(parts, kind, form.base_url, isNew)),
    ...(credentials === undefined
      ? []
      : problemsOf(variantsOf(kind.credentials).secret, credentials, 'credentials')),
    ...(settings === undefined
      ? []
      : problemsOf(variantsOf(kind.settings).closed, settings, 'settings')),
    ...modeProblems(parts, form.mode ?? (isNew ? 'live' : undefined)),
    ...amountProblems('spend_cap', form.spend_cap),
    ...amountProblems('balance_threshold', form.balance_threshold),
  ];
}

/** Where eSIMs are made without a package, none has to be ordered ahead. */
export const NOT_AHEAD: Problem = {
  field: 'preorder',
  issue: 'only where an eSIM comes with its first package; this supplier makes eSIMs without one',
};

/**
 * Whether it could run at all: a key that is none, a certificate that does not fit. `preorder`: and
 * whether its packages can be ordered ahead.
 */
export function setupProblems(
  { suppliers }: Pick<Parts, 'suppliers'>,
  setup: Setup,
  preorder = false,
): Problem[] {
  try {
    const made = suppliers.registry.make(setup);
    made.close().catch(() => {});
    return preorder && made.can.emptyProfile ? [NOT_AHEAD] : [];
  } catch (error) {
    if (error instanceof UnfitForm) return [{ field: error.field, issue: error.issue }];
    // What it says may hold what was sent.
    return [
      {
        field: 'credentials',
        issue: 'expected what the supplier gave: no account can be made of it',
      },
    ];
  }
}

async function addressProblems(
  { suppliers }: Parts,
  kind: SupplierKind,
  url: string | undefined,
  isNew: boolean,
): Promise<Problem[]> {
  if (url === undefined)
    return isNew && kind.baseUrl === null && kind.kind !== 'sandbox'
      ? [{ field: 'base_url', issue: missing(`the address of ${kind.title}'s API`) }]
      : [];
  const issue = await suppliers.checkAddress(url);
  return issue === null ? [] : [{ field: 'base_url', issue }];
}

const modeProblems = ({ config }: Parts, mode: Mode | undefined): Problem[] =>
  config.env === 'staging' && mode === 'live'
    ? [{ field: 'mode', issue: 'expected test: staging orders nothing that is billed, got "live"' }]
    : [];

function amountProblems(field: string, amount: Amount | null | undefined): Problem[] {
  if (amount === null || amount === undefined) return [];
  const { currency } = amount;
  if (!isCurrency(currency))
    return [{ field: `${field}.currency`, issue: mismatch('a currency such as EUR', currency) }];
  return toMinor(amount.amount, currency) === null
    ? [
        {
          field: `${field}.amount`,
          issue: mismatch(`an amount with ${decimalsText(currency)}`, amount.amount),
        },
      ]
    : [];
}

type Variants = { secret: object; closed: object };
const made = new WeakMap<TObject, Variants>();

/**
 * The kind's schemas, which here refuse what they do not know, need nothing that has a default, and
 * whose secrets are in no sentence. Made once per kind.
 */
function variantsOf(schema: TObject): Variants {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const { properties } = schema;
  const required = (schema.required ?? []).filter(
    (name) => (properties[name] as { default?: unknown }).default === undefined,
  );
  const closed = { type: 'object', properties, required, additionalProperties: false };
  const hidden = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, { ...one, writeOnly: true }]),
  );
  const variants = { closed, secret: { ...closed, properties: hidden, writeOnly: true } };
  made.set(schema, variants);
  return variants;
}
