/**
 * How every command of `hubby` is declared: with what it does and an example, since nobody learns
 * from a list of options.
 */
import type { Command } from 'commander';

const HINT = '(--help shows usage and examples)';

/**
 * For the program itself; commands made from it inherit it. A refusal is the last thing on the
 * screen, not above a page of help.
 */
export const refuseBriefly = (program: Command): Command => program.showHelpAfterError(HINT);

const withExamples = (command: Command, examples: readonly string[]): Command =>
  command.addHelpText(
    'after',
    `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((line) => `  npx hubby ${line}`).join('\n')}`,
  );

/** A command under `parent`. `examples` come without the leading `npx hubby`. */
export const define = (
  parent: Command,
  usage: string,
  description: string,
  examples: readonly [string, ...string[]],
): Command => withExamples(parent.command(usage).description(description), examples);

const JSON_ONLY = ['--json', 'print JSON only'] as const;

/** For calls with the operator's token. */
export const asOperator = (command: Command): Command =>
  command
    .option('--url <url>', 'server address')
    .option('--token <token>', 'operator token')
    .option(...JSON_ONLY);

/** For calls signed with a partner's key. */
export const asPartner = (command: Command): Command =>
  command.option('--url <url>', 'server address').option(...JSON_ONLY);

/** For commands that ask no server. */
export const alone = (command: Command): Command => command.option(...JSON_ONLY);

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} is not valid JSON: ${text}`);
  }
}
