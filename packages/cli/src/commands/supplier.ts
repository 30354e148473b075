/** `hubby supplier …`: accounts at suppliers. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define, parseJson } from '../command.ts';
import { readSupplierCredentials, type Kind } from '../supplier-credentials.ts';
import { amountText, print } from '../print.ts';
import { addStrandedCommand } from './supplier-stranded.ts';
import { addStockCommand } from './supplier-stock.ts';
import { addTrial } from './try-supplier.ts';

type Amount = { amount: number; currency: string };
type Account = {
  name: string;
  kind: string;
  mode: string;
  status: string;
  callback_path: string | null;
  health: {
    out_because: string | null;
    success_share: number | null;
    balance: Amount | null;
  };
};
type Test = { ok: boolean; steps: { step: string; ok: boolean; message: string }[] };
type Secrets = { credentialsFile?: string };

const at = (name: string): string => `/suppliers/${encodeURIComponent(name)}`;
const FILE = [
  '--credentials-file <file>',
  'JSON; else HUBBY_SUPPLIER_CREDENTIALS, else they are asked for',
] as const;

export function addSupplier(program: Command): void {
  const supplier = define(program, 'supplier', 'accounts at suppliers (docs/suppliers)', [
    'supplier add airalo-main --kind airalo',
    'supplier test airalo-main',
  ]);
  asOperator(
    define(supplier, 'list', 'accounts, and how they do', [
      'supplier list',
      'supplier list --json',
    ]),
  ).action(list);
  asOperator(
    define(supplier, 'add <name>', 'a new account; it takes no orders until a test was good', [
      'supplier add airalo-main --kind airalo',
      'supplier add go-test --kind esim-go --set \'{"mode":"test"}\' --credentials-file go.json',
    ]),
  )
    .requiredOption('--kind <kind>', 'airalo, es2plus, esim-access, esim-go, zendit')
    .option('--set <json>', 'base_url, mode, priority, settings, limits, spend_cap, …')
    .option(...FILE)
    .action(add);
  asOperator(
    define(supplier, 'change <name>', 'change an account while it runs', [
      'supplier change airalo-main --set \'{"priority":10}\'',
      'supplier change airalo-main --credentials-file new.json',
    ]),
  )
    .option('--set <json>', 'what is not named stays; another base_url needs the credentials')
    .option(FILE[0], 'JSON with all of them; without it they stay')
    .action(change);
  asOperator(
    define(supplier, 'test <name>', 'sign in, read balance and catalog; orders nothing', [
      'supplier test airalo-main',
    ]),
  ).action(test);
  addTrial(supplier);
  addStatuses(supplier);
  addStockCommand(supplier);
  addStrandedCommand(supplier);
  asOperator(
    define(supplier, 'remove <name>', 'remove an account that was never used', [
      'supplier remove airalo-main',
    ]),
  ).action(async (name: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'DELETE', at(name));
    print(o, data, () => `${name} is removed.`);
  });
  addRotation(supplier);
}

function addRotation(supplier: Command): void {
  asOperator(
    define(supplier, 'rotate-token <name>', 'another path for callbacks', [
      'supplier rotate-token airalo-main',
    ]),
  ).action(rotateToken);
}

async function rotateToken(name: string, o: ServerOptions): Promise<void> {
  const data = (await operatorCall(o, 'POST', `${at(name)}/rotate-callback-token`)) as Account;
  print(
    o,
    data,
    () =>
      `Enter this path at the supplier, behind your public address:\n${data.callback_path}\nThe one before is taken for a week more.`,
  );
}

/** Command → status, what it is for, and what is said afterwards. */
const STATUSES = [
  ['pause', 'paused', 'kill switch: nothing that costs money leaves', 'orders nothing any more'],
  ['resume', 'active', 'take orders again', 'takes orders'],
  ['drain', 'draining', 'no new eSIMs; those that are there are served', 'makes no new eSIMs'],
] as const;

function addStatuses(supplier: Command): void {
  for (const [command, status, purpose, done] of STATUSES)
    asOperator(
      define(supplier, `${command} <name>`, purpose, [`supplier ${command} airalo-main`]),
    ).action(async (name: string, o: ServerOptions) => {
      const data = await operatorCall(o, 'PATCH', at(name), { status });
      print(o, data, () => `${name} ${done}, within 5 s everywhere.`);
    });
}

async function list(o: ServerOptions) {
  const data = (await operatorCall(o, 'GET', '/suppliers')) as Account[];
  print(o, data, () => data.map(lineOf).join('\n'));
}

const lineOf = ({ name, kind, mode, status, health }: Account): string =>
  [
    name.padEnd(24),
    kind.padEnd(12),
    mode.padEnd(5),
    status.padEnd(9),
    health.balance === null
      ? ''
      : `${amountText(health.balance.amount, health.balance.currency)} ${health.balance.currency}`,
    health.success_share === null ? '' : `${Math.round(health.success_share * 100)} % of calls`,
    health.out_because === null ? '' : `out: ${health.out_because}`,
  ]
    .filter((part) => part !== '')
    .join('  ');

async function add(name: string, o: ServerOptions & Secrets & { kind: string; set?: string }) {
  const kinds = (await operatorCall(o, 'GET', '/supplier-kinds')) as Kind[];
  const kind = kinds.find((one) => one.kind === o.kind);
  if (kind === undefined)
    throw new Error(
      `"${o.kind}" is no kind: expected one of ${kinds.map((k) => k.kind).join(', ')}.`,
    );
  const credentials = await readSupplierCredentials(kind, o.credentialsFile);
  const body = { name, kind: o.kind, credentials, ...setOf(o.set) };
  const data = (await operatorCall(o, 'POST', '/suppliers', body)) as Account;
  print(o, data, () =>
    [
      `${name} is there, and takes no orders yet: npx hubby supplier test ${name}`,
      `Callbacks come by ${data.callback_path}`,
    ].join('\n'),
  );
}

async function change(name: string, o: ServerOptions & Secrets & { set?: string }) {
  const credentials =
    o.credentialsFile === undefined
      ? {}
      : { credentials: await readSupplierCredentials(null, o.credentialsFile) };
  const data = (await operatorCall(o, 'PATCH', at(name), {
    ...setOf(o.set),
    ...credentials,
  })) as Account;
  print(o, data, () => lineOf(data));
}

const setOf = (text: string | undefined): object =>
  text === undefined ? {} : (parseJson(text, '--set') as object);

async function test(name: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', `${at(name)}/test`)) as Test;
  print(o, data, () =>
    [
      ...data.steps.map(
        ({ step, ok, message }) => `${ok ? '✓' : '✗'} ${step.padEnd(8)} ${message}`,
      ),
      data.ok ? `${name} is fine.` : `${name} is not usable as it is.`,
    ].join('\n'),
  );
  if (!data.ok) process.exitCode = 1;
}
