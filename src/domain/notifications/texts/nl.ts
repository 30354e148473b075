/** Notifications in Dutch. */
import type { NotificationTexts } from './en.ts';

export const nl: NotificationTexts = {
  installation: 'deze Hubby-installatie',
  subjectOne: '{place}: {what}',
  subjectMany: '{place}: {count, plural, one {# melding} other {# meldingen}}',
  open: 'Openen',
  more: '{count, plural, one {# andere staat} other {# andere staan}} op de schermen.',
  why: 'U krijgt dit omdat u het zo hebt gekozen of omdat het gebruikelijk is voor uw rol. Wijzigen: {address}',
  test: 'Dit is een test van Hubby voor {place}: berichten komen hier aan.',
  endpoint_disabled: 'Het webhook-endpoint is uitgeschakeld, omdat leveringen te lang mislukten',
  endpoint_disabled_over: 'Het webhook-endpoint is niet langer uitgeschakeld',
  endpoint_failing: 'Leveringen aan het webhook-endpoint mislukken; het wordt {at} uitgeschakeld',
  endpoint_failing_over: 'Leveringen aan het webhook-endpoint mislukken niet meer',
  deliveries_exhausted:
    '{count, plural, one {# levering is opgegeven en wacht} other {# leveringen zijn opgegeven en wachten}} om opnieuw te worden verzonden',
  endpoint_off:
    'Het webhook-endpoint staat uit en {count, plural, one {# gebeurtenis wacht} other {# gebeurtenissen wachten}} erop',
  key_expiring: 'De API-sleutel {about} verloopt {at}',
  support_open:
    '{count, plural, one {Een supportverzoek wacht} other {# supportverzoeken wachten}} op antwoord',
  import_waiting: 'De import {about} is gecontroleerd en wacht op de start',
  codes_ending:
    '{count, plural, one {# promocode die niemand heeft ingewisseld, verloopt} other {# promocodes die niemand heeft ingewisseld, verlopen}} binnenkort, de eerste {at}',
  account_out: 'Het leveranciersaccount {about} neemt geen bestellingen aan',
  account_out_over: 'Het leveranciersaccount {about} neemt weer bestellingen aan',
  balance_low: 'Het saldo van het leveranciersaccount {about} is laag',
  balance_low_over: 'Het saldo van het leveranciersaccount {about} is weer voldoende',
  stock_low: 'Het leveranciersaccount {about} raakt door zijn profielen heen',
  stock_low_over: 'Het leveranciersaccount {about} heeft weer genoeg profielen',
  orders_waiting:
    '{count, plural, one {# bestelling wacht} other {# bestellingen wachten}} op u op de controlelijst',
  orders_waiting_over: 'Er wacht geen bestelling meer op u',
  purchases_waiting:
    '{count, plural, one {# aankoop wacht} other {# aankopen wachten}} op uw beslissing',
  purchases_waiting_over: 'Er wacht geen aankoop meer op u',
  costs_waiting:
    '{count, plural, one {# kostprijs is gesprongen en wacht} other {# kostprijzen zijn gesprongen en wachten}} op uw goedkeuring',
  costs_waiting_over: 'Er wacht geen kostprijs meer op uw goedkeuring',
  support_escalated:
    '{count, plural, one {Er is een supportverzoek} other {Er zijn # supportverzoeken}} aan u overgedragen',
  findings_open:
    '{count, plural, one {# verschil} other {# verschillen}} tussen de boeken van leveranciers en de onze',
  findings_open_over: 'De boeken van leveranciers en de onze kloppen weer',
};
