import { alone, define } from '@hubby/cli';
import type { Command } from 'commander';
import type { NewChannel } from './notify.ts';

/** Commands for the channels of the installation; they ask the database, as the server does. */
export function addNotifyCommands(program: Command): void {
  const notify = define(program, 'notify', 'channels that hear of what needs the operator', [
    'notify list',
  ]);
  const load = () => import('./notify.ts');
  define(notify, 'add <label>', "a webhook in Slack's form, its address from standard input", [
    "notify add '#supply' < address.txt",
    "notify add '#supply' --language de --subjects account_out,balance_low < address.txt",
  ])
    .option('--language <language>', 'en, de, fr, es or nl; default: en')
    .option('--subjects <list>', 'what is posted there, with commas; default: everything')
    .action(async (label: string, o: NewChannel) =>
      console.log(await (await load()).addChannel(label, o)),
    );
  alone(
    define(notify, 'list', 'all of them, and how they do', ['notify list', 'notify list --json']),
  ).action(async (o: { json?: boolean }) => console.log(await (await load()).listChannels(o)));
  define(notify, 'test <id>', 'post a test there now', ['notify test <id>']).action(
    async (id: string) => console.log(await (await load()).testChannel(id)),
  );
  define(notify, 'on <id>', 'switch one on again', ['notify on <id>']).action(async (id: string) =>
    console.log(await (await load()).switchChannelOn(id)),
  );
  define(notify, 'remove <id>', 'post nothing more there', ['notify remove <id>']).action(
    async (id: string) => console.log(await (await load()).removeChannel(id)),
  );
}
