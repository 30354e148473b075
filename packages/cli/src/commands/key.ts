/** `hubby key …`: API keys of partners. */
import { Option, type Command } from 'commander';
import { operatorCall, type ServerOptions } from '../client.ts';
import { asOperator, define } from '../command.ts';
import { print } from '../print.ts';

export type NewKey = { partner_id: string; api_key: string; api_secret: string };
export const showKey = (key: NewKey): string =>
  `API key     ${key.api_key}\nAPI secret  ${key.api_secret}   (shown once)`;

type Key = {
  api_key: string;
  label: string | null;
  scopes: string[];
  allowed_ips: string[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
};
const PARTNER = 'prt_01m7yyg9rn2jb868m8949r3vpc';
const KEY = 'hk_test_t3gy6by0qz5kq8d6t0s43rmer5khrk';

export function addKey(program: Command): void {
  const key = define(program, 'key', 'API keys', [`key list ${PARTNER}`]);
  asOperator(
    define(key, 'create <partner-id>', 'another key for a partner', [
      `key create ${PARTNER} --label backend --expires 2031-01-01T00:00:00Z`,
      `key create ${PARTNER} --label backend --allow 203.0.113.0/24`,
    ]),
  )
    .option('--label <text>')
    .option(
      '--scopes <list>',
      'what it may do: bookings,travelers,settings,keys,erase; default: the first three',
    )
    .option('--expires <iso>')
    .option('--allow <list>', 'addresses and networks that it may sign from; default: everywhere')
    .action(createKey);
  asOperator(
    define(key, 'list <partner-id>', "a partner's keys, without their secrets", [
      `key list ${PARTNER}`,
    ]),
  ).action(listKeys);
  asOperator(
    define(key, 'allow <api-key>', 'from where a key may sign, in place of what was said before', [
      `key allow ${KEY} --from 203.0.113.0/24,2001:db8::1`,
      `key allow ${KEY} --everywhere`,
    ]),
  )
    .addOption(
      new Option('--from <list>', 'addresses and networks, with commas between').conflicts(
        'everywhere',
      ),
    )
    .option('--everywhere', 'lift it')
    .action(allowFrom);
  asOperator(define(key, 'revoke <api-key>', 'revoke a key', [`key revoke ${KEY}`])).action(
    revokeKey,
  );
}

async function createKey(
  id: string,
  o: ServerOptions & { label?: string; expires?: string; scopes?: string; allow?: string },
) {
  const data = (await operatorCall(o, 'POST', `/partners/${encodeURIComponent(id)}/keys`, {
    label: o.label,
    expires_at: o.expires,
    scopes: o.scopes?.split(',').map((scope) => scope.trim()),
    allowed_ips: o.allow === undefined ? undefined : rangesOf(o.allow),
  })) as NewKey;
  print(o, data, () => showKey(data));
}

const rangesOf = (list: string): string[] => list.split(',').map((range) => range.trim());

async function allowFrom(id: string, o: ServerOptions & { from?: string; everywhere?: true }) {
  if (o.from === undefined && o.everywhere === undefined)
    throw new Error('Say --from with addresses and networks, or --everywhere.');
  const { allowed_ips } = (await operatorCall(o, 'PATCH', `/keys/${encodeURIComponent(id)}`, {
    allowed_ips: o.from === undefined ? [] : rangesOf(o.from),
  })) as Pick<Key, 'allowed_ips'>;
  print(o, { api_key: id, allowed_ips }, () =>
    allowed_ips.length === 0
      ? `${id} signs from everywhere; that is so on every node within 5 s.`
      : `${id} signs from ${allowed_ips.join(', ')} only; that is so on every node within 5 s.`,
  );
}

async function listKeys(id: string, o: ServerOptions) {
  const { keys } = (await operatorCall(o, 'GET', `/partners/${encodeURIComponent(id)}`)) as {
    keys: Key[];
  };
  print(o, keys, () => (keys.length === 0 ? 'No keys.' : keys.map(tell).join('\n')));
}

function tell({
  api_key,
  label,
  scopes,
  allowed_ips,
  created_at,
  expires_at,
  revoked_at,
}: Key): string {
  const isOver = expires_at !== null && Date.parse(expires_at) <= Date.now();
  const state =
    revoked_at !== null
      ? `revoked ${revoked_at}`
      : expires_at === null
        ? 'in force'
        : `${isOver ? 'expired' : 'in force until'} ${expires_at}`;
  return [
    api_key,
    `made ${created_at}`,
    state,
    scopes.join(','),
    ...(allowed_ips.length === 0 ? [] : [`from ${allowed_ips.join(',')}`]),
    ...(label === null ? [] : [label]),
  ].join('  ');
}

async function revokeKey(id: string, o: ServerOptions) {
  const data = await operatorCall(o, 'DELETE', `/keys/${encodeURIComponent(id)}`);
  print(o, data, () => `${id} is revoked; it stops working everywhere within 5 s.`);
}
