import type { StatusTexts } from './en.ts';

export const de: StatusTexts = {
  title: 'Status des Dienstes',
  lead: 'Wie diese Installation in den letzten {days} Tagen gearbeitet hat, gemessen an dem, was sie verspricht. Tage sind UTC.',
  notYet: 'Noch ist nichts gezählt: Zahlen kommen mit der ersten Stunde.',
  since: 'Gezählt seit {date}.',
  nothing: 'nichts zu zählen',
  promised: 'versprochen: {share}',
  times: 'im Mittel nach {mean}, am langsamsten nach {slowest}',
  bars: '{title} je Tag: {share} über {days, plural, one {# Tag} other {# Tage}}; die letzten sieben stehen in der Tabelle darunter',
  bar: '{date}: {share}',
  details: 'Was gezählt wird, und die letzten Tage',
  day: 'Tag',
  share: 'Anteil',
  minutes: 'Minuten',
  counted: 'Gezählt',
  average: 'Im Mittel',
  exportTitle: 'Nachzählen',
  exportText: 'Die Zählungen hinter diesen Zahlen, aus denen alle dasselbe erhalten:',
  everyHour: 'jede Stunde jeder Zahl',
  todaysMinutes: 'für die Verfügbarkeit die Minuten von heute',
  exportHow:
    'Ein anderer Tag mit {address}. Der Anteil eines Tages ist die Summe von „good“ durch die Summe von „total“.',
  languages: 'Sprachen',
  availability: 'Verfügbarkeit',
  availabilityMeans:
    'Der Anteil der Anfragen, die nicht mit einem Fehler von uns beantwortet wurden (Status 5xx, außer 503 provider_unavailable), Minute für Minute, gemittelt über die Minuten. Eine Minute ohne Anfrage zählt als verfügbar, eine, in der kein Server lief, als nicht verfügbar.',
  provisioning: 'Bereitstellung',
  provisioningMeans:
    'Von den in der Stunde begonnenen Bestellungen, deren Ausgang bekannt ist, der Anteil, der ein Paket oder ein Profil auf eine eSIM gebracht hat. Die Zeit läuft von der Bestellung bis zu ihrer Bestätigung, mit allen Versuchen und Anbietern.',
  webhooks: 'Webhooks',
  webhooksMeans:
    'Von den in der Stunde begonnenen Zustellungen, die erledigt sind, der Anteil, den der Endpunkt eines Partners angenommen hat. Die Zeit läuft vom Ereignis bis zum Versuch, der gelang.',
  usage: 'Nutzungsmeldungen',
  usageMeans:
    'Der Anteil der Nutzungsmeldungen, die binnen 15 Minuten nach dem Zeitpunkt ihrer Messung hier waren.',
  support: 'Support',
  supportMeans:
    'Der Anteil der Hilfeanfragen mit einer ersten Antwort binnen 3 Minuten, aus der Wissensdatenbank oder von einem Menschen. Eine, die wartet, zählt, sobald ihre 3 Minuten um sind.',
};
