// Generated: npm run docs:openapi

/** `flag`: its switch in the settings. `isDefault`: sent to those who do not set it. */
export const EVENTS = {
  'booking.created': { flag: 'booking_created', isDefault: true, summary: 'A booking is stored' },
  'booking.updated': {
    flag: 'booking_updated',
    isDefault: true,
    summary: 'A booking was changed, or entries were added to it',
  },
  'booking.cancelled': {
    flag: 'booking_cancelled',
    isDefault: true,
    summary: 'A booking is cancelled',
  },
  'booking.within_cutoff': {
    flag: 'booking_within_cutoff',
    isDefault: true,
    summary: '`cutoff_days` calendar days before the departure',
  },
  'booking.about_to_depart': {
    flag: 'booking_about_to_depart',
    isDefault: true,
    summary: '`about_to_depart_hours` hours before the departure',
  },
  'package.activated': {
    flag: 'package_activated',
    isDefault: true,
    summary: 'A package is used for the first time',
  },
  'package.usage.20_percent': {
    flag: 'package_usage_20_percent',
    isDefault: true,
    summary: 'A package has reached 20 % of its bytes or validity',
  },
  'package.usage.50_percent': {
    flag: 'package_usage_50_percent',
    isDefault: true,
    summary: 'A package has reached 50 % of its bytes or validity',
  },
  'package.usage.80_percent': {
    flag: 'package_usage_80_percent',
    isDefault: true,
    summary: 'A package has reached 80 % of its bytes or validity',
  },
  'package.usage.100_percent': {
    flag: 'package_usage_100_percent',
    isDefault: false,
    summary: 'A package has reached 100 % of its bytes or validity',
  },
  'package.expired': {
    flag: 'package_expired',
    isDefault: false,
    summary: "A package's validity, or the time to start using it, is over",
  },
  'esim.installed': { flag: 'esim_installed', isDefault: true, summary: 'The eSIM is on a device' },
  'esim.enabled': { flag: 'esim_enabled', isDefault: true, summary: 'The eSIM is switched on' },
  'esim.removed': {
    flag: 'esim_removed',
    isDefault: true,
    summary: 'The eSIM was deleted from the device',
  },
  'esim.replaced': {
    flag: 'esim_replaced',
    isDefault: true,
    summary: 'A new eSIM took the place of another, with the packages that were never used',
  },
  'package.purchased': {
    flag: 'package_purchased',
    isDefault: true,
    summary:
      "A traveler's first purchase of a destination, paid through Hubby; never for bookings, top-ups by API or claims",
  },
  'topup.completed': {
    flag: 'topup_completed',
    isDefault: true,
    summary: 'Any later purchase, paid through Hubby; never for bookings, top-ups by API or claims',
  },
  'promo_code.claimed': {
    flag: 'promo_code_claimed',
    isDefault: false,
    summary: 'A promo code was claimed',
  },
  'promo_code.redeemed': {
    flag: 'promo_code_redeemed',
    isDefault: false,
    summary: 'A promo code was redeemed onto an eSIM',
  },
  'package.provisioned': {
    flag: 'package_provisioned',
    isDefault: false,
    summary: 'A package was put on an eSIM; of every package, once',
  },
  'package.provisioning_failed': {
    flag: 'package_provisioning_failed',
    isDefault: false,
    summary: 'Nothing came of the last try: the package queue is redeemable again',
  },
  'supply.disrupted': {
    flag: 'supply_disrupted',
    isDefault: false,
    summary: 'A supplier that some of your travelers depend on does not serve for the moment',
  },
  'supply.restored': { flag: 'supply_restored', isDefault: false, summary: 'It serves again' },
  'classic_package_queue.claimed': {
    flag: 'classic_package_queue_claimed',
    isDefault: false,
    summary: 'A classic grant was claimed in the app',
  },
} as const satisfies Record<string, { flag: string; isDefault: boolean; summary: string }>;
