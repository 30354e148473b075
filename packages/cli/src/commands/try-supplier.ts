/** `hubby supplier try`: buys one article for real, after the price was said and accepted. */
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { amountText, print } from '../print.ts';

type Amount = { amount: number; currency: string };
type Trial = {
  article: { id: string; name: string; cost: Amount } | null;
  order_id: string | null;
  cost: Amount | null;
  cancelled: string | null;
  steps: { step: string; ok: boolean; message: string; ms: number }[];
};
type TryOptions = ServerOptions & { article?: string; yes?: boolean };

export function addTrial(supplier: Command): void {
  asOperator(
    define(
      supplier,
      'try <name>',
      'buy one article for real, read it back, cancel it if possible',
      ['supplier try airalo-main', 'supplier try airalo-main --article guay-7days-1gb --yes'],
    ),
  )
    .option('--article <id>', "by the supplier's id; default: the cheapest")
    .option('--yes', 'at the price of its catalog, without being asked')
    .action(trySupplier);
}

async function trySupplier(name: string, o: TryOptions): Promise<void> {
  const path = `/suppliers/${encodeURIComponent(name)}/try`;
  const ask = async (body: object): Promise<Trial> =>
    (await operatorCall(o, 'POST', path, body)) as Trial;
  const offer = await ask(o.article === undefined ? {} : { article: o.article });
  const { article } = offer;
  if (article === null) return tell(o, offer);
  const question = `Buy ${article.id} (${article.name}) at ${name} for ${textOf(article.cost)}, for real?`;
  if (o.yes !== true && !(await isAccepted(question))) {
    console.error(`${question} Nothing was ordered: say --yes if you mean it.`);
    process.exitCode = 1;
    return;
  }
  tell(o, await ask({ article: article.id, accept: article.cost }));
}

async function isAccepted(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}

const textOf = ({ amount, currency }: Amount): string =>
  `${amountText(amount, currency)} ${currency}`;

function tell(o: TryOptions, trial: Trial): void {
  const { steps, cost, order_id: id } = trial;
  print(o, trial, () =>
    [
      ...steps.map(
        ({ step, ok, message, ms }) =>
          `${ok ? '✓' : '✗'} ${step.padEnd(9)} ${message}  ${(ms / 1000).toFixed(1)} s`,
      ),
      ...(id === null
        ? []
        : [
            `Order ${id}${cost === null ? '' : `, ${textOf(cost)}`}; it is listed with all others.`,
          ]),
    ].join('\n'),
  );
  if (steps.some(({ ok }) => !ok)) process.exitCode = 1;
}
