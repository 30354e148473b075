#!/usr/bin/env node
/** `hubby` where only the client is installed. In a clone of the server it is bin/hubby.mjs. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { refuseBriefly } from './command.ts';
import { addClientCommands } from './commands.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };
const program = refuseBriefly(new Command('hubby'))
  .description('Mobile data for travel companies: the tools of a running server.')
  .version(version, '-V, --version', 'print the version');
addClientCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
