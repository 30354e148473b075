/** `hubby partner …`: partners of this installation. */
import type { Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define, parseJson } from '../command.ts';
import { pretty, print } from '../print.ts';
import { showKey, type NewKey } from './key.ts';

type Partner = { id: string; name: string; slug: string; suspended_at: string | null };
const ID = 'prt_01m7yyg9rn2jb868m8949r3vpc';
const at = (id: string): string => `/partners/${encodeURIComponent(id)}`;
const stateOf = ({ suspended_at }: Partner): string =>
  suspended_at === null ? '' : `  suspended since ${suspended_at}`;

export function addPartner(program: Command): void {
  const partner = define(program, 'partner', 'partners of this installation', [
    "partner create --name 'Blue Sky Airlines'",
  ]);
  asOperator(
    define(partner, 'create', 'create a partner with its first key', [
      "partner create --name 'Blue Sky Airlines'",
      `partner create --name 'Blue Sky Airlines' --settings '{"time_zone":"Europe/Amsterdam"}'`,
    ]),
  )
    .requiredOption('--name <name>')
    .option('--settings <json>')
    .action(createPartner);
  asOperator(define(partner, 'list', 'list partners', ['partner list'])).action(listPartners);
  asOperator(
    define(partner, 'show <id>', 'settings in force and keys', [`partner show ${ID}`]),
  ).action(showPartner);
  asOperator(
    define(partner, 'rename <id> <name>', 'another name; links keep their slug', [
      `partner rename ${ID} 'Blue Sky Airways'`,
    ]),
  ).action(renamePartner);
  asOperator(
    define(partner, 'suspend <id>', 'take nothing new of it; what it sold goes on', [
      `partner suspend ${ID}`,
    ]),
  ).action(suspendPartner);
  asOperator(define(partner, 'resume <id>', 'end its suspension', [`partner resume ${ID}`])).action(
    resumePartner,
  );
  asOperator(
    define(partner, 'settings <id>', 'change settings', [
      `partner settings ${ID} --set '{"esim_assignment":"redemption"}'`,
    ]),
  )
    .requiredOption('--set <json>', 'each named key is replaced whole; null resets it')
    .action(changeSettings);
  asOperator(
    define(partner, 'prices <id>', "change a partner's prices", [
      `partner prices ${ID} --set '{"b2b_modification":-5}'`,
    ]),
  )
    .requiredOption('--set <json>', 'price_list_id, b2b_modification, b2c_modification, custom')
    .action(changePrices);
}

async function createPartner(o: ServerOptions & { name: string; settings?: string }) {
  const { partner_id, api_key, api_secret } = (await operatorCall(o, 'POST', '/partners', {
    name: o.name,
    ...(o.settings === undefined ? {} : { settings: parseJson(o.settings, '--settings') }),
  })) as NewKey;
  const key = { partner_id, api_key, api_secret };
  print(o, key, () => `Partner     ${partner_id}\n${showKey(key)}`);
}

async function listPartners(o: ServerOptions) {
  const data = (await operatorCall(o, 'GET', '/partners')) as Partner[];
  print(o, data, () => data.map((p) => `${p.id}  ${p.name}  (${p.slug})${stateOf(p)}`).join('\n'));
}

async function showPartner(id: string, o: ServerOptions) {
  const data = await operatorCall(o, 'GET', at(id));
  print(o, data, () => pretty(data));
}

async function renamePartner(id: string, name: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'PATCH', at(id), { name })) as Partner;
  print(o, data, () => `${data.id} is called ${data.name}.`);
}

async function suspendPartner(id: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', `${at(id)}/suspend`)) as Partner;
  print(
    o,
    data,
    () => `${data.name} is suspended; within 5 s nothing new is taken of it anywhere.`,
  );
}

async function resumePartner(id: string, o: ServerOptions) {
  const data = (await operatorCall(o, 'POST', `${at(id)}/resume`)) as Partner;
  print(o, data, () => `${data.name} goes on, within 5 s everywhere.`);
}

async function changeSettings(id: string, o: ServerOptions & { set: string }) {
  const data = await operatorCall(o, 'PATCH', `${at(id)}/settings`, parseJson(o.set, '--set'));
  print(o, data, () => pretty(data));
}

async function changePrices(id: string, o: ServerOptions & { set: string }) {
  const data = await operatorCall(o, 'PUT', `${at(id)}/prices`, parseJson(o.set, '--set'));
  print(o, data, () => pretty(data));
}
