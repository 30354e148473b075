/**
 * All jobs. A job is a payload-free nudge to look for due rows; the rows say what is to be done.
 */
import type { Context, WakeKind } from '../context.ts';
import { forgetOldTokens } from '../domain/app-tokens/forget-tokens.ts';
import { forgetEnded } from '../domain/members/forget-ended.ts';
import { forgetOldCounters } from '../domain/abuse/forget-counters.ts';
import { applyDueReports } from '../domain/esims/usage/apply-reports.ts';
import { forgetOldInstallLinks } from '../domain/esims/install-links.ts';
import { pollEsims } from '../domain/esims/usage/poll-esims.ts';
import { forgetOldReports } from '../domain/esims/usage/receive-reports.ts';
import { runDueOrders } from '../domain/esims/provisioning/run-due-orders.ts';
import { runDuePreorders } from '../domain/esims/preordering/run-due-preorders.ts';
import { runDueReplacements } from '../domain/esims/replacing/run-due-replacements.ts';
import { forgetOldRewrites } from '../domain/instructions/rewrite.ts';
import { reconcileAll } from '../domain/esims/provisioning/reconcile.ts';
import { runDueErasures } from '../domain/erasing/run-due-erasures.ts';
import { runDueRedemptions } from '../domain/hosted/redemptions.ts';
import { runDueResets } from '../domain/members/factors/run-due-resets.ts';
import { endDueViews } from '../domain/members/viewing/end-view.ts';
import { forgetOldMailLinks } from '../domain/mail-links/make-link.ts';
import { forgetOldAnswers } from '../domain/partners/idempotency/forget-answers.ts';
import { forgetOldMessages } from '../domain/messages/forget-old-messages.ts';
import { forgetOldMemberMails, sendMemberMails } from '../domain/messages/members/send-mails.ts';
import { runDueMessages } from '../domain/messages/sending/run-due-messages.ts';
import { runDuePurchases } from '../domain/store/run-due-purchases.ts';
import { forgetOldPaymentEvents } from '../domain/store/events/forget-events.ts';
import { forgetOldRequests } from '../domain/requests/forget-requests.ts';
import { runDueTimers } from './run-due-timers.ts';
import { runDueDeliveries } from '../domain/webhooks/delivering/deliver.ts';
import { watchCosts } from '../domain/catalog/sources/watch-costs.ts';
import { watchDoubts } from '../domain/store/operator/watch-doubts.ts';
import { watchReview } from '../domain/esims/provisioning/watch-review.ts';
import { countDueDays, forgetOldDays } from '../domain/reports/counting/count-due-days.ts';
import { countHours, forgetOldFigures } from '../domain/service/count-hours.ts';
import { tellPartners } from '../domain/esims/stranded/tell-partners.ts';
import { forgetOldOccasions, runNotifications } from '../domain/notifications/run-notifications.ts';
import { forgetOldIncidents } from '../domain/incidents/forget-incidents.ts';
import { forgetOldImports } from '../domain/imports/forget-imports.ts';
import { runDueImports } from '../domain/imports/run-due-imports.ts';
import { tellOperator } from '../domain/messages/operator/send-mails.ts';
import { watchAccounts } from '../domain/suppliers/watch-accounts.ts';
import { readBalances } from '../domain/suppliers/balances.ts';
import { watchStocks } from '../domain/suppliers/es2plus/watch-stock.ts';
import { runDueSyncs } from '../domain/suppliers/catalog-sync/run-due-syncs.ts';
import { forgetOldCalls } from '../domain/suppliers/figures.ts';
import { lookAgain } from '../domain/suppliers/look-again.ts';
import { forgetOldPace } from '../domain/suppliers/pace.ts';
import { forgetOldEvents } from '../domain/webhooks/forget-old-events.ts';
import { forgetOldSessions } from '../domain/webview/forget-sessions.ts';

/** Woken after a commit and swept every second. */
export const DUE: Record<WakeKind, (ctx: Context, isStopping: () => boolean) => Promise<unknown>> =
  {
    orders: async (ctx, isStopping) =>
      (await runDueOrders(ctx, isStopping)) + (await runDuePreorders(ctx, isStopping)),
    replacements: runDueReplacements,
    reports: applyDueReports,
    polls: pollEsims,
    timers: runDueTimers,
    deliveries: runDueDeliveries,
    redemptions: runDueRedemptions,
    purchases: runDuePurchases,
    messages: runDueMessages,
    member_mails: sendMemberMails,
    syncs: runDueSyncs,
    imports: runDueImports,
    erasures: runDueErasures,
  };

export type ScheduledJob = { /** cron, UTC */ at: string; run(ctx: Context): Promise<unknown> };
export const SCHEDULED: Record<string, ScheduledJob> = {
  housekeeping: { at: '17 * * * *', run: forgetOldAnswers },
  limits: { at: '*/10 * * * *', run: forgetOldCounters },
  app_tokens: { at: '47 * * * *', run: forgetOldTokens },
  install_links: { at: '53 * * * *', run: forgetOldInstallLinks },
  members: { at: '7 * * * *', run: forgetEnded },
  webview_sessions: { at: '3 * * * *', run: forgetOldSessions },
  member_mails: { at: '57 4 * * *', run: forgetOldMemberMails },
  factor_resets: { at: '* * * * *', run: runDueResets },
  partner_views: { at: '* * * * *', run: endDueViews },
  mail_links: { at: '43 4 * * *', run: forgetOldMailLinks },
  // One pass at a time: it lasts for as long as something is due.
  poll: { at: '* * * * *', run: async ({ wake }) => wake('polls') },
  supplier_accounts: { at: '* * * * *', run: lookAgain },
  supplier_troubles: { at: '* * * * *', run: watchAccounts },
  review: { at: '* * * * *', run: watchReview },
  costs: { at: '* * * * *', run: watchCosts },
  purchases_in_doubt: { at: '* * * * *', run: watchDoubts },
  operator_mails: { at: '* * * * *', run: tellOperator },
  notifications: { at: '* * * * *', run: runNotifications },
  old_occasions: { at: '33 4 * * *', run: ({ db }) => forgetOldOccasions(db) },
  outages: { at: '* * * * *', run: tellPartners },
  incidents: { at: '31 4 * * *', run: ({ db }) => forgetOldIncidents(db) },
  supplier_balances: { at: '*/5 * * * *', run: readBalances },
  supplier_stocks: { at: '*/5 * * * *', run: watchStocks },
  supplier_calls: { at: '23 * * * *', run: ({ db }) => forgetOldCalls(db) },
  supplier_pace: { at: '13 * * * *', run: ({ db }) => forgetOldPace(db) },
  reports: { at: '31 * * * *', run: forgetOldReports },
  service: { at: '*/5 * * * *', run: (ctx) => countHours(ctx) },
  service_history: { at: '39 4 * * *', run: forgetOldFigures },
  counted_days: { at: '* * * * *', run: countDueDays },
  old_counted_days: { at: '11 5 * * *', run: forgetOldDays },
  requests: { at: '37 * * * *', run: forgetOldRequests },
  old_imports: { at: '37 * * * *', run: forgetOldImports },
  webhook_history: { at: '29 * * * *', run: forgetOldEvents },
  payment_events: { at: '51 4 * * *', run: forgetOldPaymentEvents },
  rewrites: { at: '53 4 * * *', run: forgetOldRewrites },
  message_bodies: { at: '37 4 * * *', run: forgetOldMessages },
  reconcile: {
    at: '41 3 * * *',
    run: (ctx) => reconcileAll(ctx, new Date(Date.now() - 48 * 3_600_000)),
  },
};
