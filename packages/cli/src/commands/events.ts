/** What happens, and where it goes: `hubby listen`, `trigger`, `webhooks …`. */
import type { Command } from 'commander';
import { partner, type ServerOptions } from '../client.ts';
import { asPartner, define } from '../command.ts';
import type { ListenOptions } from '../listen.ts';
import { print } from '../print.ts';
import type { SetOptions } from '../webhook-settings.ts';

export const forwarding = (command: Command): Command =>
  command
    .option('--forward-to <url>', 'POST each event there, signed as a real delivery')
    .option(
      '--secret <whsec>',
      'sign with this; default: one made from the API secret, always the same',
    );

export function addEvents(program: Command): void {
  forwarding(
    asPartner(
      define(program, 'listen', 'show events as they come, until ctrl-C', [
        'listen --forward-to http://localhost:8000/hubby',
        "listen --events 'package.*,esim.installed' --since start",
      ]),
    ),
  )
    .option('--events <list>', 'only these, comma-separated; package.* for all that begin so')
    .option('--since <cursor>', 'a cursor, "now" or "start" (30 days ago)', 'now')
    .option(
      '--header <line>',
      'a header to add when forwarding, "name: value"; may be given several times',
      (line: string, all: string[]) => [...all, line],
      [] as string[],
    )
    .action(async (o: ListenOptions) => (await import('../listen.ts')).listen(o));
  asPartner(
    define(program, 'trigger [event]', 'send a test event, show what the endpoint answered', [
      'trigger package.usage.80_percent',
      'trigger --list',
    ]),
  )
    .option('--list', 'which events there are')
    .action(async (event: string | undefined, o: ServerOptions) =>
      (await import('../trigger.ts')).trigger(event, o),
    );
  addWebhooks(define(program, 'webhooks', 'the webhook endpoint', ['webhooks show']));
}

function addWebhooks(webhooks: Command): void {
  asPartner(define(webhooks, 'show', 'settings and health', ['webhooks show'])).action(
    async (o: ServerOptions) => (await import('../webhook-settings.ts')).showWebhooks(o),
  );
  asPartner(
    define(webhooks, 'set', 'change the endpoint; what is left out stays', [
      'webhooks set --to https://api.example.com/hubby',
      "webhooks set --on 'package.*' --off booking.updated",
      'webhooks set --disable',
    ]),
  )
    .option('--to <url>', 'where events are sent')
    .option('--api-key <key>', 'sent with every delivery')
    .option('--key-header <name>')
    .option('--key-prefix <text>')
    .option('--on <list>', 'events to send, comma-separated; package.* for all that begin so')
    .option('--off <list>', 'events not to send')
    .option('--alert-email <address>')
    .option('--enable')
    .option('--disable')
    .action(async (o: SetOptions) => (await import('../webhook-settings.ts')).setWebhooks(o));
  asPartner(
    define(webhooks, 'rotate', 'a new signing secret; the one before signs too for 24 hours', [
      'webhooks rotate',
    ]),
  ).action(async (o: ServerOptions) => {
    const data = await partner(o).rotateWebhookSecret();
    print(o, data, () => `Signing secret  ${data.signing_secret}   (shown once)`);
  });
}
