/** `hubby trigger`: one test event, and what the endpoint answered. */
import type { Operations } from '@hubby/sdk';
import { EVENTS, EVENT_TYPES } from '@hubby/sdk/events';
import { partner, type ServerOptions } from './client.ts';
import { eventType } from './event-types.ts';
import { print } from './print.ts';

type Delivery = Operations['testWebhook']['data']['delivery'];

export async function trigger(
  event: string | undefined,
  options: ServerOptions & { list?: boolean },
): Promise<void> {
  if (options.list)
    return print(options, EVENT_TYPES, () =>
      EVENT_TYPES.map((type) => `${type.padEnd(30)} ${EVENTS[type].summary}`).join('\n'),
    );
  if (event === undefined) throw new Error('Which event? npx hubby trigger --list shows them.');
  const data = await partner(options).testWebhook({ body: { event: eventType(event) } });
  print(options, data, () => `${event}  ${data.event_id}\n${tell(data.delivery)}`);
}

function tell(delivery: Delivery): string {
  if (delivery === null)
    return 'In the event feed; sent to nobody, since no webhook endpoint is set and enabled (npx hubby webhooks set --to …).';
  const answer = (delivery.response_body ?? '').slice(0, 500);
  return `→ ${delivery.state === 'delivered' ? 'accepted' : 'not accepted'}: ${delivery.status_code ?? delivery.error} in ${delivery.duration_ms} ms${answer === '' ? '' : `\n${answer}`}`;
}
