/** The client commands, and what a program needs that has commands of its own beside them. */
import type { demo as Demo } from './demo.ts';
import type { demoAtSupplier as DemoAtSupplier } from './demo-supplier.ts';

export { alone, define, refuseBriefly } from './command.ts';
export { addClientCommands } from './commands.ts';
export type { ServerOptions } from './client.ts';
export type { DemoOptions } from './demo.ts';
export type { DemoSupplier } from './demo/shop.ts';
export { print } from './print.ts';

/** Played by whoever asks for it; nobody else has to load it. */
export const demo = async (...given: Parameters<typeof Demo>): Promise<void> =>
  (await import('./demo.ts')).demo(...given);
export const demoAtSupplier = async (...given: Parameters<typeof DemoAtSupplier>): Promise<void> =>
  (await import('./demo-supplier.ts')).demoAtSupplier(...given);
