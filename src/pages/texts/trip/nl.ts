import type { TripTexts } from './en.ts';

export const nl: TripTexts = {
  nextTitle: 'Zo gaat het verder',
  nextCode: 'We sturen je de code per e-mail.',
  nextInstall:
    'Open de link op de telefoon die je meeneemt en installeer de eSIM. Dat duurt ongeveer twee minuten.',
  nextArrive: 'Zet de eSIM bij aankomst aan, en je bent online.',
  esimTitle: 'Wat is een eSIM?',
  esimText:
    'Een simkaart zonder kaart: je downloadt hem op je telefoon. Je eigen simkaart en je nummer blijven zoals ze zijn.',
  phoneTitle: 'Werkt het op mijn telefoon?',
  phoneText:
    'Je telefoon moet eSIM ondersteunen en mag niet aan één provider gebonden zijn (simlock).',
  model: 'Je telefoon',
  modelHint: 'Merk en model, bijvoorbeeld iPhone 15 of Galaxy S24.',
  check: 'Controleren',
  modelYes: '{device}: ondersteunt eSIM.',
  modelNo: '{device}: ondersteunt geen eSIM.',
  modelUnknown:
    'We kennen ‘{device}’ niet. Toets *#06# op de telefoon: als er een EID verschijnt, ondersteunt hij eSIM.',
  sentTo: 'We sturen je code naar {email}. Hij komt binnen een paar minuten aan.',
  wrongAddress: 'Klopt het adres niet?',
  wrongAddressText:
    'Je kunt het één keer verbeteren, binnen 15 minuten. De code die we eerder stuurden, werkt dan niet meer.',
  correct: 'Naar dit adres sturen',
  getTitle: 'Haal je eSIM op',
  getIntro: '{partner} heeft mobiele data voor je reis. Je eSIM is zo klaar.',
  emailHint: 'De link naar je eSIM gaat naar dit adres.',
  knownAddress: 'De link naar je eSIM gaat ook naar het adres waarnaar we je code stuurden.',
  getEsim: 'Mijn eSIM ophalen',
  otherAddress: 'Een ander e-mailadres gebruiken',
  where: 'Waar ga je naartoe?',
  whereMissing: 'Kies waar je naartoe gaat.',
  whereNone: 'Voor deze bestemming is er geen data. Kies een andere.',
  continueHere: 'Verdergaan op dit apparaat',
  linkSent: 'De link naar je eSIM is onderweg naar {email}. Hij komt binnen een paar minuten aan.',
  usedTitle: 'Deze code is al gebruikt',
  usedText:
    'De link naar de eSIM ging naar het e-mailadres dat toen is opgegeven. We kunnen hem daar nog eens naartoe sturen.',
  sendAgain: 'Stuur de link opnieuw',
  freshSent:
    'Als we deze link kennen, is er een nieuwe onderweg naar het e-mailadres waar de eerste naartoe ging.',
  makingTitle: 'We maken je eSIM klaar',
  makingText:
    'Dit kan een paar minuten duren. Je kunt hier wachten: de pagina gaat vanzelf verder. Er gaat niets verloren als je haar sluit.',
  lookAgain: 'Opnieuw kijken',
  endedTitle: 'Deze link is verlopen',
  endedText:
    'Links naar een eSIM werken beperkte tijd, om hem te beschermen. We kunnen een nieuwe naar hetzelfde e-mailadres sturen.',
  sendFresh: 'Stuur mij een nieuwe link',
  openTitle: 'Open je mobiele data',
  openText:
    'Om je eSIM te beschermen vragen we het e-mailadres waarnaar we deze link hebben gestuurd.',
  open: 'Openen',
  openWrong:
    'Naar dat adres hebben we deze link niet gestuurd. Controleer het, of gebruik het adres waarop je de e-mail hebt ontvangen.',
  tripTitle: 'Je mobiele data',
  tripLead: '{partner} heeft mobiele data voor je reis.',
  addData: 'Aan mijn eSIM toevoegen',
  yourData: 'Je data',
  left: 'Nog {left} van {total}',
  until: 'Geldig tot {moment}',
  usedUp: 'Op',
  expired: 'Niet meer geldig',
  waiting: 'Nog niet op je eSIM',
  making: 'Wordt klaargemaakt',
  showEsim: 'Bekijk de eSIM',
  allEsims: 'Al je data',
  trouble: 'Werkt er iets niet?',
  notFoundTitle: 'Hier is geen pagina',
  notFoundText: 'Controleer of het adres volledig is, of open de link in je e-mail nog eens.',
};
