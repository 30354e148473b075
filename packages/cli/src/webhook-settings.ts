/** `hubby webhooks set`: what is given is changed, the rest stays. */
import type { WebhookSettings } from '@hubby/sdk';
import { EVENTS, EVENT_TYPES } from '@hubby/sdk/events';
import { partner, type ServerOptions } from './client.ts';
import { eventTypes } from './event-types.ts';
import { print } from './print.ts';

export type SetOptions = ServerOptions & {
  to?: string;
  apiKey?: string;
  keyHeader?: string;
  keyPrefix?: string;
  alertEmail?: string;
  on?: string;
  off?: string;
  enable?: boolean;
  disable?: boolean;
};

export async function showWebhooks(options: ServerOptions): Promise<void> {
  const data = await partner(options).getWebhookSettings();
  print(options, data, () => tell(data));
}

export async function setWebhooks(options: SetOptions): Promise<void> {
  if (options.enable && options.disable) throw new Error('--enable or --disable, not both.');
  const now = await partner(options).getWebhookSettings();
  const url = options.to ?? now.url;
  // A new address is meant to be used; one that was switched off stays off until it is said.
  const enabled = options.disable
    ? false
    : options.enable === true || options.to !== undefined || now.enabled;
  const { key_header, key_prefix, alert_email } = now;
  const body = {
    url,
    enabled,
    key_header: options.keyHeader ?? key_header,
    key_prefix: options.keyPrefix ?? key_prefix,
    alert_email: options.alertEmail ?? alert_email,
    ...(options.apiKey === undefined ? {} : { api_key: options.apiKey }),
    events: { ...chosen(now.events), ...flags(options.on, true), ...flags(options.off, false) },
  };
  const data = await partner(options).putWebhookSettings({ body });
  print(options, data, () => tell(data));
}

/** What differs from the catalogue: the rest goes on following its defaults. */
const chosen = (events: Record<string, boolean>): Record<string, boolean> =>
  Object.fromEntries(
    EVENT_TYPES.filter(
      (type) => (events[EVENTS[type].flag] ?? EVENTS[type].isDefault) !== EVENTS[type].isDefault,
    ).map((type) => [EVENTS[type].flag, !EVENTS[type].isDefault]),
  );

const flags = (list: string | undefined, isOn: boolean): Record<string, boolean> =>
  Object.fromEntries(
    (list === undefined ? [] : eventTypes(list)).map((type) => [EVENTS[type].flag, isOn]),
  );

function tell({
  url,
  api_key_hint,
  key_header,
  key_prefix,
  events,
  alert_email,
  is_signed,
  signing_secret,
  health,
}: WebhookSettings): string {
  const of = (isOn: boolean): string =>
    EVENT_TYPES.filter((type) => events[EVENTS[type].flag] === isOn).join(' ') || 'none';
  return [
    `URL      ${url ?? 'none'}`,
    `Health   ${health.status}, ${health.pending} pending${health.failing_since === null ? '' : `, failing since ${health.failing_since}`}${health.disables_at === null ? '' : `, switched off at ${health.disables_at}`}`,
    `Key      ${api_key_hint === null ? 'none' : `${key_header}: ${key_prefix}${api_key_hint}`}`,
    `Signed   ${is_signed ? 'yes' : 'no (npx hubby webhooks rotate makes a secret)'}`,
    ...(signing_secret === undefined
      ? []
      : [`Secret   ${signing_secret}`, '         Keep it: it is shown here and never again.']),
    `Alerts   ${alert_email ?? 'to nobody (--alert-email)'}`,
    `Sent     ${of(true)}`,
    `Not sent ${of(false)}`,
  ].join('\n');
}
