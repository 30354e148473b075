/** hubby: long-running commands here, the others in cli/ (clients of a running server). */
import { Command } from 'commander';
import { addClientCommands } from './cli/commands.ts';

const program = new Command('hubby')
  .description('Mobile data for travel companies: server and tools.')
  .showHelpAfterError();

program
  .command('start')
  .description('everything in one process: database, migrations, seed, API and worker')
  .action(async () => (await import('./processes.ts')).start());
program
  .command('serve')
  .description('the API alone, on a migrated database')
  .action(async () => (await import('./processes.ts')).serve());
program
  .command('work')
  .description('the worker alone, on a migrated database')
  .action(async () => (await import('./processes.ts')).work());
program
  .command('migrate')
  .description('bring the database to this release')
  .action(async () => console.log(await (await import('./processes.ts')).prepare(false)));
program
  .command('seed')
  .description('migrate, then catalog, operator token and (staging) the demo partner')
  .action(async () => console.log(await (await import('./processes.ts')).prepare(true)));
program
  .command('doctor')
  .description('what this installation lacks; exit code 1 when something is missing')
  .option('--json', 'print JSON only')
  .action(async (o: { json?: boolean }) => (await import('./doctor.ts')).doctor(o));
addClientCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
