/** A partner's endpoint for webhooks: as it is set, what it may be sent, and what is sent back. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { EventTypes, WebhookSettings } from './types.ts';

export const webhooksQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'webhooks'],
    queryFn: () => call<WebhookSettings>('GET', `${path}/webhooks/settings`),
  });

export const eventTypesQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'event-types'],
    staleTime: Infinity,
    queryFn: () => call<EventTypes>('GET', `${path}/webhooks/event-types`),
  });

export type EventKind = EventTypes['event_types'][number];

/** What a change sends: all but the signing secret is replaced by it. */
export type Endpoint = Pick<
  WebhookSettings,
  'url' | 'key_header' | 'key_prefix' | 'enabled' | 'events' | 'alert_email'
> & {
  /** undefined: as it is; null: none */
  api_key?: string | null | undefined;
};

/** Of the events only what differs from the catalogue: its defaults then go on being its own. */
export const putEndpoint = (
  path: string,
  { events, ...rest }: Endpoint,
  kinds: readonly EventKind[],
): Promise<WebhookSettings> =>
  call<WebhookSettings>('PUT', `${path}/webhooks/settings`, {
    ...rest,
    events: Object.fromEntries(
      kinds.flatMap(({ flag, is_default: isDefault }) =>
        events[flag] === undefined || events[flag] === isDefault ? [] : [[flag, events[flag]]],
      ),
    ),
  });

/** As it is set: what is not changed is sent again. */
export const asSet = ({
  url,
  key_header,
  key_prefix,
  enabled,
  events,
  alert_email,
}: WebhookSettings): Endpoint => ({ url, key_header, key_prefix, enabled, events, alert_email });
