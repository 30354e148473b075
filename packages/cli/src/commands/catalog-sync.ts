/** `hubby catalog sync` and `approve`: what suppliers list, and costs of it that have jumped. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { amountText, print } from '../print.ts';

const LOOK_MS = 500;

export function addSync(catalog: Command): void {
  asOperator(
    define(catalog, 'sync [account]', 'read what suppliers list, and wait for it', [
      'catalog sync',
      'catalog sync airalo-main --accept-fewer',
    ]),
  )
    .option('--accept-fewer', 'believe it also where it lists far fewer articles than before')
    .option('--no-wait', 'only have it begun')
    .action(sync);
  asOperator(
    define(catalog, 'approve [sources...]', 'costs that have jumped: list them, or take them', [
      'catalog approve',
      'catalog approve src_airalo-main_kallur-7days-1gb',
      'catalog approve --account airalo-main',
    ]),
  )
    .option('--account <name>', 'all that wait at this account')
    .action(approve);
}

type Reading = {
  is_running: boolean;
  next_at: string;
  last: {
    ended_at: string;
    seconds: number;
    articles: number;
    new: number;
    changed: number;
    vanished: number;
    left_out: number;
    waiting: number;
    failure: string | null;
  } | null;
};
type Account = { name: string; kind: string; catalog: Reading | null };
type SyncOptions = ServerOptions & { acceptFewer?: boolean; wait: boolean };

const at = (name: string): string => `/suppliers/${encodeURIComponent(name)}`;

async function sync(name: string | undefined, o: SyncOptions) {
  const all = (await operatorCall(o, 'GET', '/suppliers')) as Account[];
  const accounts =
    name === undefined
      ? all.filter(({ catalog }) => catalog !== null)
      : [{ name, catalog: all.find((one) => one.name === name)?.catalog ?? null }];
  const body = o.acceptFewer ? { accept_fewer: true } : {};
  for (const account of accounts) await operatorCall(o, 'POST', `${at(account.name)}/sync`, body);
  if (!o.wait) return print(o, accounts, () => accounts.map(begun).join('\n'));
  const done: { name: string; catalog: Reading }[] = [];
  for (const { name: one, catalog } of accounts)
    done.push({ name: one, catalog: await ended(o, one, catalog?.last?.ended_at) });
  print(o, done, () =>
    done.length === 0
      ? 'There is no account whose catalog could be read.'
      : done.map(lineOf).join('\n'),
  );
  if (done.some(({ catalog }) => catalog.last?.failure != null)) process.exitCode = 1;
}

const begun = ({ name }: { name: string }): string => `${name}: asked for`;

/** The reading that was asked for, or one that was under way when it was. */
async function ended(o: ServerOptions, name: string, before?: string): Promise<Reading> {
  for (;;) {
    const { catalog } = (await operatorCall(o, 'GET', at(name))) as Account;
    if (catalog?.last != null && catalog.last.ended_at !== before && !catalog.is_running)
      return catalog;
    await sleep(LOOK_MS);
  }
}

function lineOf({ name, catalog: { last } }: { name: string; catalog: Reading }): string {
  const { articles, vanished, changed, left_out, waiting, failure, seconds } = last!;
  const counts = [
    `${articles} articles`,
    `${last!.new} new`,
    `${changed} changed`,
    `${vanished} vanished`,
    `${left_out} left out`,
  ].join(', ');
  return [
    `${name}: ${counts}, in ${Math.round(seconds)} s`,
    ...(waiting === 0 ? [] : [`  ${waiting} costs wait: npx hubby catalog approve`]),
    ...(failure === null ? [] : [`  ${failure}`]),
  ].join('\n');
}

type Cost = { cost: number; currency: string };
type Source = Cost & { id: string; offered: Cost | null; is_held: boolean; bundles: string[] };

async function approve(ids: string[], o: ServerOptions & { account?: string }) {
  const waiting = await waitingOf(o);
  if (ids.length === 0 && o.account === undefined)
    return print(o, waiting, () =>
      waiting.length === 0 ? 'No cost waits for approval.' : waiting.map(tell).join('\n'),
    );
  const missing = ids.filter((id) => !waiting.some((one) => one.id === id));
  if (missing.length > 0) throw new Error(`no cost of ${missing.join(', ')} waits for approval`);
  const chosen = ids.length === 0 ? waiting : waiting.filter(({ id }) => ids.includes(id));
  const approved: string[] = [];
  for (let from = 0; from < chosen.length; from += 1_000) {
    const sources = chosen.slice(from, from + 1_000).map(({ id, offered }) => ({
      id,
      cost: offered!.cost,
      currency: offered!.currency,
    }));
    const data = await operatorCall(o, 'POST', '/sources/approve', { sources });
    approved.push(...(data as { approved: string[] }).approved);
  }
  print(o, { approved }, () => `${approved.length} costs are in force.`);
}

async function waitingOf(o: ServerOptions & { account?: string }): Promise<Source[]> {
  const all: Source[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({
      state: 'waiting',
      limit: '500',
      ...(o.account === undefined ? {} : { account: o.account }),
      ...(cursor === '' ? {} : { cursor }),
    });
    const page = (await operatorCall(o, 'GET', `/sources?${query}`)) as {
      sources: Source[];
      next_cursor: string | null;
    };
    all.push(...page.sources);
    cursor = page.next_cursor;
  }
  return all;
}

const money = ({ cost, currency }: Cost): string => `${amountText(cost, currency)} ${currency}`;
const tell = (source: Source): string =>
  `  ${source.id}  ${money(source)} → ${money(source.offered!)}${
    source.is_held ? '  nothing is ordered meanwhile' : ''
  }${source.bundles.length === 0 ? '' : `  ${source.bundles.join(', ')}`}`;
