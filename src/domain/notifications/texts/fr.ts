/** Notifications in French. */
import type { NotificationTexts } from './en.ts';

export const fr: NotificationTexts = {
  installation: 'cette installation Hubby',
  subjectOne: '{place} : {what}',
  subjectMany:
    '{place} : {count, plural, one {# notification} many {# notifications} other {# notifications}}',
  open: 'Ouvrir',
  more: '{count, plural, one {# autre se trouve} many {# autres se trouvent} other {# autres se trouvent}} sur les écrans.',
  why: 'Vous recevez ce message selon votre choix ou selon l’usage pour votre rôle. Le modifier : {address}',
  test: 'Ceci est un test de Hubby pour {place} : les messages arrivent ici.',
  endpoint_disabled:
    'Le point d’accès webhook a été désactivé, car ses livraisons ont échoué trop longtemps',
  endpoint_disabled_over: 'Le point d’accès webhook n’est plus désactivé',
  endpoint_failing: 'Les livraisons au point d’accès webhook échouent ; il sera désactivé {at}',
  endpoint_failing_over: 'Les livraisons au point d’accès webhook n’échouent plus',
  deliveries_exhausted:
    '{count, plural, one {# livraison abandonnée attend} many {# livraisons abandonnées attendent} other {# livraisons abandonnées attendent}} d’être renvoyées',
  endpoint_off:
    'Le point d’accès webhook est désactivé et {count, plural, one {# événement l’attend} many {# événements l’attendent} other {# événements l’attendent}}',
  key_expiring: 'La clé API {about} expire {at}',
  support_open:
    '{count, plural, one {Une demande d’assistance attend} many {# demandes d’assistance attendent} other {# demandes d’assistance attendent}} une réponse',
  import_waiting: 'L’import {about} est vérifié et attend d’être lancé',
  codes_ending:
    '{count, plural, one {# code promo que personne n’a utilisé expire} many {# codes promo que personne n’a utilisés expirent} other {# codes promo que personne n’a utilisés expirent}} bientôt, le premier {at}',
  account_out: 'Le compte fournisseur {about} ne prend pas de commandes',
  account_out_over: 'Le compte fournisseur {about} prend de nouveau des commandes',
  balance_low: 'Le solde du compte fournisseur {about} est bas',
  balance_low_over: 'Le solde du compte fournisseur {about} est de nouveau suffisant',
  stock_low: 'Le compte fournisseur {about} n’a bientôt plus de profils',
  stock_low_over: 'Le compte fournisseur {about} a de nouveau assez de profils',
  orders_waiting:
    '{count, plural, one {# commande vous attend} many {# commandes vous attendent} other {# commandes vous attendent}} sur la liste à vérifier',
  orders_waiting_over: 'Plus aucune commande ne vous attend',
  purchases_waiting:
    '{count, plural, one {# achat attend} many {# achats attendent} other {# achats attendent}} votre décision',
  purchases_waiting_over: 'Plus aucun achat ne vous attend',
  costs_waiting:
    '{count, plural, one {# coût a fait un bond et attend} many {# coûts ont fait un bond et attendent} other {# coûts ont fait un bond et attendent}} votre accord',
  costs_waiting_over: 'Plus aucun coût n’attend votre accord',
  support_escalated:
    '{count, plural, one {Une demande d’assistance vous a été transmise} many {# demandes d’assistance vous ont été transmises} other {# demandes d’assistance vous ont été transmises}}',
  findings_open:
    '{count, plural, one {# écart} many {# écarts} other {# écarts}} entre les livres des fournisseurs et les nôtres',
  findings_open_over: 'Les livres des fournisseurs et les nôtres concordent de nouveau',
};
