/** What an installation promises, what each figure counts, and what it is measured against. */

export const FIGURES = ['availability', 'provisioning', 'webhooks', 'usage', 'support'] as const;
export type Figure = (typeof FIGURES)[number];

export type Definition = {
  title: string;
  /** what is counted, so that anybody can count it again */
  definition: string;
  /** the share that is promised, 0 to 1 */
  promise: number;
  /** what one of them has to be to count as good, where that is a time */
  within_ms: number | null;
};

const MINUTE_MS = 60_000;

export const DEFINITIONS: Record<Figure, Definition> = {
  availability: {
    title: 'Availability',
    definition:
      'The share of requests not answered with a failure of ours (status 5xx, but for 503 provider_unavailable), minute by minute, averaged over the minutes. A minute without a request counts as available, one in which no server was running as unavailable.',
    promise: 0.9999,
    within_ms: null,
  },
  provisioning: {
    title: 'Provisioning',
    definition:
      'Of the orders begun in the hour whose outcome is known, the share that put a package or a profile on an eSIM. The time is from the order to its confirmation, all tries and providers included.',
    promise: 0.999,
    within_ms: null,
  },
  webhooks: {
    title: 'Webhooks',
    definition:
      "Of the deliveries begun in the hour that are settled, the share a partner's endpoint took. The time is from the event to the attempt that succeeded.",
    promise: 0.999,
    within_ms: null,
  },
  usage: {
    title: 'Usage reports',
    definition:
      'The share of usage reports that were here within 15 minutes of the moment they were measured at.',
    promise: 0.99,
    within_ms: 15 * MINUTE_MS,
  },
  support: {
    title: 'Support',
    definition:
      'The share of support requests that had a first answer, by the knowledge base or by a person, within 3 minutes. One that waits counts once its 3 minutes are over.',
    promise: 0.95,
    within_ms: 3 * MINUTE_MS,
  },
};

/** So long figures are kept, and shown. */
export const SERVICE_DAYS = 90;

/** How the requests of an installation are told apart. */
export const CLASSES = ['api', 'apps', 'dashboard', 'pages', 'callbacks'] as const;
export type RequestClass = (typeof CLASSES)[number];

const CALLBACKS = /^\/api\/(providers|suppliers|mail|payments|stripe)\//;

/** By the pattern of its route; null: none of ours, which says nothing of the service. */
export function classOf(route: string | undefined): RequestClass | null {
  if (route === undefined || /^\/(healthz|readyz|livez|metrics|status)/.test(route)) return null;
  if (CALLBACKS.test(route)) return 'callbacks';
  if (route.startsWith('/api/')) return 'api';
  if (route.startsWith('/web-api/') || route.startsWith('/d/')) return 'dashboard';
  return /^\/(app-api|webapp)\//.test(route) ? 'apps' : 'pages';
}
