/**
 * The one plain object that everything below the entrances receives; tests override what they need.
 */
import type { Config } from './config.ts';
import type { Db } from './db/pool.ts';
import type { Counters } from './domain/abuse/counters.ts';
import type { LimitStore } from './domain/abuse/settings.ts';
import type { KeySet } from './domain/app-tokens/cached-keys.ts';
import type { OpenStreams } from './domain/members/watching/open-streams.ts';
import type { Watches } from './domain/members/watching/watches.ts';
import type { IssuerKeys } from './domain/app-tokens/issuer-keys.ts';
import type { CatalogStore } from './domain/catalog/store.ts';
import type { ClockStore } from './domain/partners/clocks.ts';
import type {
  MailCallbacks,
  MailSender,
  MailSenderName,
  ReportingSenderName,
} from './channels/mail.ts';
import type { Intercom } from './channels/intercom/contacts.ts';
import type { LanguageModel } from './channels/model/model.ts';
import type { Directory } from './channels/directory.ts';
import type { ImageFetcher } from './channels/images.ts';
import type { PayDesk } from './channels/payments/pay-desk.ts';
import type { PushSender } from './channels/push.ts';
import type { WebhookSender } from './channels/webhook/sender.ts';
import type { DeviceListStore } from './domain/device-models/current-list.ts';
import type { QrCodes } from './domain/esims/qr.ts';
import type { ReplacingStore } from './domain/esims/replacing/replacing-settings.ts';
import type { ModelCalls } from './domain/instructions/model-calls.ts';
import type { KeyUses } from './domain/partners/keys/key-uses.ts';
import type { KeyStore } from './domain/partners/keys/key-store.ts';
import type { PriceBooks } from './domain/partners/price-book.ts';
import type { ShownCatalogs } from './domain/partners/shown-catalogs.ts';
import type { CoverThread } from './domain/planning/cover/in-thread.ts';
import type { PolicyStore } from './domain/routing/policy.ts';
import type { LoopLag } from './domain/reports/loop-lag.ts';
import type { RequestTimes } from './domain/reports/request-times.ts';
import type { RequestMinutes } from './domain/service/request-minutes.ts';
import type { Operation } from './domain/requests/request-view.ts';
import type { RequestLog } from './domain/requests/request-log.ts';
import type { RefusedBookings } from './domain/reports/refused-bookings.ts';
import type { ContextPushes } from './domain/support/context-pushes.ts';
import type { EndpointSecrets } from './domain/webhooks/endpoint/secrets.ts';
import type { SupplierStore } from './domain/suppliers/store.ts';
import type { FeedCeiling } from './domain/webhooks/feed/feed-ceiling.ts';
import type { SandboxPayDesk } from './pay-desk/server.ts';
import type { Provider } from './providers/provider.ts';
import type { SandboxControl } from './providers/sandbox-control.ts';
import type { Secrets } from './secrets.ts';

/**
 * Kinds of due work that a commit can leave behind; a worker is woken for them, and a sweep finds
 * what a lost wake-up left.
 */
export type WakeKind =
  | 'orders'
  | 'replacements'
  | 'reports'
  | 'polls'
  | 'timers'
  | 'deliveries'
  | 'messages'
  | 'member_mails'
  | 'redemptions'
  | 'purchases'
  | 'imports'
  | 'syncs'
  | 'erasures';

export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type Context = {
  config: Config;
  /** where clients reach the API, no trailing slash */
  baseUrl: string;
  db: Db;
  /**
   * the request of a partner's key that something is done for, by its id in the log of requests;
   * `db` writes it down. Null: nobody's
   */
  causedBy: string | null;
  secrets: Secrets;
  /** by the names of their accounts; changes while everything runs */
  providers: ReadonlyMap<string, Provider>;
  /** their accounts, and how they do */
  suppliers: SupplierStore;
  /** null outside staging */
  sandbox: SandboxControl | null;
  /** the pretend Stripe; null outside staging, and where Stripe itself is configured */
  payDesk: SandboxPayDesk | null;
  catalog: CatalogStore;
  /** which of several sources the operator wants */
  routing: PolicyStore;
  /** what the operator wants of replacing eSIMs */
  replacing: ReplacingStore;
  keys: KeyStore;
  /** when they were used last */
  keyUses: KeyUses;
  priceBooks: PriceBooks;
  clock: { now(): Date };
  /** how far sandbox partners' time is ahead of `clock` */
  clocks: ClockStore;
  webhooks: WebhookSender;
  /** partners' own directories, through which their members sign in */
  directory: Directory;
  /** fetches partners' logos */
  images: ImageFetcher;
  /** senders of mail by name, those that are configured; the mailbox in staging only */
  mail: ReadonlyMap<MailSenderName, MailSender>;
  /** how to read what senders of mail call back with, whether or not they are configured */
  mailCallbacks: Readonly<Record<ReportingSenderName, MailCallbacks>>;
  /** to travelers' devices: FCM where it is configured, else the built-in mailbox */
  push: PushSender;
  /** where travelers pay; null where there is no store */
  payments: PayDesk | null;
  /** where partners' support teams see their travelers */
  intercom: Intercom;
  /** what is under way to it */
  contextPushes: ContextPushes;
  /** null where none is configured */
  model: LanguageModel | null;
  /** what is under way with it */
  modelCalls: ModelCalls;
  /** the device list in force */
  devices: DeviceListStore;
  /** hard covers are solved there */
  coverThread: CoverThread;
  /** how much is let through that nobody signs for, and how often it was done */
  limits: LimitStore;
  counters: Counters;
  /** keys and signing secrets of partners' endpoints, opened */
  endpointSecrets: EndpointSecrets;
  /** how far cursors of the event feed have come */
  feedCeiling: FeedCeiling;
  /** of activation codes */
  qrCodes: QrCodes;
  /** lists of destinations, as they were answered */
  shownCatalogs: ShownCatalogs;
  /** counts them for the funnel */
  refusedBookings: RefusedBookings;
  /** how long partners waited for answers of this process */
  requestTimes: RequestTimes;
  /** how many requests it answered, minute by minute */
  requestMinutes: RequestMinutes;
  /** keeps what partners' servers asked for, for them to read */
  requestLog: RequestLog;
  /** of the public API, by name; known once its routes are */
  operations: Map<string, Operation>;
  /** how far this process is behind */
  loopLag: LoopLag;
  /** public keys that tokens from apps are checked with */
  keySets: { firebase: KeySet; appCheck: KeySet; own: KeySet };
  /** members who watch: what changes at their partners, and how many there are */
  watches: Watches;
  openStreams: OpenStreams;
  /** what our own tokens are signed with */
  issuerKeys: IssuerKeys;
  log: Log;
  wake(kind: WakeKind): void;
};
