/** Staging only: `hubby demo`, `mailbox`, `clock …`, `reset`. */
import type { Operations } from '@hubby/sdk';
import type { Command } from 'commander';
import { partner, type ServerOptions } from '../client.ts';
import { asPartner, define } from '../command.ts';
import { print } from '../print.ts';
import { forwarding } from './events.ts';

type SandboxClock = Operations['sandboxReset']['data'];

export function addSandbox(program: Command): void {
  forwarding(
    define(program, 'demo', 'play a whole trip against the running server', [
      'demo',
      'demo --forward-to http://localhost:8000/hubby',
    ]).option('--url <url>', 'server address'),
  ).action(async (o: ServerOptions) => (await import('../demo.ts')).demo(o));
  asPartner(
    define(
      program,
      'mailbox',
      'a link to the page of what would have gone out to people (staging)',
      ['mailbox'],
    ),
  ).action(async (o: ServerOptions) => (await import('../mailbox.ts')).mailbox(o));

  const clock = define(program, 'clock', 'the sandbox clock of this partner (staging)', [
    'clock advance 7d2h',
  ]);
  asPartner(define(clock, 'show', 'what time it is for this partner', ['clock show'])).action(
    async (o: ServerOptions) => {
      const data = await partner(o).sandboxClock();
      print(o, data, () => `${tellClock(data)}${tellNext(data.next)}`);
    },
  );
  asPartner(
    define(clock, 'advance <duration>', 'move it; done when everything that came due is done', [
      'clock advance 7d2h',
      'clock advance 30m',
    ]),
  ).action(advanceClock);
  asPartner(
    define(
      program,
      'reset',
      'sandbox: remove what this partner has made, set its clock to real time (staging)',
      ['reset --yes'],
    ),
  )
    .option('--yes', 'really')
    .action(reset);
}

const tellClock = ({ now, offset_seconds }: SandboxClock): string =>
  `It is ${now}${offset_seconds === 0 ? ', real time' : `, ${Math.round(offset_seconds / 8640) / 10} days ahead`}.`;

const WHATS = {
  booking: 'a trigger of a booking',
  package: 'a threshold or an end of a package',
  message: 'a message',
  delivery: 'another try of a delivery',
} as const;
const tellNext = (next: Operations['sandboxClock']['data']['next']): string =>
  next === null ? '' : `\nNext: ${WHATS[next.kind]} at ${next.at}.`;

async function advanceClock(duration: string, o: ServerOptions) {
  const data = await partner(o).sandboxAdvanceClock({ body: { advance: duration } });
  print(
    o,
    data,
    () =>
      `${tellClock(data)}\n${data.fired.timers} timers went off, ${data.fired.deliveries} delivery attempts were made.`,
  );
}

async function reset(o: ServerOptions & { yes?: boolean }) {
  if (!o.yes)
    throw new Error(
      'This removes all travelers, bookings, eSIMs and events of this partner and sets its clock back. Keys and settings stay. Say --yes if you mean it.',
    );
  const data = await partner(o).sandboxReset();
  print(o, data, () => `Removed. ${tellClock(data)}`);
}
