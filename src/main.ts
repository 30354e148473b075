/**
 * hubby: the commands of an installation here, those that are clients of a running server in
 * packages/cli.
 */
import { readFileSync } from 'node:fs';
import {
  addClientCommands,
  alone,
  define,
  demo,
  refuseBriefly,
  type DemoOptions,
} from '@hubby/cli';
import { Command } from 'commander';
import { spareMemory } from './start/spare-memory.ts';
import { addMemberCommands } from './upkeep/member-commands.ts';
import { addNotifyCommands } from './upkeep/notify-commands.ts';
import type { MailPreviewOptions } from './upkeep/mail-preview.ts';
import type { StandInCommand } from './upkeep/run-standin.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };
const program = refuseBriefly(new Command('hubby'))
  .description('Mobile data for travel companies: server and tools.')
  .version(version, '-V, --version', 'print the version')
  .addHelpText(
    'after',
    '\nExamples:\n  npx hubby start\n  npx hubby demo\n  npx hubby partner --help',
  );

define(program, 'start', 'everything in one process: database, migrations, seed, API and worker', [
  'start',
]).action(async () => (await import('./processes.ts')).start());
define(program, 'serve', 'the API alone, on a migrated database', ['serve']).action(async () =>
  (await import('./processes.ts')).serve(),
);
define(program, 'work', 'the worker alone, on a migrated database', ['work']).action(async () => {
  spareMemory();
  await (await import('./processes.ts')).work();
});
define(program, 'migrate', 'bring the database to this release', ['migrate']).action(async () =>
  console.log(await (await import('./processes.ts')).prepare(false)),
);
define(program, 'seed', 'migrate, then catalog, operator token and (staging) the demo partner', [
  'seed',
]).action(async () => console.log(await (await import('./processes.ts')).prepare(true)));
alone(
  define(program, 'doctor', 'what this installation lacks; exit code 1 when something is missing', [
    'doctor',
    'doctor --json',
  ]),
).action(async (o: { json?: boolean }) => (await import('./upkeep/doctor.ts')).doctor(o));
define(
  program,
  'backup <file>',
  'all that a restored installation needs, beside running processes',
  ['backup /var/backups/hubby-monday.backup'],
).action(async (file: string) =>
  console.log(await (await import('./upkeep/backup.ts')).backup(file)),
);
define(
  program,
  'restore <file>',
  'a backup into a data folder or database where there is nothing',
  ['restore /var/backups/hubby-monday.backup'],
).action(async (file: string) =>
  console.log(await (await import('./upkeep/restore.ts')).restore(file)),
);
const secrets = define(program, 'secrets', 'the key that secrets lie under', ['secrets rotate']);
define(
  secrets,
  'rotate',
  'seal all secrets anew under HUBBY_SECRET_KEY, from HUBBY_SECRET_KEY_PREVIOUS',
  ['secrets rotate'],
).action(async () =>
  console.log(await (await import('./upkeep/rotate-secrets.ts')).rotateSecrets()),
);
const feed = define(program, 'feed', 'the feed of events after a restore', ['feed advance']);
define(feed, 'advance', 'move transaction numbers past all that the feed has handed out', [
  'feed advance',
  'feed advance --past 48151623',
])
  .option('--past <number>', 'a transaction number or a cursor that a partner has')
  .action(async ({ past = null }: { past?: string | null }) =>
    console.log(await (await import('./upkeep/advance-feed.ts')).advance(past)),
  );
addMemberCommands(program);
addNotifyCommands(program);
addClientCommands(program);
program.commands
  .find((command) => command.name() === 'demo')!
  .option('--supplier <kind>', "data of a supplier's stand-in, e.g. airalo; as the operator")
  .option('--token <token>', 'operator token, with --supplier')
  .addHelpText('after', '  npx hubby demo --supplier airalo')
  .action(async ({ supplier, ...o }: DemoOptions & { supplier?: string }) =>
    supplier === undefined
      ? demo(o)
      : (await import('./upkeep/demo-at-supplier.ts')).demoAt(supplier, o),
  );
alone(
  define(
    program.commands.find((command) => command.name() === 'supplier')!,
    'standin <kind>',
    "a supplier's stand-in on this machine, until ctrl-C: to try routing without an account",
    ['supplier standin airalo', 'supplier standin zendit --port 4010'],
  ),
)
  .option('--port <number>', 'on 127.0.0.1; default: any free one')
  .option('--callback-url <url>', "where it sends callbacks: the account's callback_path")
  .action(async (kind: string, o: StandInCommand) =>
    (await import('./upkeep/run-standin.ts')).runStandIn(kind, o),
  );
const mail = define(program, 'mail', "the travelers' mails", ['mail preview']);
alone(
  define(
    mail,
    'preview',
    'write every mail in every language to a folder, to look at; needs no server',
    ["mail preview --kind promo_code_claim --locale nl --brand-color '#0b6e4f'"],
  ),
)
  .option('--kind <kind>', 'only this one, e.g. promo_code_claim')
  .option('--locale <tag>', 'only this language')
  .option('--brand-color <#rrggbb>', 'the color of the example partner')
  .option('--out <folder>', 'default: a new temporary one')
  .action(async (o: MailPreviewOptions) =>
    (await import('./upkeep/mail-preview.ts')).mailPreview(o),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
