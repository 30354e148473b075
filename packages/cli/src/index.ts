/** The client commands, and what a program needs that has commands of its own beside them. */
export { alone, define, refuseBriefly } from './command.ts';
export { addClientCommands } from './commands.ts';
export { print } from './print.ts';
