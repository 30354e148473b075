/** `hubby purchase …`: purchases of travelers that a person has to decide. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { pretty, print } from '../print.ts';

const PURCHASE = 'pur_01jd2x7c9m4q8r5t6v7w8x9y0z';
const at = (id: string): string => `/purchases/${encodeURIComponent(id)}`;

type Shown = { status: string; doubt: string | null };

export function addPurchase(program: Command): void {
  const purchase = define(
    program,
    'purchase',
    'purchases of travelers that a person has to decide',
    ['purchase list'],
  );
  asOperator(define(purchase, 'list', 'what waits, and why', ['purchase list'])).action(
    async (o: ServerOptions) => {
      const data = (await operatorCall(o, 'GET', '/purchases')) as unknown[];
      print(o, data, () => (data.length === 0 ? 'No purchase waits for you.' : pretty(data)));
    },
  );
  asOperator(
    define(purchase, 'show <purchase-id>', 'one purchase, whatever became of it', [
      `purchase show ${PURCHASE}`,
    ]),
  ).action(async (id: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'GET', at(id));
    print(o, data, () => pretty(data));
  });
  const decide = async (id: string, o: ServerOptions, body: object): Promise<void> => {
    const data = (await operatorCall(o, 'POST', `${at(id)}/decide`, body)) as Shown;
    print(o, data, () => `${id} is ${data.status}.`);
  };
  asOperator(
    define(purchase, 'refund <purchase-id>', 'its order is cancelled, and the money goes back', [
      `purchase refund ${PURCHASE}`,
      `purchase refund ${PURCHASE} --anyway`,
    ]),
  )
    .option('--anyway', 'also where its package is used or cannot be cancelled')
    .action((id: string, { anyway, ...o }: ServerOptions & { anyway?: true }) =>
      decide(id, o, { action: 'refund', ...(anyway === undefined ? {} : { anyway }) }),
    );
  asOperator(
    define(purchase, 'retry <purchase-id>', 'it is brought on once more', [
      `purchase retry ${PURCHASE}`,
    ]),
  ).action((id: string, o: ServerOptions) => decide(id, o, { action: 'retry' }));
  asOperator(
    define(purchase, 'dismiss <purchase-id>', 'it stays as it is', [
      `purchase dismiss ${PURCHASE}`,
    ]),
  ).action((id: string, o: ServerOptions) => decide(id, o, { action: 'dismiss' }));
}
