/** `hubby routing …`: which source of a bundle is taken. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { amountText, print } from '../print.ts';

export function addRouting(program: Command): void {
  const routing = define(program, 'routing', 'which source of a bundle is taken', [
    'routing explain pkg_grc_1gb_365d',
    'routing policy priority',
  ]);
  asOperator(
    define(routing, 'explain <bundle>', 'what would be taken now, and why not the others', [
      'routing explain pkg_grc_1gb_365d --esim-type classic',
    ]),
  )
    .option('--esim-type <type>', 'universal or classic; default: any')
    .action(explain);
  asOperator(
    define(routing, 'policy [name]', 'show the policy, or set it: cost, priority, weights', [
      'routing policy',
      `routing policy weights --weights '{"sandbox-one":3,"sandbox-two":1}'`,
    ]),
  )
    .option('--weights <json>', 'shares by supplier account')
    .action(policy);
}

type Source = {
  id: string;
  account: string;
  cost: number;
  currency: string;
  cost_here: number | null;
  why_not: string | null;
};
type Explained = {
  bundle: string;
  policy: string;
  currency: string;
  is_on_sale: boolean;
  sources: Source[];
};

async function explain(bundle: string, o: ServerOptions & { esimType?: string }) {
  const query = new URLSearchParams({
    bundle,
    ...(o.esimType === undefined ? {} : { esim_type: o.esimType }),
  });
  const data = (await operatorCall(o, 'GET', `/routing/explain?${query}`)) as Explained;
  print(o, data, () => tell(data));
}

const tell = ({ bundle, policy, currency, is_on_sale, sources }: Explained): string =>
  [
    `${bundle} is ${is_on_sale ? 'on sale' : 'not on sale'}; policy ${policy}.`,
    ...(sources.length === 0
      ? ['It has no source.']
      : sources.map((source) => tellSource(source, currency))),
  ].join('\n');

function tellSource(source: Source, here: string): string {
  const { id, cost, currency, cost_here, why_not } = source;
  const converted =
    currency === here || cost_here === null ? '' : ` (${amountText(cost_here, here)} ${here})`;
  const why = why_not === null ? '' : `  ${why_not}`;
  return `  ${why_not === null ? 'taken' : '     '}  ${id}  ${amountText(cost, currency)} ${currency}${converted}${why}`;
}

type Policy = {
  policy: string;
  weights?: Record<string, number>;
  accounts: { name: string; priority: number; takes_new: boolean; out_because: string | null }[];
};

async function policy(name: string | undefined, o: ServerOptions & { weights?: string }) {
  const body =
    name === undefined
      ? undefined
      : { policy: name, ...(o.weights === undefined ? {} : { weights: readWeights(o.weights) }) };
  const method = body === undefined ? 'GET' : 'PUT';
  const data = (await operatorCall(o, method, '/routing', body)) as Policy;
  print(o, data, () => tellPolicy(data));
}

function readWeights(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`--weights is not valid JSON: ${text}`);
  }
}

const tellPolicy = ({ policy: name, weights, accounts }: Policy): string =>
  [
    `Policy: ${name}.`,
    ...accounts.map(
      (a) =>
        `  ${a.name}  priority ${a.priority}${weights === undefined ? '' : `, weight ${weights[a.name] ?? 0}`}${
          a.takes_new ? '' : ', takes no new orders'
        }${a.out_because === null ? '' : `, out of routing: ${a.out_because}`}`,
    ),
  ].join('\n');
