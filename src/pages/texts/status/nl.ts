import type { StatusTexts } from './en.ts';

export const nl: StatusTexts = {
  title: 'Status van de dienst',
  lead: 'Hoe deze installatie in de laatste {days} dagen heeft gewerkt, naast wat ze belooft. Dagen zijn in UTC.',
  notYet: 'Er is nog niets geteld: cijfers komen met het eerste uur.',
  since: 'Geteld sinds {date}.',
  nothing: 'niets te tellen',
  promised: 'beloofd: {share}',
  times: 'gemiddeld na {mean}, de traagste na {slowest}',
  bars: '{title} per dag: {share} over {days, plural, one {# dag} other {# dagen}}; de laatste zeven staan in de tabel hieronder',
  bar: '{date}: {share}',
  details: 'Wat wordt geteld, en de laatste dagen',
  day: 'Dag',
  share: 'Aandeel',
  minutes: 'Minuten',
  counted: 'Geteld',
  average: 'Gemiddeld',
  exportTitle: 'Zelf natellen',
  exportText: 'De tellingen achter deze cijfers, waaruit iedereen dezelfde krijgt:',
  everyHour: 'elk uur van elk cijfer',
  todaysMinutes: 'voor de beschikbaarheid de minuten van vandaag',
  exportHow:
    'Een andere dag met {address}. Het aandeel van een dag is de som van ‘good’ gedeeld door de som van ‘total’.',
  languages: 'Talen',
  availability: 'Beschikbaarheid',
  availabilityMeans:
    'Het aandeel verzoeken dat niet met een fout van ons is beantwoord (status 5xx, behalve 503 provider_unavailable), minuut voor minuut, gemiddeld over de minuten. Een minuut zonder verzoek telt als beschikbaar, een waarin geen server draaide als niet beschikbaar.',
  provisioning: 'Levering',
  provisioningMeans:
    'Van de in het uur begonnen bestellingen waarvan de uitkomst bekend is, het aandeel dat een pakket of profiel op een eSIM heeft gezet. De tijd loopt van de bestelling tot de bevestiging, met alle pogingen en leveranciers.',
  webhooks: 'Webhooks',
  webhooksMeans:
    'Van de in het uur begonnen leveringen die zijn afgehandeld, het aandeel dat het adres van een partner heeft aangenomen. De tijd loopt van de gebeurtenis tot de poging die lukte.',
  usage: 'Gebruiksmeldingen',
  usageMeans:
    'Het aandeel gebruiksmeldingen dat hier was binnen 15 minuten na het moment van meten.',
  support: 'Hulp',
  supportMeans:
    'Het aandeel hulpvragen met een eerste antwoord binnen 3 minuten, van de kennisbank of van een mens. Een die wacht telt zodra de 3 minuten om zijn.',
};
