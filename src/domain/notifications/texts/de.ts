/** Notifications in German. */
import type { NotificationTexts } from './en.ts';

export const de: NotificationTexts = {
  installation: 'diese Hubby-Installation',
  subjectOne: '{place}: {what}',
  subjectMany: '{place}: {count, plural, one {# Benachrichtigung} other {# Benachrichtigungen}}',
  open: 'Öffnen',
  more: '{count, plural, one {# weitere steht} other {# weitere stehen}} auf den Bildschirmen.',
  why: 'Sie erhalten dies, weil Sie es so gewählt haben oder es für Ihre Rolle üblich ist. Ändern: {address}',
  test: 'Dies ist ein Test von Hubby für {place}: Nachrichten kommen hier an.',
  endpoint_disabled:
    'Der Webhook-Endpunkt wurde abgeschaltet, weil Zustellungen zu lange fehlschlugen',
  endpoint_disabled_over: 'Der Webhook-Endpunkt ist nicht mehr abgeschaltet',
  endpoint_failing: 'Zustellungen an den Webhook-Endpunkt schlagen fehl; er wird {at} abgeschaltet',
  endpoint_failing_over: 'Zustellungen an den Webhook-Endpunkt schlagen nicht mehr fehl',
  deliveries_exhausted:
    '{count, plural, one {# Zustellung wurde} other {# Zustellungen wurden}} aufgegeben und {count, plural, one {wartet} other {warten}} darauf, erneut gesendet zu werden',
  endpoint_off:
    'Der Webhook-Endpunkt ist aus, und {count, plural, one {# Ereignis wartet} other {# Ereignisse warten}} auf ihn',
  key_expiring: 'Der API-Schlüssel {about} läuft {at} ab',
  support_open:
    '{count, plural, one {Eine Supportanfrage wartet} other {# Supportanfragen warten}} auf eine Antwort',
  import_waiting: 'Der Import {about} ist geprüft und wartet auf den Start',
  codes_ending:
    '{count, plural, one {# Promo-Code, den niemand eingelöst hat, läuft} other {# Promo-Codes, die niemand eingelöst hat, laufen}} bald ab, der erste {at}',
  account_out: 'Das Lieferantenkonto {about} nimmt keine Bestellungen an',
  account_out_over: 'Das Lieferantenkonto {about} nimmt wieder Bestellungen an',
  balance_low: 'Das Guthaben des Lieferantenkontos {about} ist niedrig',
  balance_low_over: 'Das Guthaben des Lieferantenkontos {about} reicht wieder',
  stock_low: 'Dem Lieferantenkonto {about} gehen die Profile aus',
  stock_low_over: 'Das Lieferantenkonto {about} hat wieder genug Profile',
  orders_waiting:
    '{count, plural, one {# Bestellung wartet} other {# Bestellungen warten}} auf der Prüfliste auf Sie',
  orders_waiting_over: 'Keine Bestellung wartet mehr auf Sie',
  purchases_waiting:
    '{count, plural, one {# Kauf wartet} other {# Käufe warten}} auf Ihre Entscheidung',
  purchases_waiting_over: 'Kein Kauf wartet mehr auf Sie',
  costs_waiting:
    '{count, plural, one {# Einkaufspreis ist gesprungen und wartet} other {# Einkaufspreise sind gesprungen und warten}} auf Ihre Zustimmung',
  costs_waiting_over: 'Kein Einkaufspreis wartet mehr auf Ihre Zustimmung',
  support_escalated:
    '{count, plural, one {Eine Supportanfrage wurde} other {# Supportanfragen wurden}} an Sie übergeben',
  findings_open:
    '{count, plural, one {# Unterschied} other {# Unterschiede}} zwischen den Büchern der Lieferanten und unseren',
  findings_open_over: 'Die Bücher der Lieferanten und unsere stimmen wieder überein',
};
