import type { StatusTexts } from './en.ts';

export const fr: StatusTexts = {
  title: 'État du service',
  lead: 'Comment cette installation a fonctionné ces {days} derniers jours, comparé à ce qu’elle promet. Les jours sont en UTC.',
  notYet: 'Rien n’est encore compté : les chiffres viennent avec la première heure.',
  since: 'Compté depuis le {date}.',
  nothing: 'rien à compter',
  promised: 'promis : {share}',
  times: 'en moyenne après {mean}, au plus tard après {slowest}',
  bars: '{title} par jour : {share} sur {days, plural, one {# jour} many {# jours} other {# jours}} ; les sept derniers sont dans le tableau ci-dessous',
  bar: '{date} : {share}',
  details: 'Ce qui est compté, et les derniers jours',
  day: 'Jour',
  share: 'Part',
  minutes: 'Minutes',
  counted: 'Comptés',
  average: 'Moyenne',
  exportTitle: 'Recompter',
  exportText: 'Les décomptes derrière ces chiffres, dont chacun tire les mêmes :',
  everyHour: 'chaque heure de chaque chiffre',
  todaysMinutes: 'pour la disponibilité, les minutes d’aujourd’hui',
  exportHow:
    'Un autre jour avec {address}. La part d’un jour est la somme de « good » divisée par celle de « total ».',
  languages: 'Langues',
  availability: 'Disponibilité',
  availabilityMeans:
    'La part des requêtes auxquelles nous n’avons pas répondu par une panne (statut 5xx, sauf 503 provider_unavailable), minute par minute, en moyenne sur les minutes. Une minute sans requête compte comme disponible, une minute sans serveur en marche comme indisponible.',
  provisioning: 'Mise en service',
  provisioningMeans:
    'Parmi les commandes commencées dans l’heure dont l’issue est connue, la part qui a mis un forfait ou un profil sur une eSIM. Le temps va de la commande à sa confirmation, tous essais et fournisseurs compris.',
  webhooks: 'Webhooks',
  webhooksMeans:
    'Parmi les livraisons commencées dans l’heure et terminées, la part que l’adresse d’un partenaire a acceptée. Le temps va de l’événement à l’essai qui a réussi.',
  usage: 'Rapports d’utilisation',
  usageMeans:
    'La part des rapports d’utilisation arrivés ici dans les 15 minutes suivant leur mesure.',
  support: 'Assistance',
  supportMeans:
    'La part des demandes d’aide ayant reçu une première réponse en 3 minutes, de la base de connaissances ou d’une personne. Une demande en attente compte une fois ses 3 minutes écoulées.',
};
