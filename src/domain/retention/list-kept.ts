/** What is kept of a partner, and for how long: the rules, each told of where it is in force. */
import { REPORT_DAYS } from '../esims/usage/receive-reports.ts';
import { IMPORT_DAYS } from '../imports/forget-imports.ts';
import { LINK_DAYS } from '../mail-links/make-link.ts';
import { ENDED_DAYS } from '../members/forget-ended.ts';
import { KEPT_S } from '../partners/idempotency/keyed-request.ts';
import type { Partner } from '../partners/partner.ts';
import { installationDays, retentionDays, type RetentionName } from '../settings/retention.ts';
import { DAY_MS } from '../time.ts';
import { KEPT_DAYS } from '../webhooks/feed/list-events.ts';
import { SESSION_DAYS } from '../webview/forget-sessions.ts';

export const KINDS = [
  'requests',
  'request_bodies',
  'message_contents',
  'events',
  'imports',
  'idempotency_answers',
  'usage_reports',
  'traveler_links',
  'traveler_sessions',
  'member_sessions',
  'member_invitations',
  'messages',
  'bookings',
  'travelers',
  'audit_entries',
] as const;
type Kind = (typeof KINDS)[number];
/** What the days are counted from. */
export const COUNTED_FROM = ['made', 'ended'] as const;

export type Kept = {
  kind: Kind;
  /** in force; null = it stays */
  days: number | null;
  /** of the installation; null = it stays */
  most_days: number | null;
  counted_from: (typeof COUNTED_FROM)[number];
  /** of the setting `retention`; null = a partner cannot change it */
  setting: RetentionName | null;
};

type Rule =
  | { days: number; from: Kept['counted_from'] }
  | { setting: RetentionName }
  /** until a traveler is erased, or for good */
  | 'stays';

const RULES: Record<Kind, Rule> = {
  requests: { setting: 'request_days' },
  request_bodies: { setting: 'request_body_days' },
  message_contents: { setting: 'message_days' },
  events: { days: KEPT_DAYS, from: 'made' },
  imports: { days: IMPORT_DAYS, from: 'made' },
  idempotency_answers: { days: (KEPT_S * 1_000) / DAY_MS, from: 'made' },
  usage_reports: { days: REPORT_DAYS, from: 'made' },
  traveler_links: { days: LINK_DAYS, from: 'ended' },
  traveler_sessions: { days: SESSION_DAYS, from: 'ended' },
  member_sessions: { days: ENDED_DAYS.member_sessions.days, from: 'ended' },
  member_invitations: { days: ENDED_DAYS.member_invitations.days, from: 'ended' },
  messages: 'stays',
  bookings: 'stays',
  travelers: 'stays',
  audit_entries: 'stays',
};

export function listKept(config: { requestLogDays: number }, { settings }: Partner): Kept[] {
  const own = retentionDays(config, settings.retention);
  const most = installationDays(config);
  return KINDS.map((kind) => {
    const rule = RULES[kind];
    if (rule === 'stays')
      return { kind, days: null, most_days: null, counted_from: 'made', setting: null };
    if ('days' in rule) {
      const { days, from } = rule;
      return { kind, days, most_days: days, counted_from: from, setting: null };
    }
    const { setting } = rule;
    return { kind, days: own[setting], most_days: most[setting], counted_from: 'made', setting };
  });
}
