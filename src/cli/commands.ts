/** The commands that talk to a running server. With --json they print the API's data and nothing else. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { signedHeaders } from '../api/signature.ts';
import { operatorCall, partnerKey, type ServerOptions } from './client.ts';

const print = (options: ServerOptions, data: unknown, text: () => string): void => console.log(options.json ? JSON.stringify(data) : text());
const pretty = (data: unknown): string => JSON.stringify(data, null, 2);
const server = (command: Command): Command =>
  command.option('--url <url>', 'server address').option('--token <token>', 'operator token').option('--json', 'print JSON only');

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} is not valid JSON: ${text}`);
  }
}

type NewPartner = { partner_id: string; api_key: string; api_secret: string; name?: string };
const showKey = (key: NewPartner): string => `API key     ${key.api_key}\nAPI secret  ${key.api_secret}   (shown once)`;

export function addClientCommands(program: Command): void {
  const partner = program.command('partner').description('partners of this installation');
  server(partner.command('create')).requiredOption('--name <name>').option('--settings <json>').description('create a partner with its first key')
    .action(async (o: ServerOptions & { name: string; settings?: string }) => {
      const body = { name: o.name, ...(o.settings === undefined ? {} : { settings: parseJson(o.settings, '--settings') }) };
      const { partner_id, api_key, api_secret } = (await operatorCall(o, 'POST', '/partners', body)) as NewPartner;
      print(o, { partner_id, api_key, api_secret }, () => `Partner     ${partner_id}\n${showKey({ partner_id, api_key, api_secret })}`);
    });
  server(partner.command('list')).description('list partners').action(async (o: ServerOptions) => {
    const data = (await operatorCall(o, 'GET', '/partners')) as { id: string; name: string; slug: string }[];
    print(o, data, () => data.map((p) => `${p.id}  ${p.name}  (${p.slug})`).join('\n'));
  });
  server(partner.command('show <id>')).description('settings in force and keys').action(async (id: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'GET', `/partners/${encodeURIComponent(id)}`);
    print(o, data, () => pretty(data));
  });
  server(partner.command('settings <id>')).requiredOption('--set <json>', 'each named key is replaced whole; null resets it').description('change settings')
    .action(async (id: string, o: ServerOptions & { set: string }) => {
      const data = await operatorCall(o, 'PATCH', `/partners/${encodeURIComponent(id)}/settings`, parseJson(o.set, '--set'));
      print(o, data, () => pretty(data));
    });
  server(partner.command('prices <id>')).requiredOption('--set <json>', 'price_list_id, b2b_modification, b2c_modification, custom').description("change a partner's prices")
    .action(async (id: string, o: ServerOptions & { set: string }) => {
      const data = await operatorCall(o, 'PUT', `/partners/${encodeURIComponent(id)}/prices`, parseJson(o.set, '--set'));
      print(o, data, () => pretty(data));
    });

  const key = program.command('key').description('API keys');
  server(key.command('create <partner-id>')).option('--label <text>').option('--expires <iso>').description('another key for a partner')
    .action(async (id: string, o: ServerOptions & { label?: string; expires?: string }) => {
      const data = (await operatorCall(o, 'POST', `/partners/${encodeURIComponent(id)}/keys`, { label: o.label, expires_at: o.expires })) as NewPartner;
      print(o, data, () => showKey(data));
    });
  server(key.command('revoke <api-key>')).description('revoke a key').action(async (id: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'DELETE', `/keys/${encodeURIComponent(id)}`);
    print(o, data, () => `${id} is revoked; it stops working everywhere within 5 s.`);
  });

  const catalog = program.command('catalog').description('what is sold');
  server(catalog.command('import <file>')).description('replace the catalog with a CSV file (docs/catalog-csv.md)').action(async (file: string, o: ServerOptions) => {
    const data = (await operatorCall(o, 'POST', '/catalog/import', readFileSync(file, 'utf8'))) as { bundles: number; destinations: number };
    print(o, data, () => `${data.bundles} bundles for ${data.destinations} destinations are in force.`);
  });
  server(catalog.command('export')).option('--out <file>', 'default: standard output').description('the catalog as CSV').action(async (o: ServerOptions & { out?: string }) => {
    const data = (await operatorCall(o, 'GET', '/catalog/export')) as { csv: string };
    if (o.out !== undefined) writeFileSync(o.out, data.csv);
    if (o.json) console.log(JSON.stringify(o.out === undefined ? data : { file: o.out }));
    else if (o.out === undefined) process.stdout.write(data.csv);
    else console.log(`Written to ${o.out}.`);
  });

  const review = program.command('review').description('provider orders that a person has to decide');
  server(review.command('list')).description('what waits, with the evidence').action(async (o: ServerOptions) => {
    const data = (await operatorCall(o, 'GET', '/orders?state=needs_review')) as unknown[];
    print(o, data, () => (data.length === 0 ? 'Nothing waits for review.' : pretty(data)));
  });
  server(review.command('adopt <order-id>')).option('--provider-order <id>', "the provider's order id; default: found by our reference").description("take the provider's order as the result")
    .action(async (id: string, o: ServerOptions & { providerOrder?: string }) => {
      const data = await operatorCall(o, 'POST', `/orders/${encodeURIComponent(id)}/adopt`, o.providerOrder === undefined ? {} : { provider_order_id: o.providerOrder });
      print(o, data, () => `${id} is adopted.`);
    });
  server(review.command('retry <order-id>')).description('nothing was provisioned: send again').action(async (id: string, o: ServerOptions) => {
    const data = await operatorCall(o, 'POST', `/orders/${encodeURIComponent(id)}/retry`);
    print(o, data, () => `${id} is sent again.`);
  });

  program.command('sign <method> <path>').option('--json', 'as a JSON object').description('headers of a signed request, for curl -H @-')
    .action((method: string, path: string, o: { json?: boolean }) => {
      const headers = signedHeaders(partnerKey(), method.toUpperCase(), path);
      console.log(o.json ? JSON.stringify(headers) : Object.entries(headers).map(([n, v]) => `${n}: ${v}`).join('\n'));
    });
  program.command('demo').option('--url <url>', 'server address').description('play the journey against the running server').action(async (o: ServerOptions) => (await import('./demo.ts')).demo(o));
}
