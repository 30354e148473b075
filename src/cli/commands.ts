/** The commands that talk to a running server. With --json they print the API's data and nothing else. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { signedHeaders } from '../api/signature.ts';
import { operatorCall, partnerCall, partnerKey, type ServerOptions } from './client.ts';
import type { ListenOptions } from './listen.ts';
import type { MailPreviewOptions } from './mail-preview.ts';
import { print, pretty } from './print.ts';
import type { SetOptions } from './webhook-settings.ts';

const JSON_ONLY = ['--json', 'print JSON only'] as const;
const server = (command: Command): Command =>
  command
    .option('--url <url>', 'server address')
    .option('--token <token>', 'operator token')
    .option(...JSON_ONLY);

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} is not valid JSON: ${text}`);
  }
}

type NewPartner = { partner_id: string; api_key: string; api_secret: string; name?: string };
const showKey = (key: NewPartner): string =>
  `API key     ${key.api_key}\nAPI secret  ${key.api_secret}   (shown once)`;

export function addClientCommands(program: Command): void {
  const partner = program.command('partner').description('partners of this installation');
  server(partner.command('create'))
    .requiredOption('--name <name>')
    .option('--settings <json>')
    .description('create a partner with its first key')
    .action(async (o: ServerOptions & { name: string; settings?: string }) => {
      const body = {
        name: o.name,
        ...(o.settings === undefined ? {} : { settings: parseJson(o.settings, '--settings') }),
      };
      const { partner_id, api_key, api_secret } = (await operatorCall(
        o,
        'POST',
        '/partners',
        body,
      )) as NewPartner;
      print(
        o,
        { partner_id, api_key, api_secret },
        () => `Partner     ${partner_id}\n${showKey({ partner_id, api_key, api_secret })}`,
      );
    });
  server(partner.command('list'))
    .description('list partners')
    .action(async (o: ServerOptions) => {
      const data = (await operatorCall(o, 'GET', '/partners')) as {
        id: string;
        name: string;
        slug: string;
      }[];
      print(o, data, () => data.map((p) => `${p.id}  ${p.name}  (${p.slug})`).join('\n'));
    });
  server(partner.command('show <id>'))
    .description('settings in force and keys')
    .action(async (id: string, o: ServerOptions) => {
      const data = await operatorCall(o, 'GET', `/partners/${encodeURIComponent(id)}`);
      print(o, data, () => pretty(data));
    });
  server(partner.command('settings <id>'))
    .requiredOption('--set <json>', 'each named key is replaced whole; null resets it')
    .description('change settings')
    .action(async (id: string, o: ServerOptions & { set: string }) => {
      const data = await operatorCall(
        o,
        'PATCH',
        `/partners/${encodeURIComponent(id)}/settings`,
        parseJson(o.set, '--set'),
      );
      print(o, data, () => pretty(data));
    });
  server(partner.command('prices <id>'))
    .requiredOption('--set <json>', 'price_list_id, b2b_modification, b2c_modification, custom')
    .description("change a partner's prices")
    .action(async (id: string, o: ServerOptions & { set: string }) => {
      const data = await operatorCall(
        o,
        'PUT',
        `/partners/${encodeURIComponent(id)}/prices`,
        parseJson(o.set, '--set'),
      );
      print(o, data, () => pretty(data));
    });

  const key = program.command('key').description('API keys');
  server(key.command('create <partner-id>'))
    .option('--label <text>')
    .option('--expires <iso>')
    .description('another key for a partner')
    .action(async (id: string, o: ServerOptions & { label?: string; expires?: string }) => {
      const data = (await operatorCall(o, 'POST', `/partners/${encodeURIComponent(id)}/keys`, {
        label: o.label,
        expires_at: o.expires,
      })) as NewPartner;
      print(o, data, () => showKey(data));
    });
  server(key.command('revoke <api-key>'))
    .description('revoke a key')
    .action(async (id: string, o: ServerOptions) => {
      const data = await operatorCall(o, 'DELETE', `/keys/${encodeURIComponent(id)}`);
      print(o, data, () => `${id} is revoked; it stops working everywhere within 5 s.`);
    });

  const esim = program.command('esim').description('eSIMs of travelers');
  server(esim.command('archive <iccid>'))
    .description('put an eSIM away that is lost: nothing is put on it any more')
    .action(async (iccid: string, o: ServerOptions) => {
      const data = (await operatorCall(
        o,
        'POST',
        `/esims/${encodeURIComponent(iccid)}/archive`,
      )) as { iccid: string };
      print(o, data, () => `${data.iccid} is archived.`);
    });

  const codes = program.command('promo-codes').description("partners' promo codes");
  server(codes.command('import <partner-id> <file>'))
    .description('existing codes of a partner, from CSV; a broken file is refused whole')
    .action(async (id: string, file: string, o: ServerOptions) => {
      const data = (await operatorCall(
        o,
        'POST',
        `/partners/${encodeURIComponent(id)}/promo-codes/import`,
        readFileSync(file, 'utf8'),
      )) as { imported: number; skipped: number };
      print(
        o,
        data,
        () => `${data.imported} promo codes imported, ${data.skipped} were there already.`,
      );
    });

  const catalog = program.command('catalog').description('what is sold');
  server(catalog.command('import <file>'))
    .description('replace the catalog with a CSV file (docs/catalog-csv.md)')
    .action(async (file: string, o: ServerOptions) => {
      const data = (await operatorCall(
        o,
        'POST',
        '/catalog/import',
        readFileSync(file, 'utf8'),
      )) as { bundles: number; destinations: number };
      print(
        o,
        data,
        () => `${data.bundles} bundles for ${data.destinations} destinations are in force.`,
      );
    });
  server(catalog.command('export'))
    .option('--out <file>', 'default: standard output')
    .description('the catalog as CSV')
    .action(async (o: ServerOptions & { out?: string }) => {
      const data = (await operatorCall(o, 'GET', '/catalog/export')) as { csv: string };
      if (o.out !== undefined) writeFileSync(o.out, data.csv);
      if (o.json) console.log(JSON.stringify(o.out === undefined ? data : { file: o.out }));
      else if (o.out === undefined) process.stdout.write(data.csv);
      else console.log(`Written to ${o.out}.`);
    });

  const devices = program.command('devices').description('which devices take an eSIM');
  server(devices.command('import <file>'))
    .description('a bigger list, from CSV (docs/devices.md); a broken file is refused whole')
    .action(async (file: string, o: ServerOptions) => {
      const data = (await operatorCall(
        o,
        'POST',
        '/devices/import',
        readFileSync(file, 'utf8'),
      )) as { imported: number; devices: number };
      print(o, data, () => `${data.imported} devices imported; ${data.devices} are known now.`);
    });

  server(program.command('limits'))
    .option(
      '--set <json>',
      'e.g. {"claims_per_address_per_minute": 30}; 0 switches one off, null resets it',
    )
    .description('what the public endpoints let through')
    .action(async (o: ServerOptions & { set?: string }) => (await import('./limits.ts')).limits(o));

  const review = program
    .command('review')
    .description('provider orders that a person has to decide');
  server(review.command('list'))
    .description('what waits, with the evidence')
    .action(async (o: ServerOptions) => {
      const data = (await operatorCall(o, 'GET', '/orders?state=needs_review')) as unknown[];
      print(o, data, () => (data.length === 0 ? 'Nothing waits for review.' : pretty(data)));
    });
  server(review.command('adopt <order-id>'))
    .option('--provider-order <id>', "the provider's order id; default: found by our reference")
    .description("take the provider's order as the result")
    .action(async (id: string, o: ServerOptions & { providerOrder?: string }) => {
      const data = await operatorCall(
        o,
        'POST',
        `/orders/${encodeURIComponent(id)}/adopt`,
        o.providerOrder === undefined ? {} : { provider_order_id: o.providerOrder },
      );
      print(o, data, () => `${id} is adopted.`);
    });
  server(review.command('retry <order-id>'))
    .description('nothing was provisioned: send again')
    .action(async (id: string, o: ServerOptions) => {
      const data = await operatorCall(o, 'POST', `/orders/${encodeURIComponent(id)}/retry`);
      print(o, data, () => `${id} is sent again.`);
    });

  const mail = program.command('mail').description("the travelers' mails");
  mail
    .command('preview')
    .description('write every mail in every language to a folder, to look at; needs no server')
    .option('--kind <kind>', 'only this one, e.g. promo_code_claim')
    .option('--locale <tag>', 'only this language')
    .option('--brand-color <#rrggbb>', 'the color of the example partner')
    .option('--out <folder>', 'default: a new temporary one')
    .option(...JSON_ONLY)
    .action(async (o: MailPreviewOptions) => (await import('./mail-preview.ts')).mailPreview(o));

  program
    .command('sign <method> <path>')
    .option('--json', 'as a JSON object')
    .description('headers of a signed request, for curl -H @-')
    .action((method: string, path: string, o: { json?: boolean }) => {
      const headers = signedHeaders(partnerKey(), method.toUpperCase(), path);
      console.log(
        o.json
          ? JSON.stringify(headers)
          : Object.entries(headers)
              .map(([n, v]) => `${n}: ${v}`)
              .join('\n'),
      );
    });
  addPartnerCommands(program);
}

/** What a partner's key may do. */
function addPartnerCommands(program: Command): void {
  const asPartner = (command: Command): Command =>
    command.option('--url <url>', 'server address').option(...JSON_ONLY);
  const forwarding = (command: Command): Command =>
    command
      .option('--forward-to <url>', 'POST each event there, signed as a real delivery')
      .option(
        '--secret <whsec>',
        'sign with this; default: one made from the API secret, always the same',
      );

  forwarding(program.command('demo').option('--url <url>', 'server address'))
    .description('play a whole trip against the running server')
    .action(async (o: ServerOptions) => (await import('./demo.ts')).demo(o));
  forwarding(asPartner(program.command('listen')))
    .description('show events as they come, until ctrl-C')
    .option('--events <list>', 'only these, comma-separated; package.* for all that begin so')
    .option('--since <cursor>', 'a cursor, "now" or "start" (30 days ago)', 'now')
    .option(
      '--header <line>',
      'a header to add when forwarding, "name: value"; may be given several times',
      (line: string, all: string[]) => [...all, line],
      [] as string[],
    )
    .action(async (o: ListenOptions) => (await import('./listen.ts')).listen(o));
  asPartner(program.command('trigger [event]'))
    .option('--list', 'which events there are')
    .description('send a test event, show what the endpoint answered')
    .action(async (event: string | undefined, o: ServerOptions) =>
      (await import('./trigger.ts')).trigger(event, o),
    );

  const webhooks = program.command('webhooks').description('the webhook endpoint');
  asPartner(webhooks.command('show'))
    .description('settings and health')
    .action(async (o: ServerOptions) => (await import('./webhook-settings.ts')).showWebhooks(o));
  asPartner(webhooks.command('set'))
    .description('change the endpoint; what is left out stays')
    .option('--to <url>', 'where events are sent')
    .option('--api-key <key>', 'sent with every delivery')
    .option('--key-header <name>')
    .option('--key-prefix <text>')
    .option('--on <list>', 'events to send, comma-separated; package.* for all that begin so')
    .option('--off <list>', 'events not to send')
    .option('--alert-email <address>')
    .option('--enable')
    .option('--disable')
    .action(async (o: SetOptions) => (await import('./webhook-settings.ts')).setWebhooks(o));
  asPartner(webhooks.command('rotate'))
    .description('a new signing secret; the one before signs too for 24 hours')
    .action(async (o: ServerOptions) => {
      const data = (await partnerCall(o, 'POST', '/api/webhooks/rotate-secret')) as {
        signing_secret: string;
      };
      print(o, data, () => `Signing secret  ${data.signing_secret}   (shown once)`);
    });

  asPartner(program.command('mailbox'))
    .description('a link to the page of what would have gone out to people (staging)')
    .action(async (o: ServerOptions) => (await import('./mailbox.ts')).mailbox(o));

  const clock = program.command('clock').description('the sandbox clock of this partner (staging)');
  asPartner(clock.command('show'))
    .description('what time it is for this partner')
    .action(async (o: ServerOptions) => {
      const data = (await partnerCall(o, 'GET', '/api/sandbox/clock')) as SandboxClock;
      print(o, data, () => tellClock(data));
    });
  asPartner(clock.command('advance <duration>'))
    .description('move it, e.g. 7d2h; done when everything that came due is done')
    .action(async (duration: string, o: ServerOptions) => {
      const data = (await partnerCall(o, 'POST', '/api/sandbox/clock', {
        advance: duration,
      })) as SandboxClock & { fired: { timers: number; deliveries: number } };
      print(
        o,
        data,
        () =>
          `${tellClock(data)}\n${data.fired.timers} timers went off, ${data.fired.deliveries} delivery attempts were made.`,
      );
    });
  asPartner(program.command('reset'))
    .option('--yes', 'really')
    .description('sandbox: remove what this partner has made, set its clock to real time (staging)')
    .action(async (o: ServerOptions & { yes?: boolean }) => {
      if (!o.yes)
        throw new Error(
          'This removes all travelers, bookings, eSIMs and events of this partner and sets its clock back. Keys and settings stay. Say --yes if you mean it.',
        );
      const data = (await partnerCall(o, 'POST', '/api/sandbox/reset')) as SandboxClock;
      print(o, data, () => `Removed. ${tellClock(data)}`);
    });
}

type SandboxClock = { now: string; offset_seconds: number };
const tellClock = ({ now, offset_seconds }: SandboxClock): string =>
  `It is ${now}${offset_seconds === 0 ? ', real time' : `, ${Math.round(offset_seconds / 8640) / 10} days ahead`}.`;
