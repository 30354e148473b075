/** Events as they are said: by flag. test/dashboard-texts.test.ts holds them against the catalogue. */
export const GROUP_NAMES = {
  bookings: 'eventsBookings',
  packages: 'eventsPackages',
  esims: 'eventsEsims',
  purchases: 'eventsPurchases',
  codes: 'eventsCodes',
  supply: 'eventsSupply',
  other: 'eventsOther',
} as const;
export type EventGroup = keyof typeof GROUP_NAMES;

const BY_SUBJECT: Record<string, EventGroup> = {
  booking: 'bookings',
  package: 'packages',
  esim: 'esims',
  topup: 'purchases',
  promo_code: 'codes',
  classic_package_queue: 'codes',
  supply: 'supply',
};

/** In this order. */
export const GROUPS = Object.keys(GROUP_NAMES) as EventGroup[];

export const groupOf = (event: string): EventGroup =>
  event === 'package.purchased' ? 'purchases' : (BY_SUBJECT[event.split('.')[0]!] ?? 'other');

export const EVENT_TEXTS = {
  booking_created: 'eventBookingCreated',
  booking_updated: 'eventBookingUpdated',
  booking_cancelled: 'eventBookingCancelled',
  booking_within_cutoff: 'eventBookingWithinCutoff',
  booking_about_to_depart: 'eventBookingAboutToDepart',
  package_activated: 'eventPackageActivated',
  package_usage_20_percent: 'eventPackageUsage20',
  package_usage_50_percent: 'eventPackageUsage50',
  package_usage_80_percent: 'eventPackageUsage80',
  package_usage_100_percent: 'eventPackageUsage100',
  package_expired: 'eventPackageExpired',
  esim_installed: 'eventEsimInstalled',
  esim_enabled: 'eventEsimEnabled',
  esim_removed: 'eventEsimRemoved',
  esim_replaced: 'eventEsimReplaced',
  package_purchased: 'eventPackagePurchased',
  topup_completed: 'eventTopupCompleted',
  promo_code_claimed: 'eventPromoCodeClaimed',
  promo_code_redeemed: 'eventPromoCodeRedeemed',
  package_provisioned: 'eventPackageProvisioned',
  package_provisioning_failed: 'eventPackageProvisioningFailed',
  supply_disrupted: 'eventSupplyDisrupted',
  supply_restored: 'eventSupplyRestored',
  classic_package_queue_claimed: 'eventClassicClaimed',
} as const;
