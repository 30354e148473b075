/** `hubby review …`: provider orders that a person has to decide. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { pretty, print } from '../print.ts';

const ORDER = 'ord_01m7yyg9rn2jb868m8949r3vpc';
const at = (id: string): string => `/orders/${encodeURIComponent(id)}`;

export function addReview(program: Command): void {
  const review = define(program, 'review', 'provider orders that a person has to decide', [
    'review list',
  ]);
  asOperator(define(review, 'list', 'what waits, with the evidence', ['review list'])).action(
    async (o: ServerOptions) => {
      const data = (await operatorCall(o, 'GET', '/orders?state=needs_review')) as unknown[];
      print(o, data, () => (data.length === 0 ? 'Nothing waits for review.' : pretty(data)));
    },
  );
  asOperator(
    define(review, 'adopt <order-id>', "take the provider's order as the result", [
      `review adopt ${ORDER}`,
      `review adopt ${ORDER} --provider-order T-4711`,
    ]),
  )
    .option('--provider-order <id>', "the provider's order id; default: found by our reference")
    .action(async (id: string, o: ServerOptions & { providerOrder?: string }) => {
      const body = o.providerOrder === undefined ? {} : { provider_order_id: o.providerOrder };
      const data = await operatorCall(o, 'POST', `${at(id)}/adopt`, body);
      print(o, data, () => `${id} is adopted.`);
    });
  asOperator(
    define(review, 'retry <order-id>', 'nothing was provisioned: send again', [
      `review retry ${ORDER}`,
    ]),
  ).action(async (id: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'POST', `${at(id)}/retry`);
    print(o, data, () => `${id} is sent again.`);
  });
}
