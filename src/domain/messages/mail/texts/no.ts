import type { Texts } from './en.ts';

export const no: Texts = {
  greeting: 'Hei, {name}!',
  greetingNobody: 'Hei!',
  closing: 'God tur!',

  confirmationSubject: 'Mobildataene dine er klare',
  confirmationIntro:
    '{count, plural, one {En datapakke venter på deg før reisen.} other {# datapakker venter på deg før reisen.}}',
  howToInstall:
    'Åpne appen og installer eSIM-kortet før du reiser, mens du har wifi. Det tar bare noen minutter.',
  howToUseCode:
    '{count, plural, one {Åpne lenken på telefonen, eller skriv inn koden i appen, så får du eSIM-kortet ditt.} other {Åpne lenkene på telefonen, eller skriv inn kodene i appen, så får du eSIM-kortet ditt.}}',
  howToClaim: 'Åpne lenken og skriv inn e-postadressen din, så får du koden på e-post.',

  claimSubject: 'Koden din til mobildata',
  claimIntro:
    'Her er koden din. Åpne lenken på telefonen, eller skriv inn koden i appen, så er eSIM-kortet installert på noen minutter.',

  reminderSubject: 'Snart avreise: er eSIM-kortet klart?',
  reminderSubjectInstalled: 'Snart avreise: eSIM-kortet er klart',
  reminderOn: 'Reisen din starter {date}.',
  reminderSoon: 'Reisen din starter snart.',
  reminderToInstall:
    'eSIM-kortet er ikke på telefonen din ennå. Installer det før du reiser, mens du har wifi.',
  reminderToUseCode:
    '{count, plural, one {Koden din er ikke brukt ennå. Bruk den før du reiser, mens du har wifi.} other {# av kodene dine er ikke brukt ennå. Bruk dem før du reiser, mens du har wifi.}}',
  reminderInstalled: 'eSIM-kortet er allerede på telefonen din.',
  onArrival:
    'Når du er framme, velger du eSIM-kortet for mobildata og slår på dataroaming for det.',

  lowSubject: '{percent} av datapakken din er brukt',
  lowIntro: 'Du har brukt {percent} av datapakken din.',
  lowLeft: 'Igjen: {size}.',
  lowMore: 'I appen ser du hva som er igjen, og kan fylle på mer.',
  usedUpSubject: 'Datapakken din er brukt opp',
  usedUpIntro: 'Du har brukt hele datapakken din.',

  expiringSubject: 'Datapakken din utløper snart',
  expiringIntro: 'Du kan bruke datapakken din til og med {moment}.',
  expiringSoon: 'Datapakken din utløper snart.',

  anyDestination: 'Valgfritt reisemål',
  countries: 'For {countries}',
  unlimited: 'Ubegrenset data',
  days: '{days, plural, one {# dag fra første bruk} other {# dager fra første bruk}}',
  departure: 'Avreise: {date}',
  code: 'Koden din',
  validUntil: 'Gyldig til og med {date}',
  useCode: 'Bruk koden',
  getCode: 'Hent koden',
  passOn: 'Er den til noen som reiser sammen med deg? Med denne lenken kommer koden på e-post:',
  colon: '{label}:',
  scan: 'Leser du dette på en datamaskin? Skann bildet med telefonen.',
  qrAlt: 'QR-kode som åpner appen med koden {code}',
  installEsim: 'Installer eSIM',
  openApp: 'Åpne appen',
  howToInstallHere:
    'Åpne lenken nedenfor på telefonen og installer eSIM-kortet før du reiser, mens du har wifi. Det tar bare noen minutter.',
  howToUseCodeHere:
    '{count, plural, one {Åpne lenken på telefonen for å få eSIM-kortet ditt.} other {Åpne lenkene på telefonen for å få eSIM-kortet ditt.}}',
  claimIntroHere:
    'Her er koden din. Åpne lenken på telefonen, så er eSIM-kortet installert på noen minutter.',
  lowMoreHere: 'Med lenken nedenfor ser du hva som er igjen.',
  openEsim: 'Vis eSIM-kortet mitt',
  readySubject: 'Lenken til eSIM-kortet ditt',
  readyIntro:
    'Med denne lenken installerer du eSIM-kortet og ser hvor mye data som er igjen. Åpne den på telefonen du reiser med, og hold den for deg selv.',

  receiptSubject: 'Kvitteringen din',
  receiptIntro: 'Takk for kjøpet. Du har betalt {amount} inkludert avgifter.',
  receiptNumber: 'Kjøpsnummer: {number}',
  receiptSeller: 'Selges av {seller}',
  refundedSubject: 'Pengene dine er på vei tilbake',
  refundedIntro:
    'Vi betaler tilbake {amount} på samme måte som du betalte. Det kan ta opptil ti dager.',

  whyTrip: 'Du får denne e-posten fra {partner} på grunn av reisen din.',
  whyClaim:
    'Du får denne e-posten fra {partner} fordi noen har bedt om en kode med denne adressen. Hvis det ikke var deg, kan du se bort fra den.',
  whyPurchase: 'Du får denne e-posten fra {partner} på grunn av kjøpet ditt.',
};
